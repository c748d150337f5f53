//! `POST /api/{user_id}/chat/stream`: the answer as it comes about, as server-sent events.

use axum::{extract::State, response::Response};

use super::{
    key::KeyedRequest,
    start::{self, ChatRequest},
};
use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, JsonBody},
        openapi::StartProblems,
    },
    protocol::taskflow,
};

/// Sends a message and shows the answer as it comes about.
///
/// A client that disconnects changes nothing about the run.
#[utoipa::path(
    post, path = "/api/{user_id}/chat/stream", tag = "chat",
    operation_id = "chat_stream",
    params(KeyedRequest),
    request_body = ChatRequest,
    responses(
        (
            status = 200, description = "The run, event by event.",
            content_type = "text/event-stream", body = taskflow::StreamEvent,
            headers(("X-Run-Id" = Uuid, description = "The run.")),
        ),
        StartProblems,
    ),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    keyed: KeyedRequest,
    JsonBody(request): JsonBody<ChatRequest>,
) -> Result<Response, ApiError> {
    let run = start::chat(&state, &user, keyed, request).await?;
    Ok(taskflow::answer_stream(run))
}

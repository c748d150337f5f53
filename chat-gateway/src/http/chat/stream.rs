//! `POST /api/{user_id}/chat/stream`: the answer as it comes about, as server-sent events.

use axum::{extract::State, response::Response};

use super::{ChatRequest, key::KeyedRequest, start};
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
    params((
        "Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255,
        pattern = "^[!-~]([ -~]*[!-~])?$",
        description = "The client's own name for the request, such as a UUID. The same key with the \
            same body is answered by the same run for 24 hours; with another body it is refused.",
    )),
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
    let run = start(&state, &user, keyed, request).await?;
    Ok(taskflow::answer_stream(run))
}

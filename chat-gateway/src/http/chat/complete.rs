//! `POST /api/{user_id}/chat`: the answer, whole.

use axum::{extract::State, response::Response};

use super::{
    key::KeyedRequest,
    start::{self, ChatRequest},
    whole_answer,
};
use crate::{
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, JsonBody},
        openapi::AnswerProblems,
    },
    protocol::taskflow,
};

/// Sends a message and waits for the whole answer.
///
/// A client that stops waiting changes nothing about the run.
#[utoipa::path(
    post, path = "/api/{user_id}/chat", tag = "chat",
    operation_id = "chat",
    params(KeyedRequest),
    request_body = ChatRequest,
    responses(
        (
            status = 200, description = "The answer.", body = taskflow::WholeAnswer,
            headers(("X-Run-Id" = Uuid, description = "The run.")),
        ),
        AnswerProblems,
    ),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    keyed: KeyedRequest,
    JsonBody(request): JsonBody<ChatRequest>,
) -> Result<Response, ApiError> {
    whole_answer(start::chat(&state, &user, keyed, request).await?).await
}

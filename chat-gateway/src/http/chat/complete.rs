//! `POST /api/{user_id}/chat`: the answer, whole.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use futures::StreamExt as _;

use super::{ChatRequest, key::KeyedRequest, start};
use crate::{
    agent::run::StartedRun,
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, JsonBody},
        openapi::AnswerProblems,
    },
    protocol::taskflow,
    run_log::{Failure, RunEvent},
};

/// Sends a message and waits for the whole answer.
///
/// A client that stops waiting changes nothing about the run.
#[utoipa::path(
    post, path = "/api/{user_id}/chat", tag = "chat",
    operation_id = "chat",
    params((
        "Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255,
        pattern = "^[!-~]([ -~]*[!-~])?$",
        description = "The client's own name for the request, such as a UUID. The same key with the \
            same body is answered by the same run for 24 hours; with another body it is refused.",
    )),
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
    let run = start(&state, &user, keyed, request).await?;
    whole_answer(run).await
}

/// Waits until the run has ended or asks something, and answers with that.
pub(in crate::http) async fn whole_answer(run: StartedRun) -> Result<Response, ApiError> {
    let mut result = Err(Failure::Internal);
    let mut events = std::pin::pin!(run.log.follow_answer(run.from));
    while let Some((_, event)) = events.next().await {
        match &*event {
            RunEvent::Ended(ended) => result = ended.clone(),
            RunEvent::Paused(answer) => result = Ok(answer.clone()),
            _ => {}
        }
    }
    let answer = result.map_err(|failure| ApiError::Run {
        failure,
        run_id: run.run_id,
        conversation_id: run.conversation_id,
    })?;
    Ok(taskflow::json_answer(&run, &answer).into_response())
}

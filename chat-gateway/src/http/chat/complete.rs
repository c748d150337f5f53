//! `POST /api/{user_id}/chat`: the answer, whole.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use futures::StreamExt as _;

use super::{ChatRequest, key::IdempotencyKey, start};
use crate::{
    agent::run::StartedRun,
    http::{
        AppState,
        error::ApiError,
        extract::{CurrentUser, JsonBody},
    },
    protocol::taskflow,
    run_log::{Failure, RunEvent},
};

/// Starts a run and waits for its end. A client that stops waiting changes nothing about it.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    key: IdempotencyKey,
    JsonBody(request): JsonBody<ChatRequest>,
) -> Result<Response, ApiError> {
    let run = start(&state, &user, key, request).await?;
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

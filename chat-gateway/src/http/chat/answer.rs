//! The answer to a request, whole.

use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;

use crate::{
    agent::run::StartedRun,
    http::error::ApiError,
    protocol::taskflow,
    run_log::{Failure, RunEvent},
};

/// Waits until the run has ended or asks something, and answers with that. A client that stops
/// waiting changes nothing about it.
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

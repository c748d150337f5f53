//! The answer of a run, in either form.

use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;

use crate::{
    agent::run::StartedRun,
    http::error::ApiError,
    protocol::taskflow,
    run_log::{Failure, RunEvent},
};

/// Waits for the end of a run. A client that stops waiting changes nothing about it.
pub(in crate::http) async fn whole(run: StartedRun) -> Result<Response, ApiError> {
    let mut result = Err(Failure::Internal);
    let mut events = std::pin::pin!(run.log.follow(0));
    while let Some((_, event)) = events.next().await {
        if let RunEvent::Ended(ended) = &*event {
            result = ended.clone();
        }
    }
    let answer = result.map_err(|failure| ApiError::Run {
        failure,
        run_id: run.run_id,
        conversation_id: run.conversation_id,
    })?;
    Ok(taskflow::json_answer(&run, &answer).into_response())
}

/// Shows a run as it goes. A client that disconnects changes nothing about it.
pub(in crate::http) fn streamed(run: StartedRun) -> Response {
    taskflow::event_stream(run, None)
}

//! `POST /api/{user_id}/runs/{run_id}/cancel`: stops a run.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};

use crate::{
    http::{AppState, error::ApiError, extract::OwnedRun},
    protocol::taskflow::RunItem,
};

/// Stops the model call and the tools that wait, keeps the text so far, and answers with the run.
/// One that has ended stays as it is, so this may be sent again.
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedRun(user, run): OwnedRun,
) -> Result<Response, ApiError> {
    let run = state.agent.cancel(user.id(), run.id).await?;
    Ok(Json(RunItem::new(&run, None)).into_response())
}

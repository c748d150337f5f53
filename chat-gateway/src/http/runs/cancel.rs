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

/// Stops a run.
///
/// The model call and the tools that wait are stopped, the text so far is kept. A run that has
/// ended stays as it is, so this may be sent again.
#[utoipa::path(
    post, path = "/api/{user_id}/runs/{run_id}/cancel", tag = "runs",
    operation_id = "cancel_run",
    responses((status = 200, description = "The run as it now stands.", body = RunItem)),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedRun(user, run): OwnedRun,
) -> Result<Response, ApiError> {
    let run = state.agent.cancel(user.id(), run.id).await?;
    Ok(Json(RunItem::new(&run, None)).into_response())
}

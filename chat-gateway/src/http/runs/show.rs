//! `GET /api/{user_id}/runs/{run_id}`: how a run stands.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};

use crate::{
    http::{AppState, error::ApiError, extract::OwnedRun},
    protocol::taskflow::RunItem,
    store::runs::RunStatus,
};

/// Tells how a run stands.
///
/// Its status, times, usage and error, and the question that it waits for.
#[utoipa::path(
    get, path = "/api/{user_id}/runs/{run_id}", tag = "runs",
    operation_id = "show_run",
    responses((status = 200, description = "The run.", body = RunItem)),
)]
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedRun(_, run): OwnedRun,
) -> Result<Response, ApiError> {
    let question = match run.status {
        RunStatus::AwaitingInput => state.store.open_question(&run).await?,
        _ => None,
    };
    Ok(Json(RunItem::new(&run, question.as_ref())).into_response())
}

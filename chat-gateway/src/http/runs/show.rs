//! `GET /api/{user_id}/runs/{run_id}`: how a run stands.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};

use crate::{http::extract::OwnedRun, protocol::taskflow::RunItem};

/// Tells how a run stands.
///
/// Its status, times, usage and error.
#[utoipa::path(
    get, path = "/api/{user_id}/runs/{run_id}", tag = "runs",
    operation_id = "show_run",
    responses((status = 200, description = "The run.", body = RunItem)),
)]
pub(in crate::http) async fn handle(OwnedRun(_, run): OwnedRun) -> Response {
    Json(RunItem::from(&run)).into_response()
}

//! `GET /api/{user_id}/runs/{run_id}`: how a run stands.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};

use crate::{http::extract::OwnedRun, protocol::taskflow::RunItem};

/// Answers with the run's status, times, usage and error.
pub(in crate::http) async fn handle(OwnedRun(_, run): OwnedRun) -> Response {
    Json(RunItem::from(&run)).into_response()
}

//! Whether the program runs, and whether it can work.

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{AppState, error::ApiError};

/// `GET /health/live`: the process answers. Says nothing of what it needs, so that a restart is
/// never asked for what a restart does not mend.
pub(super) async fn live() -> Json<Value> {
    Json(json!({ "status": "live" }))
}

/// `GET /health/ready`: the database answers too; 503 where it does not.
pub(super) async fn ready(State(state): State<AppState>) -> Result<Json<Value>, ApiError> {
    state.store.ping().await.map_err(|error| {
        tracing::error!(%error, "the database does not answer");
        ApiError::NotReady("The database")
    })?;
    Ok(Json(json!({ "status": "ready" })))
}

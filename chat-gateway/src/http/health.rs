//! Whether the program runs, and whether it can work.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{AppState, error::ApiError, openapi::NotReady};

/// How the service is.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// `live` or `ready`, as was asked.
    status: &'static str,
}

/// Says that the process answers.
///
/// Nothing of what it needs, so that a restart is never asked for what a restart does not mend.
#[utoipa::path(
    get, path = "/health/live", tag = "service",
    operation_id = "live",
    responses((status = 200, description = "It does.", body = Health)),
)]
pub(super) async fn live() -> Json<Health> {
    Json(Health { status: "live" })
}

/// Says that the service can work: the database answers too.
#[utoipa::path(
    get, path = "/health/ready", tag = "service",
    operation_id = "ready",
    responses((status = 200, description = "It can.", body = Health), NotReady),
)]
pub(super) async fn ready(State(state): State<AppState>) -> Result<Json<Health>, ApiError> {
    state.store.ping().await.map_err(|error| {
        tracing::error!(%error, "the database does not answer");
        ApiError::NotReady("The database")
    })?;
    Ok(Json(Health { status: "ready" }))
}

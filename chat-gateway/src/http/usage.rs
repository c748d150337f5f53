//! `GET /api/{user_id}/usage`: what the person's runs cost.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{AppState, error::ApiError, extract::CurrentUser};
use crate::protocol::taskflow::UsageReport;

const DEFAULT_DAYS: u64 = 30;
const MAX_DAYS: u64 = 366;

/// `?days=30`: how many of the last days, today included.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct UsageQuery {
    /// How many of the last days, today included.
    #[param(minimum = 1, maximum = 366, default = 30)]
    days: Option<u64>,
}

/// Reports what the person's runs cost.
///
/// Today, each of the last days on which there was anything, their total, and the quotas. Days are
/// UTC's.
#[utoipa::path(
    get, path = "/api/{user_id}/usage", tag = "usage",
    operation_id = "usage",
    params(UsageQuery),
    responses((status = 200, description = "By day, and in all.", body = UsageReport)),
)]
pub(super) async fn handle(
    State(state): State<AppState>,
    user: CurrentUser,
    query: Result<Query<UsageQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let days = query
        .ok()
        .map(|Query(query)| query.days.unwrap_or(DEFAULT_DAYS));
    let days = days
        .filter(|days| (1..=MAX_DAYS).contains(days))
        .ok_or_else(|| {
            ApiError::Invalid(format!(
                "The query may have days, a number from 1 to {MAX_DAYS}."
            ))
        })?;
    let used = state.store.usage(user.id(), days).await?;
    let report = UsageReport::new(&used, state.store.now().date_naive(), state.agent.quotas);
    Ok(Json(report).into_response())
}

//! `GET /api/{user_id}/runs/{run_id}/events`: a run as server-sent events, from any event on.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use crate::{
    http::{AppState, error::ApiError, extract::OwnedRun},
    protocol::taskflow,
    store::runs::RunStatus,
};

/// `?after=<id>`: the id of the last event that the client has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct EventsQuery {
    after: Option<String>,
}

/// Shows what follows the event that the query or `Last-Event-ID` names, or everything. After a
/// question it waits for the person's answer. Where nothing follows any more it answers 204, on which browsers stop asking (HTML, section 9.2).
pub(in crate::http) async fn handle(
    State(state): State<AppState>,
    OwnedRun(user, run): OwnedRun,
    query: Result<Query<EventsQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|_| invalid())?;
    let last_seen = headers.get("last-event-id");
    let last_seen = last_seen.map(|id| id.to_str().map_err(|_| invalid()));
    let after = match query.after.as_deref() {
        Some(after) => Some(after),
        None => last_seen.transpose()?,
    };
    let after = after.filter(|after| !after.is_empty()).map(parse);
    let after = after.transpose()?;
    let watched = state.agent.watch(user.id(), run.clone()).await?;
    if watched.log.end().is_none_or(|end| after <= Some(end)) {
        return Ok(taskflow::event_stream(watched, after));
    }
    if run.status == RunStatus::AwaitingInput {
        let waiting = state.agent.watch_on(user.id(), run).await?;
        return Ok(taskflow::event_stream(waiting, after));
    }
    // Of a run whose program was killed only the end is known, wherever that was.
    if run.assistant_message_id.is_none() {
        return Ok(taskflow::event_stream(watched, after));
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn parse(id: &str) -> Result<usize, ApiError> {
    id.parse().map_err(|_| invalid())
}

fn invalid() -> ApiError {
    let words = "after (or Last-Event-ID) must be the id of an event: a whole number.";
    ApiError::Invalid(words.to_owned())
}

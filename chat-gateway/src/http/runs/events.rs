//! `GET /api/{user_id}/runs/{run_id}/events`: a run as server-sent events, from any event on.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{AppState, error::ApiError, extract::OwnedRun},
    protocol::taskflow,
    store::runs::RunStatus,
};

/// `?after=<id>`: the id of the last event that the client has.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct EventsQuery {
    /// The id of the last event that the client has.
    #[param(value_type = Option<u64>, minimum = 0, maximum = 9007199254740991_i64)]
    after: Option<String>,
}

/// Shows a run, from any event on.
///
/// What follows the event that the query or `Last-Event-ID` names, or everything. After a question
/// it waits for the person's answer. Where nothing follows any more it answers 204, on which
/// browsers stop asking (HTML, section 9.2).
#[utoipa::path(
    get, path = "/api/{user_id}/runs/{run_id}/events", tag = "runs",
    operation_id = "watch_run",
    params(
        EventsQuery,
        (
            "Last-Event-ID" = Option<String>, Header, pattern = "^[0-9]*$", max_length = 16,
            description = "The same, as browsers say it; `after` wins. An empty one is none.",
        ),
    ),
    responses(
        (
            status = 200, description = "The events, those to come included.",
            content_type = "text/event-stream", body = taskflow::StreamEvent,
            headers(("X-Run-Id" = Uuid, description = "The run.")),
        ),
        (status = 204, description = "Nothing follows any more."),
    ),
)]
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
        None => last_seen.transpose()?.filter(|id| !id.is_empty()),
    };
    let after = after.map(parse).transpose()?;
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

//! A run as server-sent events.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::response::{
    IntoResponse as _, Response, Sse,
    sse::{Event, KeepAlive},
};
use futures::{Stream, StreamExt as _, stream};
use http::{HeaderName, HeaderValue, header};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    answer::{About, RUN_ID, header_value},
    lists::ToolCallItem,
    question::QuestionItem,
};
use crate::{
    agent::run::StartedRun,
    run_log::{Failure, RunEvent},
};

/// How often a silent stream says that it is alive, so that proxies keep it open.
const PING_PERIOD: Duration = Duration::from_secs(12);

/// The data of a streamed event: what every client reads, and what this event adds to it.
#[derive(Serialize, ToSchema)]
pub(super) struct EventData<'a, T> {
    content: &'a str,
    done: bool,
    #[serde(flatten)]
    more: T,
}

/// An event that adds nothing.
#[derive(Serialize, ToSchema)]
pub(super) struct Nothing {}

/// Which run is being shown.
#[derive(Serialize, ToSchema)]
pub(super) struct RunIds {
    run_id: Uuid,
    conversation_id: Uuid,
}

impl From<&StartedRun> for RunIds {
    fn from(run: &StartedRun) -> Self {
        Self {
            run_id: run.run_id,
            conversation_id: run.conversation_id,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct ToolStarted<'a> {
    id: &'a str,
    tool: &'a str,
    #[schema(value_type = Object)]
    parameters: &'a Map<String, Value>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ToolFinished<'a> {
    id: &'a str,
    #[serde(flatten)]
    call: ToolCallItem<'a>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Asked<'a> {
    question: QuestionItem<'a>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Answered {
    question_id: Uuid,
    accepted: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Failed {
    error: &'static str,
    code: &'static str,
    #[serde(flatten)]
    run: RunIds,
}

/// Answers with the events of a run that answer one request, as they come; the first one names the
/// run.
pub(crate) fn answer_stream(run: StartedRun) -> Response {
    let events = run.log.follow_answer(run.from);
    // As if it were the event before them, so that whoever is cut off after it goes on with them.
    let first = Some(run.from);
    stream_of(run, first, events)
}

/// Answers with the events of a run as they come: those after the one with this id, or all, of
/// which the first one, with the id 0, names the run.
pub(crate) fn event_stream(run: StartedRun, after: Option<usize>) -> Response {
    let events = run.log.follow(after.unwrap_or(0));
    let first = after.is_none().then_some(0);
    stream_of(run, first, events)
}

fn stream_of(
    run: StartedRun,
    first: Option<usize>,
    events: impl Stream<Item = (usize, Arc<RunEvent>)> + Send + 'static,
) -> Response {
    let run_id = header_value(&run);
    let named = |id: usize| {
        event("", false, RunIds::from(&run))
            .event("run")
            .id(id.to_string())
    };
    let first = first.map(named);
    let events = events.map(move |(number, event)| {
        let id = number.saturating_add(1);
        encode(&run, &event).id(id.to_string())
    });
    let events = stream::iter(first).chain(events).map(Ok::<_, Infallible>);
    let headers = [
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache, no-transform"),
        ),
        // nginx would otherwise hold the stream back until it has a buffer full.
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
        (RUN_ID, run_id),
    ];
    let keep_alive = KeepAlive::new().interval(PING_PERIOD).text("ping");
    (headers, Sse::new(events).keep_alive(keep_alive)).into_response()
}

fn encode(run: &StartedRun, happened: &RunEvent) -> Event {
    match happened {
        RunEvent::Text(text) => event(text, false, Nothing {}),
        RunEvent::ToolStarted {
            id,
            tool,
            parameters,
        } => event(
            "",
            false,
            ToolStarted {
                id,
                tool,
                parameters,
            },
        )
        .event("tool_call"),
        RunEvent::ToolFinished(record) => {
            let (id, call) = (record.id.as_str(), ToolCallItem::from(record));
            event("", false, ToolFinished { id, call }).event("tool_result")
        }
        RunEvent::Asked(question) => {
            let question = question.into();
            event("", false, Asked { question }).event("question")
        }
        RunEvent::Answered {
            question_id,
            is_agreed,
        } => {
            let (question_id, accepted) = (*question_id, *is_agreed);
            let answered = Answered {
                question_id,
                accepted,
            };
            event("", false, answered).event("answer")
        }
        RunEvent::Paused(answer) | RunEvent::Ended(Ok(answer)) => {
            event("", true, About::new(run, answer))
        }
        RunEvent::Ended(Err(failure)) => event("", true, failed(run, *failure)),
    }
}

fn failed(run: &StartedRun, failure: Failure) -> Failed {
    Failed {
        error: failure.words(),
        code: failure.code(),
        run: run.into(),
    }
}

fn event(content: &str, done: bool, more: impl Serialize) -> Event {
    let data = serde_json::to_string(&EventData {
        content,
        done,
        more,
    });
    // Text and numbers always have a JSON form.
    Event::default().data(data.unwrap_or_default())
}

//! The REST and SSE of this project, as the README shows them.
//!
//! A client of the stream that reads only lines starting with `data: `, and of those only
//! `content`, `done`, `error` and what stands in the last one, needs nothing else: every event's
//! data has `content` and `done`, whatever its name.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json,
    response::{
        IntoResponse as _, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use chrono::{DateTime, SecondsFormat, Utc};
use futures::{StreamExt as _, stream};
use http::{HeaderName, HeaderValue, header};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    agent::run::StartedRun,
    domain::CallRecord,
    run_log::{Answer, Failure, RunEvent},
    store::{
        conversations::Conversation,
        messages::{Message, Role},
    },
};

/// How often a silent stream says that it is alive, so that proxies keep it open.
const PING_PERIOD: Duration = Duration::from_secs(12);

const RUN_ID: HeaderName = HeaderName::from_static("x-run-id");

/// `{"conversations": […], "total", "next_cursor"?}`
#[derive(Serialize)]
pub(crate) struct ConversationPage<'a> {
    pub(crate) conversations: Vec<ConversationItem<'a>>,
    pub(crate) total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_cursor: Option<String>,
}

/// A conversation in a list.
#[derive(Serialize)]
pub(crate) struct ConversationItem<'a> {
    id: Uuid,
    title: &'a str,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "timestamp")]
    updated_at: DateTime<Utc>,
}

impl<'a> From<&'a Conversation> for ConversationItem<'a> {
    fn from(conversation: &'a Conversation) -> Self {
        Self {
            id: conversation.id,
            title: &conversation.title,
            created_at: conversation.created_at,
            updated_at: conversation.updated_at,
        }
    }
}

/// `{"conversation_id", "messages": […], "total", "next_cursor"?}`
#[derive(Serialize)]
pub(crate) struct MessagePage<'a> {
    pub(crate) conversation_id: Uuid,
    pub(crate) messages: Vec<MessageItem<'a>>,
    pub(crate) total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_cursor: Option<String>,
}

/// A message of a conversation.
#[derive(Serialize)]
pub(crate) struct MessageItem<'a> {
    id: Uuid,
    role: Role,
    content: &'a str,
    tool_calls: Vec<ToolCallItem<'a>>,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
}

impl<'a> From<&'a Message> for MessageItem<'a> {
    fn from(message: &'a Message) -> Self {
        Self {
            id: message.id,
            role: message.role,
            content: &message.content,
            tool_calls: tool_calls(&message.tool_calls),
            created_at: message.created_at,
        }
    }
}

/// A tool call with its result: the tool's structured one, or `{"error": "…"}`.
#[derive(Serialize)]
pub(crate) struct ToolCallItem<'a> {
    tool: &'a str,
    parameters: &'a Map<String, Value>,
    result: &'a Value,
    duration_ms: u64,
}

impl<'a> From<&'a CallRecord> for ToolCallItem<'a> {
    fn from(record: &'a CallRecord) -> Self {
        Self {
            tool: &record.tool,
            parameters: &record.parameters,
            result: &record.result,
            duration_ms: record.duration_ms,
        }
    }
}

fn tool_calls(records: &[CallRecord]) -> Vec<ToolCallItem<'_>> {
    records.iter().map(Into::into).collect()
}

/// The body of a chat that was answered whole.
#[derive(Serialize)]
struct WholeAnswer<'a> {
    assistant_message: &'a str,
    /// The same text, for older clients.
    response: &'a str,
    #[serde(flatten)]
    about: About<'a>,
}

/// What is said of an answer, whole or at the end of a stream.
#[derive(Serialize)]
struct About<'a> {
    conversation_id: Uuid,
    message_id: Uuid,
    run_id: Uuid,
    tool_calls: Vec<ToolCallItem<'a>>,
    #[serde(serialize_with = "timestamp")]
    timestamp: DateTime<Utc>,
}

impl<'a> About<'a> {
    fn new(run: &StartedRun, answer: &'a Answer) -> Self {
        Self {
            conversation_id: run.conversation_id,
            message_id: answer.message_id,
            run_id: run.run_id,
            tool_calls: tool_calls(&answer.tool_calls),
            timestamp: answer.at,
        }
    }
}

/// The data of a streamed event: what every client reads, and what this event adds to it.
#[derive(Serialize)]
struct EventData<'a, T> {
    content: &'a str,
    done: bool,
    #[serde(flatten)]
    more: T,
}

/// An event that adds nothing.
#[derive(Serialize)]
struct Nothing {}

/// Which run is being shown.
#[derive(Serialize)]
struct RunIds {
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

#[derive(Serialize)]
struct ToolStarted<'a> {
    id: &'a str,
    tool: &'a str,
    parameters: &'a Map<String, Value>,
}

#[derive(Serialize)]
struct ToolFinished<'a> {
    id: &'a str,
    #[serde(flatten)]
    call: ToolCallItem<'a>,
}

#[derive(Serialize)]
struct Failed {
    error: &'static str,
    code: &'static str,
    #[serde(flatten)]
    run: RunIds,
}

/// Answers with the whole answer.
pub(crate) fn json_answer(run: &StartedRun, answer: &Answer) -> Response {
    let body = WholeAnswer {
        assistant_message: &answer.text,
        response: &answer.text,
        about: About::new(run, answer),
    };
    ([(RUN_ID, header_value(run))], Json(body)).into_response()
}

/// Answers with the events of a run from its beginning, as they come.
pub(crate) fn event_stream(run: StartedRun) -> Response {
    let run_id = header_value(&run);
    let first = event("", false, RunIds::from(&run)).event("run").id("0");
    let events = run
        .log
        .follow(0)
        .map(move |(number, event)| encode(&run, &event).id((number + 1).to_string()));
    let events = stream::once(async { first })
        .chain(events)
        .map(Ok::<_, Infallible>);
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
        RunEvent::Ended(Ok(answer)) => event("", true, About::new(run, answer)),
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

/// RFC 3339 with microseconds, in UTC.
fn timestamp<S: Serializer>(time: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Micros, true))
}

fn header_value(run: &StartedRun) -> HeaderValue {
    HeaderValue::try_from(run.run_id.to_string()).unwrap_or(HeaderValue::from_static(""))
}

//! The REST and SSE of this project, as `docs/architecture.md` and the README show them.
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
use serde_json::{Value, json};

use crate::{
    agent::{
        event::{Answer, Failure, RunEvent},
        run::StartedRun,
    },
    store::{
        conversations::Conversation,
        messages::{CallRecord, Message},
    },
};

/// How often a silent stream says that it is alive, so that proxies keep it open.
const PING_PERIOD: Duration = Duration::from_secs(12);

const RUN_ID: HeaderName = HeaderName::from_static("x-run-id");

/// The body of a chat that was answered whole.
pub(crate) fn json_answer(run: &StartedRun, answer: &Answer) -> Response {
    let body = json!({
        "conversation_id": run.conversation_id,
        "message_id": answer.message_id,
        "run_id": run.run_id,
        "assistant_message": answer.text,
        "response": answer.text,
        "tool_calls": tool_calls(&answer.tool_calls),
        "timestamp": timestamp(answer.at),
    });
    ([(RUN_ID, header_value(run))], Json(body)).into_response()
}

/// The events of a run from its beginning, as they come.
pub(crate) fn event_stream(run: StartedRun) -> Response {
    let first = Event::default().event("run").data(with_content(json!({
        "run_id": run.run_id,
        "conversation_id": run.conversation_id,
    })));
    let run_id = header_value(&run);
    let events = run
        .log
        .follow(0)
        .map(move |(number, event)| encode(&run, &event).id((number + 1).to_string()));
    let events = stream::once(async { first.id("0") })
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

/// A conversation in a list.
pub(crate) fn conversation(conversation: &Conversation) -> Value {
    json!({
        "id": conversation.id,
        "title": conversation.title,
        "created_at": timestamp(conversation.created_at),
        "updated_at": timestamp(conversation.updated_at),
    })
}

/// A message of a conversation.
pub(crate) fn message(message: &Message) -> Value {
    json!({
        "id": message.id,
        "role": message.role,
        "content": message.content,
        "tool_calls": tool_calls(&message.tool_calls),
        "created_at": timestamp(message.created_at),
    })
}

fn encode(run: &StartedRun, event: &RunEvent) -> Event {
    match event {
        RunEvent::Text(text) => Event::default().data(content(text)),
        RunEvent::ToolStarted {
            id,
            tool,
            parameters,
        } => Event::default().event("tool_call").data(with_content(
            json!({ "id": id, "tool": tool, "parameters": parameters }),
        )),
        RunEvent::ToolFinished(record) => {
            let mut data = tool_call(record);
            data["id"] = record.id.clone().into();
            Event::default()
                .event("tool_result")
                .data(with_content(data))
        }
        RunEvent::Ended(Ok(answer)) => Event::default().data(last(run, answer)),
        RunEvent::Ended(Err(failure)) => Event::default().data(error(run, *failure)),
    }
}

fn content(text: &str) -> String {
    json!({ "content": text, "done": false }).to_string()
}

fn with_content(mut data: Value) -> String {
    data["content"] = "".into();
    data["done"] = false.into();
    data.to_string()
}

fn last(run: &StartedRun, answer: &Answer) -> String {
    json!({
        "content": "",
        "done": true,
        "conversation_id": run.conversation_id,
        "message_id": answer.message_id,
        "run_id": run.run_id,
        "tool_calls": tool_calls(&answer.tool_calls),
        "timestamp": timestamp(answer.at),
    })
    .to_string()
}

fn error(run: &StartedRun, failure: Failure) -> String {
    json!({
        "content": "",
        "done": true,
        "error": failure.words(),
        "code": failure.code(),
        "conversation_id": run.conversation_id,
        "run_id": run.run_id,
    })
    .to_string()
}

fn tool_calls(records: &[CallRecord]) -> Vec<Value> {
    records.iter().map(tool_call).collect()
}

fn tool_call(record: &CallRecord) -> Value {
    json!({
        "tool": record.tool,
        "parameters": record.parameters,
        "result": record.result,
        "duration_ms": record.duration_ms,
    })
}

fn timestamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn header_value(run: &StartedRun) -> HeaderValue {
    HeaderValue::try_from(run.run_id.to_string()).unwrap_or(HeaderValue::from_static(""))
}

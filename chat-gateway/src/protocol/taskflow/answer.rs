//! A whole answer, and what is said of one at the end of a stream.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    lists::{ToolCallItem, tool_calls},
    question::QuestionItem,
    time,
};
use crate::{agent::run::StartedRun, run_log::Answer};

/// Names the run that an answer comes from.
pub(super) const RUN_ID: HeaderName = HeaderName::from_static("x-run-id");

/// The body of a chat that was answered whole.
#[derive(Serialize, ToSchema)]
pub(crate) struct WholeAnswer<'a> {
    assistant_message: &'a str,
    /// The same text, for older clients.
    response: &'a str,
    #[serde(flatten)]
    about: About<'a>,
}

/// What is said of an answer, whole or at the end of a stream.
#[derive(Serialize, ToSchema)]
pub(super) struct About<'a> {
    conversation_id: Uuid,
    message_id: Uuid,
    run_id: Uuid,
    tool_calls: Vec<ToolCallItem<'a>>,
    /// What the run waits for; the text asks it in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<QuestionItem<'a>>,
    #[serde(serialize_with = "time::timestamp")]
    timestamp: DateTime<Utc>,
}

impl<'a> About<'a> {
    pub(super) fn new(run: &StartedRun, answer: &'a Answer) -> Self {
        Self {
            conversation_id: run.conversation_id,
            message_id: answer.message_id,
            run_id: run.run_id,
            tool_calls: tool_calls(&answer.tool_calls),
            question: answer.question.as_ref().map(Into::into),
            timestamp: answer.at,
        }
    }
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

pub(super) fn header_value(run: &StartedRun) -> HeaderValue {
    HeaderValue::try_from(run.run_id.to_string()).unwrap_or(HeaderValue::from_static(""))
}

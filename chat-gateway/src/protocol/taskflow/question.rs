//! A question to the person, with what may be answered.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::time;
use crate::domain::question::{Choice, Question, Source};

/// `{"question_id", "source", "message", "schema", "choices", "tool", "parameters", "expires_at"}`;
/// a choice has a `title`, and the `action` and `content` to answer with.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuestionItem<'a> {
    question_id: Uuid,
    /// `tool`, or `policy` where the gateway asks whether a call may be made.
    source: Source,
    message: &'a str,
    /// JSON Schema of the answer's `content`.
    #[schema(value_type = Object)]
    schema: &'a Value,
    /// Empty where they cannot be listed.
    choices: Vec<Choice>,
    /// The call that it is about.
    tool: &'a str,
    #[schema(value_type = Object)]
    parameters: &'a Map<String, Value>,
    #[serde(serialize_with = "time::timestamp")]
    expires_at: DateTime<Utc>,
}

impl<'a> From<&'a Question> for QuestionItem<'a> {
    fn from(question: &'a Question) -> Self {
        Self {
            question_id: question.id,
            source: question.source,
            message: &question.message,
            schema: &question.schema,
            choices: question.choices(),
            tool: &question.call.tool,
            parameters: &question.call.parameters,
            expires_at: question.expires_at,
        }
    }
}

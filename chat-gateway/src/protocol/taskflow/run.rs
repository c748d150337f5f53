//! A run, as it stands.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{question::QuestionItem, time};
use crate::{
    domain::{Usage, question::Question},
    store::runs::{Run, RunError, RunStatus},
};

/// `{"run_id", "conversation_id", "status", "model", "message_id", "question", "error", "usage", "created_at",
/// "finished_at", "duration_ms"}`: what is not known yet is null.
#[derive(Serialize, ToSchema)]
pub(crate) struct RunItem<'a> {
    run_id: Uuid,
    conversation_id: Uuid,
    status: RunStatus,
    model: &'a str,
    /// The person's message.
    user_message_id: Uuid,
    /// The answer.
    #[schema(required)]
    message_id: Option<Uuid>,
    /// What it waits for.
    question: Option<QuestionItem<'a>>,
    /// `{"code", "detail"}`, where it did not end well.
    #[schema(required, value_type = Option<RunError>)]
    error: &'a Option<Value>,
    #[schema(required)]
    usage: Option<Usage>,
    #[serde(serialize_with = "time::timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "time::optional")]
    #[schema(required)]
    finished_at: Option<DateTime<Utc>>,
    #[schema(required)]
    duration_ms: Option<i64>,
}

impl<'a> RunItem<'a> {
    /// A run, and the question that it waits for.
    pub(crate) fn new(run: &'a Run, question: Option<&'a Question>) -> Self {
        let duration = run.finished_at.map(|end| end - run.created_at);
        Self {
            run_id: run.id,
            conversation_id: run.conversation_id,
            status: run.status,
            model: &run.model,
            user_message_id: run.user_message_id,
            message_id: run.assistant_message_id,
            question: question.map(Into::into),
            error: &run.error,
            usage: run.usage,
            created_at: run.created_at,
            finished_at: run.finished_at,
            duration_ms: duration.map(|duration| duration.num_milliseconds()),
        }
    }
}

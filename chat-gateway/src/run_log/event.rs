//! What happens in a run, in order: the one type from which every protocol is encoded.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::{CallRecord, PlannedCall, question::Question};

/// One event of a run.
#[derive(Debug, Clone)]
pub(crate) enum RunEvent {
    /// More of the answer's text.
    Text(String),
    /// A tool is being called.
    ToolStarted {
        /// The id the model gave the call.
        id: String,
        /// The tool's name.
        tool: String,
        /// Its arguments.
        parameters: Map<String, Value>,
    },
    /// A tool has answered.
    ToolFinished(CallRecord),
    /// The person is asked something.
    Asked(Question),
    /// The run waits for the answer. What it has said and done so far is stored.
    Paused(Answer),
    /// The person has answered.
    Answered {
        /// The question.
        question_id: Uuid,
        /// Whether they agree.
        is_agreed: bool,
    },
    /// The run is over; nothing follows.
    Ended(Result<Answer, Failure>),
}

impl RunEvent {
    /// Tells whether nothing follows, or not before the person has answered.
    pub(crate) fn is_last(&self) -> bool {
        matches!(self, Self::Paused(_) | Self::Ended(_))
    }
}

/// An answer that is stored.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) message_id: Uuid,
    pub(crate) text: String,
    pub(crate) tool_calls: Vec<CallRecord>,
    /// What it asks, where the run waits for an answer.
    pub(crate) question: Option<Question>,
    pub(crate) at: DateTime<Utc>,
}

/// Why a run ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No connection to the model's endpoint.
    ModelUnreachable,
    /// The model's endpoint refused the operator's key.
    ModelKeyRefused,
    /// The model's endpoint is over its limit.
    ModelBusy {
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// The model's endpoint failed.
    ModelFailed,
    /// The model's endpoint refused the request itself.
    ModelRejected,
    /// The model's answer broke off.
    ModelCutOff,
    /// The turn took longer than it may.
    TimedOut,
    /// The task server cannot be reached.
    ToolsUnavailable,
    /// Somebody asked for the run to be stopped.
    Cancelled,
    /// The person has said something else instead of answering a question.
    SetAside,
    /// A question was not answered in time.
    QuestionExpired,
    /// The program is stopping, or somebody else has ended the run.
    Interrupted,
    /// A fault of our own.
    Internal,
}

impl Failure {
    /// Each of them.
    pub(crate) const ALL: [Self; 13] = [
        Self::ModelUnreachable,
        Self::ModelKeyRefused,
        Self::ModelBusy { retry_after: None },
        Self::ModelFailed,
        Self::ModelRejected,
        Self::ModelCutOff,
        Self::TimedOut,
        Self::ToolsUnavailable,
        Self::Cancelled,
        Self::SetAside,
        Self::QuestionExpired,
        Self::Interrupted,
        Self::Internal,
    ];

    /// Returns the failure of this code, which was stored.
    pub(crate) fn of_code(code: &str) -> Self {
        let known = Self::ALL.into_iter().find(|failure| failure.code() == code);
        known.unwrap_or(Self::Internal)
    }

    /// Returns the machine-readable code that is stored and answered.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::ModelUnreachable => "model_unreachable",
            Self::ModelKeyRefused => "model_key_refused",
            Self::ModelBusy { .. } => "model_busy",
            Self::ModelFailed => "model_failed",
            Self::ModelRejected => "model_rejected",
            Self::ModelCutOff => "model_cut_off",
            Self::TimedOut => "turn_timeout",
            Self::ToolsUnavailable => "tools_unavailable",
            Self::Cancelled => "cancelled",
            Self::SetAside => "question_set_aside",
            Self::QuestionExpired => "question_expired",
            Self::Interrupted => "interrupted",
            Self::Internal => "internal_error",
        }
    }

    /// Returns what a person is told.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::ModelUnreachable => {
                "The language model cannot be reached right now. Please try again in a moment."
            }
            Self::ModelKeyRefused => {
                "The language model refused this service's key. Whoever runs it needs to check \
                 OPENAI_API_KEY."
            }
            Self::ModelBusy { .. } => {
                "The language model is busy right now. Please try again in a moment."
            }
            Self::ModelFailed => "The language model had a problem. Please try again.",
            Self::ModelRejected => {
                "The language model did not accept the request. Whoever runs this service needs \
                 to check TASKFLOW_MODEL and OPENAI_BASE_URL."
            }
            Self::ModelCutOff => "The language model's answer broke off. Please try again.",
            Self::TimedOut => {
                "This took too long and was stopped. What was done so far is done; please try \
                 again with less at once."
            }
            Self::ToolsUnavailable => {
                "Your task list cannot be reached right now. Please try again in a moment."
            }
            Self::Cancelled => "Stopped, as you asked. What was done before is done.",
            Self::SetAside => {
                "The question was set aside by another message. What it was about was not done."
            }
            Self::QuestionExpired => {
                "The question was not answered in time. What it was about was not done; please \
                 ask for it again."
            }
            Self::Interrupted => {
                "The service was stopped while it was answering. Please look at your list and \
                 send the message again if needed."
            }
            Self::Internal => "Something went wrong on our side. Please try again.",
        }
    }
}

impl From<&PlannedCall> for RunEvent {
    fn from(call: &PlannedCall) -> Self {
        Self::ToolStarted {
            id: call.id.clone(),
            tool: call.tool.clone(),
            parameters: call.parameters.clone(),
        }
    }
}

/// A call that is answered without being carried out was asked for all the same.
impl From<&CallRecord> for RunEvent {
    fn from(record: &CallRecord) -> Self {
        Self::ToolStarted {
            id: record.id.clone(),
            tool: record.tool.clone(),
            parameters: record.parameters.clone(),
        }
    }
}

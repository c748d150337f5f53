//! Language models: one trait, two bodies, and a list of them.
//!
//! [`openai`] speaks to any OpenAI-compatible endpoint. [`builtin`] understands everyday English
//! about tasks and needs no network, so that a fresh clone chats at once. Both see the same
//! messages and the same tools, and neither can act except by asking for a tool call.
//! [`fallback`] asks several in an order, each within its [`context`].

pub(crate) mod builtin;
mod context;
pub(crate) mod fallback;
pub(crate) mod openai;

use std::{fmt, sync::Arc, time::Duration};

use futures::stream::BoxStream;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::time::Instant;

pub(crate) use crate::domain::Usage;

/// Produces the next part of a conversation.
pub(crate) trait LanguageModel: Send + Sync + 'static {
    /// Returns the name shown in logs and recorded with a run, for example `gpt-5-mini`.
    fn name(&self) -> &str;

    /// Returns how many tokens of instructions, tools and conversation it is given at most.
    fn context_tokens(&self) -> usize {
        DEFAULT_CONTEXT_TOKENS
    }

    /// Tells whether it can put an earlier part of a conversation in fewer words.
    fn summarizes(&self) -> bool {
        true
    }

    /// Returns the conversation's next part: text as it is produced, then exactly one
    /// [`ModelEvent::Done`]. A stream that ends without it was cut off.
    ///
    /// Dropping the stream cancels the request.
    fn respond(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, ModelError>>;
}

/// What a model is given at most where nothing else is set, in tokens.
pub(crate) const DEFAULT_CONTEXT_TOKENS: usize = 16_000;

/// What a model is asked with.
#[derive(Debug, Clone)]
pub(crate) struct ModelRequest {
    /// The conversation so far, oldest first; always well-formed: each tool call of an assistant
    /// message is followed by its result before any other message.
    pub(crate) messages: Vec<Message>,
    /// The tools the model may ask for.
    pub(crate) tools: Arc<[ToolSpec]>,
    /// When the run ends whatever happens; retries must fit before it.
    pub(crate) deadline: Instant,
}

/// One message of a conversation, as a model sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Message {
    /// Instructions from the operator.
    System(String),
    /// What the person wrote.
    User(String),
    /// What the model answered: text, tool calls or both.
    Assistant {
        /// Empty where the model only asked for tools.
        text: String,
        /// In the order the model asked for them.
        tool_calls: Vec<ToolCall>,
    },
    /// What a tool answered.
    ToolResult {
        /// The id of the [`ToolCall`] this answers.
        call_id: String,
        /// The tool's structured result as compact JSON, or, where it failed, its error in words.
        content: String,
        /// Whether the tool failed.
        is_error: bool,
    },
}

impl Message {
    /// Returns how many bytes of it a model reads.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::System(text) | Self::User(text) => text.len(),
            Self::ToolResult { content, .. } => content.len(),
            Self::Assistant { text, tool_calls } => {
                text.len() + tool_calls.iter().map(ToolCall::bytes).sum::<usize>()
            }
        }
    }
}

impl ToolCall {
    /// Returns how many bytes of it a model reads or writes.
    pub(crate) fn bytes(&self) -> usize {
        self.name.len() + self.arguments.len()
    }
}

/// A tool call as a model asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ToolCall {
    /// Unique within its message.
    pub(crate) id: String,
    /// The tool's name, as the model wrote it.
    pub(crate) name: String,
    /// The arguments as the model wrote them: meant to be a JSON object, and not always one.
    pub(crate) arguments: String,
    /// What else the endpoint sent with the call and wants to see again (Gemini's
    /// `extra_content`, for example).
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) extra: Map<String, Value>,
}

/// A tool a model may ask for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ToolSpec {
    /// The name to call it by.
    pub(crate) name: String,
    /// What it does, for the model.
    pub(crate) description: String,
    /// JSON Schema of its arguments: an object.
    pub(crate) input_schema: Value,
    /// Whether it only reads, so that several may run at once.
    pub(crate) read_only: bool,
}

impl ToolSpec {
    /// Returns how many bytes of it a model reads.
    pub(crate) fn bytes(&self) -> usize {
        self.name.len() + self.description.len() + self.input_schema.to_string().len()
    }
}

/// One event of a model's answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ModelEvent {
    /// The model of this name answers. Comes first, where there are several to choose from.
    Answering(Arc<str>),
    /// More text; never empty.
    Text(String),
    /// The answer is complete.
    Done(Completion),
}

/// How a model's answer ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Completion {
    /// The tools it asks for; empty where the answer is final.
    pub(crate) tool_calls: Vec<ToolCall>,
    /// Why it stopped.
    pub(crate) finish: FinishReason,
    /// Tokens used, where the endpoint says.
    pub(crate) usage: Option<Usage>,
}

/// Why a model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FinishReason {
    /// It said what it wanted, or asked for tools.
    Stop,
    /// It ran into its output limit.
    Length,
    /// The endpoint withheld the answer.
    ContentFilter,
}

/// Why a model gave no answer. The variants are what the gateway answers differently; the sources
/// are for the log and carry neither message content nor an endpoint's own words.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ModelError {
    /// No connection could be made.
    #[error("the model endpoint cannot be reached")]
    Unreachable(#[source] BoxError),
    /// The endpoint refused the operator's key (401 or 403).
    #[error("the model endpoint refused the key (HTTP {status})")]
    KeyRefused {
        /// 401 or 403.
        status: u16,
    },
    /// The endpoint is over its limit (429, or 503 with `Retry-After`).
    #[error("the model endpoint is busy")]
    Busy {
        /// How long the endpoint asks to wait.
        retry_after: Option<Duration>,
    },
    /// The endpoint failed (5xx, or an error inside the stream).
    #[error("the model endpoint failed{}", Status(*.status))]
    Failed {
        /// The HTTP status, where there was one.
        status: Option<u16>,
    },
    /// The endpoint refused the request itself (other 4xx): an unknown model, too long a
    /// conversation.
    #[error("the model endpoint refused the request (HTTP {status})")]
    Rejected {
        /// The HTTP status.
        status: u16,
    },
    /// The connection ended, or went bad, in the middle of the answer.
    #[error("the model's answer was cut off")]
    CutOff(#[source] Option<BoxError>),
    /// Nothing came for too long, or the deadline passed.
    #[error("the model did not answer in time")]
    TimedOut,
}

/// A cause of any type, kept for the log.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

struct Status(Option<u16>);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .map_or(Ok(()), |status| write!(f, " (HTTP {status})"))
    }
}

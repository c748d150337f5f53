//! Conversations and messages, a page at a time.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{question::QuestionItem, time};
use crate::{
    domain::{CallRecord, Usage},
    store::{
        conversations::Conversation,
        messages::{Message, Role},
    },
};

/// `{"conversations": […], "total", "next_cursor"?}`
#[derive(Serialize, ToSchema)]
pub(crate) struct ConversationPage<'a> {
    pub(crate) conversations: Vec<ConversationItem<'a>>,
    pub(crate) total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_cursor: Option<String>,
}

/// A conversation in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConversationItem<'a> {
    id: Uuid,
    title: &'a str,
    #[serde(serialize_with = "time::timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "time::timestamp")]
    updated_at: DateTime<Utc>,
    usage: Usage,
    /// When it was put away.
    #[serde(
        serialize_with = "time::optional",
        skip_serializing_if = "Option::is_none"
    )]
    deleted_at: Option<DateTime<Utc>>,
}

impl<'a> From<&'a Conversation> for ConversationItem<'a> {
    fn from(conversation: &'a Conversation) -> Self {
        Self {
            id: conversation.id,
            title: &conversation.title,
            created_at: conversation.created_at,
            updated_at: conversation.updated_at,
            usage: conversation.usage,
            deleted_at: conversation.deleted_at,
        }
    }
}

/// `{"conversation_id", "messages": […], "total", "next_cursor"?}`
#[derive(Serialize, ToSchema)]
pub(crate) struct MessagePage<'a> {
    pub(crate) conversation_id: Uuid,
    pub(crate) messages: Vec<MessageItem<'a>>,
    pub(crate) total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_cursor: Option<String>,
}

/// A message of a conversation.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageItem<'a> {
    id: Uuid,
    role: Role,
    content: &'a str,
    tool_calls: Vec<ToolCallItem<'a>>,
    /// `complete`, or why the text is not all there: `failed`, `interrupted`, `cancelled`. Of a
    /// question `awaiting_input`, then `complete`, `set_aside`, `expired` or `cancelled`.
    status: &'a str,
    /// What it asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<QuestionItem<'a>>,
    #[serde(serialize_with = "time::timestamp")]
    created_at: DateTime<Utc>,
}

impl<'a> From<&'a Message> for MessageItem<'a> {
    fn from(message: &'a Message) -> Self {
        Self {
            id: message.id,
            role: message.role,
            content: &message.content,
            tool_calls: tool_calls(&message.tool_calls),
            status: &message.status,
            question: message.question.as_ref().map(Into::into),
            created_at: message.created_at,
        }
    }
}

/// A tool call with its result: the tool's structured one, or `{"error": "…"}`.
#[derive(Serialize, ToSchema)]
pub(crate) struct ToolCallItem<'a> {
    tool: &'a str,
    /// The arguments it was called with.
    #[schema(value_type = Object)]
    parameters: &'a Map<String, Value>,
    /// The tool's structured result, or `{"error": "…"}`.
    #[schema(value_type = Value)]
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

pub(super) fn tool_calls(records: &[CallRecord]) -> Vec<ToolCallItem<'_>> {
    records.iter().map(Into::into).collect()
}

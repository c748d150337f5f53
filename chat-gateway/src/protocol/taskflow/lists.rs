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
        messages::{Message, Page, Role},
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
    conversation_id: Uuid,
    messages: Vec<MessageItem<'a>>,
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

impl<'a> MessagePage<'a> {
    /// Shows a page, and where the next one starts.
    pub(crate) fn new<P>(
        conversation_id: Uuid,
        page: &'a Page<P>,
        next_cursor: Option<String>,
    ) -> Self {
        let item = |message: &'a Message| MessageItem {
            branches: Some(page.versions.of(message)).filter(|branches| *branches > 1),
            ..MessageItem::from(message)
        };
        Self {
            conversation_id,
            messages: page.messages.iter().map(item).collect(),
            total: page.total,
            next_cursor,
        }
    }
}

/// `{"conversation_id", "branches": […], "total", "next_cursor"?}`
#[derive(Serialize, ToSchema)]
pub(crate) struct BranchPage<'a> {
    pub(crate) conversation_id: Uuid,
    pub(crate) branches: Vec<MessageItem<'a>>,
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
    /// The message that it follows; null where it is the first.
    parent_id: Option<Uuid>,
    /// Whether it is on the active branch.
    active: bool,
    /// How many messages follow the same one, where branches part.
    #[serde(skip_serializing_if = "Option::is_none")]
    branches: Option<u64>,
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
            parent_id: message.parent_id,
            active: message.is_active,
            branches: None,
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

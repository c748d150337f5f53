//! Messages.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, DbErr, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    Store, StoreError,
    conversations::Conversation,
    entities::message::{ActiveModel, Column, Entity, Model},
};
use crate::llm::Usage;

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// The person.
    User,
    /// The model.
    Assistant,
}

/// A stored message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    pub(crate) id: Uuid,
    pub(crate) sequence: i64,
    pub(crate) role: Role,
    pub(crate) content: String,
    pub(crate) tool_calls: Vec<CallRecord>,
    pub(crate) created_at: DateTime<Utc>,
}

/// A tool call together with its result: one is never stored without the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CallRecord {
    /// The id the model gave it.
    pub(crate) id: String,
    /// The tool's name.
    pub(crate) tool: String,
    /// The arguments it was called with.
    pub(crate) parameters: Map<String, Value>,
    /// The tool's structured result, or `{"error": "…"}`.
    pub(crate) result: Value,
    /// Whether the tool failed.
    #[serde(default)]
    pub(crate) failed: bool,
    /// How long it took, in milliseconds.
    pub(crate) duration_ms: u64,
    /// Which model call of the turn asked for it, from 1; calls of one step belong together.
    #[serde(default)]
    pub(crate) step: u32,
    /// What the endpoint wants to see again with the call.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) extra: Map<String, Value>,
}

/// A message to be stored.
#[derive(Debug)]
pub(super) struct NewMessage<'a> {
    pub(super) id: Uuid,
    pub(super) conversation_id: Uuid,
    pub(super) sequence: i64,
    pub(super) role: Role,
    pub(super) content: &'a str,
    pub(super) tool_calls: &'a [CallRecord],
    pub(super) status: &'static str,
    pub(super) usage: Option<Usage>,
    pub(super) now: DateTime<Utc>,
}

/// A page of a conversation, oldest first.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) messages: Vec<Message>,
    /// How many there are, on all pages.
    pub(crate) total: u64,
    /// The sequence before which there are older ones.
    pub(crate) before: Option<i64>,
}

impl Store {
    /// Returns the newest messages of a conversation, or the newest before a sequence.
    pub(crate) async fn messages(
        &self,
        conversation: &Conversation,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Page, StoreError> {
        let of_it = Entity::find().filter(Column::ConversationId.eq(conversation.id));
        let total = of_it.count(self.database.reads()).await?;
        let mut messages = self
            .newest_messages(conversation.id, before, limit + 1)
            .await?;
        let more = messages.len() as u64 > limit;
        if more {
            messages.remove(0);
        }
        let oldest = messages.first().map(|first| first.sequence);
        Ok(Page {
            messages,
            total,
            before: oldest.filter(|_| more),
        })
    }

    /// Returns at most `limit` messages before a sequence, the newest of them, oldest first.
    pub(crate) async fn newest_messages(
        &self,
        conversation_id: Uuid,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<Message>, StoreError> {
        let mut query = Entity::find().filter(Column::ConversationId.eq(conversation_id));
        if let Some(sequence) = before {
            query = query.filter(Column::Sequence.lt(sequence));
        }
        let rows = query
            .order_by_desc(Column::Sequence)
            .limit(limit)
            .all(self.database.reads())
            .await?;
        Ok(rows.into_iter().rev().map(Message::from).collect())
    }
}

pub(super) async fn insert(
    transaction: &DatabaseTransaction,
    message: NewMessage<'_>,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(message.id),
        conversation_id: Set(message.conversation_id),
        sequence: Set(message.sequence),
        role: Set(match message.role {
            Role::User => "user".to_owned(),
            Role::Assistant => "assistant".to_owned(),
        }),
        content: Set(message.content.to_owned()),
        tool_calls: Set((!message.tool_calls.is_empty()).then(|| json(&message.tool_calls))),
        status: Set(message.status.to_owned()),
        usage: Set(message.usage.as_ref().map(json)),
        created_at: Set(message.now),
    };
    Entity::insert(row)
        .exec_without_returning(transaction)
        .await
        .map(drop)
}

pub(super) fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

impl From<Model> for Message {
    fn from(model: Model) -> Self {
        let calls = model.tool_calls.map(serde_json::from_value).transpose();
        if let Err(error) = &calls {
            tracing::error!(message = %model.id, %error, "stored tool calls cannot be read");
        }
        Self {
            id: model.id,
            sequence: model.sequence,
            role: if model.role == "user" {
                Role::User
            } else {
                Role::Assistant
            },
            content: model.content,
            tool_calls: calls.ok().flatten().unwrap_or_default(),
            created_at: model.created_at,
        }
    }
}

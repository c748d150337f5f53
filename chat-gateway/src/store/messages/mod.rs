//! Messages.

mod pages;
mod read;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    sea_query::Expr,
};
use serde::Serialize;
use serde_json::Value;
use taskflow_shared::{
    database::{Batch, Transaction},
    ids::UserId,
};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) use pages::Page;
pub(crate) use read::Branches;

use super::{
    entities::message::{ActiveModel, Column, Entity, Model},
    nul, search,
};
use crate::domain::{CallRecord, Usage, question::Question};

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// The person.
    User,
    /// The model.
    Assistant,
}

impl Role {
    /// Returns the role as it is stored.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }

    /// Takes a role that was stored.
    pub(super) fn stored(text: &str) -> Self {
        if text == Self::User.as_str() {
            Self::User
        } else {
            Self::Assistant
        }
    }
}

/// A stored message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    pub(crate) id: Uuid,
    pub(crate) sequence: i64,
    pub(crate) role: Role,
    pub(crate) content: String,
    pub(crate) tool_calls: Vec<CallRecord>,
    /// `complete`, or why the text is not all there: `failed`, `interrupted`, `cancelled`. Of a
    /// question `awaiting_input`, then `complete`, `set_aside`, `expired` or `cancelled`.
    pub(crate) status: String,
    /// What it asks.
    pub(crate) question: Option<Question>,
    pub(crate) created_at: DateTime<Utc>,
    /// The message that it follows; none where it is the first.
    pub(crate) parent_id: Option<Uuid>,
    /// Whether it is on the active branch.
    pub(crate) is_active: bool,
}

/// A message to be stored, on the active branch.
#[derive(Debug)]
pub(super) struct NewMessage<'a> {
    pub(super) id: Uuid,
    pub(super) owner: &'a UserId,
    pub(super) conversation_id: Uuid,
    /// The title, where the conversation begins with this message.
    pub(super) new_title: Option<&'a str>,
    pub(super) parent_id: Option<Uuid>,
    pub(super) sequence: i64,
    pub(super) role: Role,
    pub(super) content: &'a str,
    pub(super) tool_calls: &'a [CallRecord],
    pub(super) status: &'static str,
    pub(super) usage: Option<Usage>,
    pub(super) question: Option<&'a Question>,
    pub(super) now: DateTime<Utc>,
}

/// Returns a message of a conversation that was shown to be the person's.
pub(super) async fn by_id(
    connection: &impl ConnectionTrait,
    conversation_id: Uuid,
    id: Uuid,
) -> Result<Option<Message>, DbErr> {
    let found = Entity::find_by_id(id)
        .filter(Column::ConversationId.eq(conversation_id))
        .one(connection)
        .await?;
    Ok(found.map(Message::from))
}

/// Returns messages of a conversation that was shown to be the person's, in no order.
pub(super) async fn by_ids(
    connection: &impl ConnectionTrait,
    conversation_id: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Message>, DbErr> {
    let found = Entity::find()
        .filter(Column::ConversationId.eq(conversation_id))
        .filter(Column::Id.is_in(ids))
        .all(connection)
        .await?;
    Ok(found.into_iter().map(Message::from).collect())
}

/// Says what has become of a message.
pub(super) async fn set_status(
    transaction: &Transaction,
    id: Uuid,
    status: &str,
) -> Result<(), DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status))
        .filter(Column::Id.eq(id));
    update.exec(transaction).await.map(drop)
}

/// Adds calls to a message, and says what has become of it.
pub(super) async fn add_calls(
    transaction: &Transaction,
    id: Uuid,
    calls: Vec<CallRecord>,
    status: &str,
) -> Result<(), DbErr> {
    let Some(row) = Entity::find_by_id(id).one(transaction).await? else {
        return Ok(());
    };
    let mut all = Message::from(row).tool_calls;
    all.extend(calls);
    let update = Entity::update_many()
        .col_expr(Column::ToolCalls, Expr::value(json(&all)))
        .col_expr(Column::Status, Expr::value(status))
        .filter(Column::Id.eq(id));
    update.exec(transaction).await.map(drop)
}

/// Stores a message so that it can be found, and with it a new title.
pub(super) fn insert(batch: &mut Batch<'_>, message: NewMessage<'_>) {
    let row = ActiveModel {
        id: Set(message.id),
        conversation_id: Set(message.conversation_id),
        sequence: Set(message.sequence),
        role: Set(message.role.as_str().to_owned()),
        content: Set(nul::in_text(message.content)),
        tool_calls: Set((!message.tool_calls.is_empty()).then(|| json(&message.tool_calls))),
        status: Set(message.status.to_owned()),
        usage: Set(message.usage.as_ref().map(json)),
        question: Set(message.question.map(json)),
        created_at: Set(message.now),
        parent_id: Set(message.parent_id),
        left_at: Set(None),
    };
    batch.add(&Entity::insert(row));
    let entry = |message_id, text| search::Entry {
        owner: message.owner,
        conversation_id: message.conversation_id,
        message_id,
        text,
    };
    let title = message.new_title.map(|title| entry(None, title));
    let entries = title.into_iter();
    let entries = entries.chain([entry(Some(message.id), message.content)]);
    search::add(batch, entries);
}

pub(super) fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).map_or(Value::Null, nul::in_json)
}

impl From<Model> for Message {
    fn from(model: Model) -> Self {
        let calls = model.tool_calls.map(serde_json::from_value).transpose();
        if let Err(error) = &calls {
            tracing::error!(message = %model.id, %error, "stored tool calls cannot be read");
        }
        let question = model.question.map(serde_json::from_value).transpose();
        if let Err(error) = &question {
            tracing::error!(message = %model.id, %error, "a stored question cannot be read");
        }
        Self {
            id: model.id,
            sequence: model.sequence,
            role: Role::stored(&model.role),
            content: model.content,
            tool_calls: calls.ok().flatten().unwrap_or_default(),
            status: model.status,
            question: question.ok().flatten(),
            created_at: model.created_at,
            parent_id: model.parent_id,
            is_active: model.left_at.is_none(),
        }
    }
}

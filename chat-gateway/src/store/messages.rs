//! Messages.

use chrono::{DateTime, Utc};
use futures::{Stream, TryStreamExt as _, stream};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, sea_query::Expr,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Store, StoreError,
    conversations::Conversation,
    entities::message::{ActiveModel, Column, Entity, Model},
    nul,
    runs::BegunTurn,
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
    pub(super) question: Option<&'a Question>,
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
        let rows = newest_of(conversation.id, before)
            .limit(limit + 1)
            .all(self.database.reads())
            .await?;
        let more = rows.len() as u64 > limit;
        let newest = rows.into_iter().take(limit as usize);
        let mut messages: Vec<Message> = newest.map(Message::from).collect();
        messages.reverse();
        let oldest = messages.first().map(|first| first.sequence);
        Ok(Page {
            messages,
            total: conversation.messages,
            before: oldest.filter(|_| more),
        })
    }

    /// Returns all messages of a conversation that was shown to be the person's, oldest first, a
    /// page at a time.
    pub(crate) fn all_messages(
        &self,
        conversation_id: Uuid,
    ) -> impl Stream<Item = Result<Message, StoreError>> + use<> {
        const PAGE: u64 = 200;
        let store = self.clone();
        let pages = stream::try_unfold(Some(0), move |after| {
            let store = store.clone();
            async move {
                let Some(after) = after else { return Ok(None) };
                let rows = Entity::find()
                    .filter(Column::ConversationId.eq(conversation_id))
                    .filter(Column::Sequence.gt(after))
                    .order_by_asc(Column::Sequence)
                    .limit(PAGE)
                    .all(store.database.reads())
                    .await?;
                let last = rows.last().map(|last| last.sequence);
                let next = last.filter(|_| rows.len() as u64 == PAGE);
                let messages = rows.into_iter().map(|row| Ok(Message::from(row)));
                Ok::<_, StoreError>(Some((stream::iter(messages), next)))
            }
        });
        pages.try_flatten()
    }

    /// Returns the messages between the one with the sequence `after` and the turn's own, oldest
    /// first: as many of the newest as `is_enough` leaves, and at most `limit`. Those beyond are not
    /// even read.
    pub(crate) async fn messages_before(
        &self,
        turn: &BegunTurn,
        after: i64,
        limit: u64,
        mut is_enough: impl FnMut(&Message) -> bool,
    ) -> Result<Vec<Message>, StoreError> {
        let mut messages = Vec::new();
        if turn.first_sequence == 1 {
            return Ok(messages);
        }
        let mut rows = newest_between(turn, after, limit)
            .stream(self.database.reads())
            .await?;
        while let Some(row) = rows.try_next().await? {
            let message = Message::from(row);
            let enough = is_enough(&message);
            messages.push(message);
            if enough {
                break;
            }
        }
        messages.reverse();
        Ok(messages)
    }

    /// Returns the messages of a turn's conversation after the one with the sequence `after` up to
    /// the one with the sequence `through`, oldest first, at most `limit`.
    pub(crate) async fn messages_between(
        &self,
        turn: &BegunTurn,
        (after, through): (i64, i64),
        limit: u64,
    ) -> Result<Vec<Message>, StoreError> {
        let rows = Entity::find()
            .filter(Column::ConversationId.eq(turn.conversation_id))
            .filter(Column::Sequence.gt(after))
            .filter(Column::Sequence.lte(through))
            .order_by_asc(Column::Sequence)
            .limit(limit)
            .all(self.database.reads())
            .await?;
        Ok(rows.into_iter().map(Message::from).collect())
    }
}

/// The messages of a conversation that was shown to be the person's, newest first.
fn newest_of(conversation_id: Uuid, before: Option<i64>) -> Select<Entity> {
    let newest = Entity::find()
        .filter(Column::ConversationId.eq(conversation_id))
        .order_by_desc(Column::Sequence);
    match before {
        Some(sequence) => newest.filter(Column::Sequence.lt(sequence)),
        None => newest,
    }
}

/// The newest messages before a turn's own, down to the one after the sequence `after`.
fn newest_between(turn: &BegunTurn, after: i64, limit: u64) -> Select<Entity> {
    newest_of(turn.conversation_id, Some(turn.first_sequence))
        .filter(Column::Sequence.gt(after))
        .limit(limit)
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
    transaction: &DatabaseTransaction,
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
    transaction: &DatabaseTransaction,
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
        content: Set(nul::in_text(message.content)),
        tool_calls: Set((!message.tool_calls.is_empty()).then(|| json(&message.tool_calls))),
        status: Set(message.status.to_owned()),
        usage: Set(message.usage.as_ref().map(json)),
        question: Set(message.question.map(json)),
        created_at: Set(message.now),
    };
    Entity::insert(row)
        .exec_without_returning(transaction)
        .await
        .map(drop)
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
            role: if model.role == "user" {
                Role::User
            } else {
                Role::Assistant
            },
            content: model.content,
            tool_calls: calls.ok().flatten().unwrap_or_default(),
            question: question.ok().flatten(),
            status: model.status,
            created_at: model.created_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait as _, DbBackend, QueryTrait as _, Statement};
    use taskflow_shared::testing::{TestDatabase, alice};

    use super::*;

    #[tokio::test]
    async fn what_a_turn_reads_is_one_bounded_range_of_an_index() {
        let database = TestDatabase::sqlite().await;
        let turn = BegunTurn {
            run_id: Uuid::nil(),
            owner: alice(),
            conversation_id: Uuid::nil(),
            message: String::new(),
            first_sequence: 1_000_001,
            sequence: 1_000_001,
            questions: 0,
            closed: None,
        };
        let built = newest_between(&turn, 999_980, 40).build(DbBackend::Sqlite);
        let explain = Statement {
            sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
            ..built
        };
        let reads = database.database.reads();
        let steps = reads.query_all_raw(explain).await.unwrap();
        assert_eq!(steps.len(), 1, "no sorting");
        let step: String = steps[0].try_get("", "detail").unwrap();
        let range =
            "USING INDEX messages_sequence (conversation_id=? AND sequence>? AND sequence<?)";
        assert!(step.ends_with(range), "{step}");
    }
}

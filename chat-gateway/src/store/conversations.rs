//! Conversations.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DatabaseTransaction,
    EntityTrait as _, ExprTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, sea_query::Expr,
};
use taskflow_shared::ids::{UserId, new_id};
use uuid::Uuid;

use super::{
    Store, StoreError,
    entities::conversation::{ActiveModel, Column, Entity, Model},
};

/// Characters of the first message that become the title.
const TITLE_CHARS: usize = 60;

/// A conversation, as its owner sees it. To have one is to have shown that it is theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conversation {
    pub(crate) id: Uuid,
    pub(crate) title: String,
    /// How many messages it has: their sequences have no gaps.
    pub(crate) messages: u64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

impl From<Model> for Conversation {
    fn from(model: Model) -> Self {
        Self {
            id: model.id,
            title: model.title,
            messages: u64::try_from(model.last_sequence).unwrap_or(0),
            created_at: model.created_at,
            updated_at: model.updated_at,
        }
    }
}

/// Where a page of conversations starts: after this one.
pub(crate) type Position = (DateTime<Utc>, Uuid);

/// A page of conversations, latest first.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) conversations: Vec<Conversation>,
    /// How many there are, on all pages.
    pub(crate) total: u64,
    /// Where the next page starts, if there is one.
    pub(crate) next: Option<Position>,
}

impl Store {
    /// Returns the person's conversation.
    pub(crate) async fn conversation(
        &self,
        owner: &UserId,
        id: Uuid,
    ) -> Result<Conversation, StoreError> {
        let found = owned_by(owner)
            .filter(Column::Id.eq(id))
            .one(self.database.reads())
            .await?;
        found
            .map(Conversation::from)
            .ok_or(StoreError::NoSuchConversation)
    }

    /// Returns a page of the person's conversations, latest first.
    pub(crate) async fn conversations(
        &self,
        owner: &UserId,
        after: Option<Position>,
        limit: u64,
    ) -> Result<Page, StoreError> {
        let total = owned_by(owner).count(self.database.reads()).await?;
        let mut query = owned_by(owner);
        if let Some((updated_at, id)) = after {
            query = query.filter(
                Condition::any()
                    .add(Column::UpdatedAt.lt(updated_at))
                    .add(Column::UpdatedAt.eq(updated_at).and(Column::Id.lt(id))),
            );
        }
        let rows = query
            .order_by_desc(Column::UpdatedAt)
            .order_by_desc(Column::Id)
            .limit(limit + 1)
            .all(self.database.reads())
            .await?;
        let mut conversations: Vec<Conversation> = rows.into_iter().map(Into::into).collect();
        let more = conversations.len() as u64 > limit;
        conversations.truncate(limit as usize);
        let last = conversations.last().map(|last| (last.updated_at, last.id));
        Ok(Page {
            conversations,
            total,
            next: last.filter(|_| more),
        })
    }
}

/// The person's conversations that are not deleted.
pub(super) fn owned_by(owner: &UserId) -> Select<Entity> {
    Entity::find()
        .filter(Column::UserId.eq(owner.as_str()))
        .filter(Column::DeletedAt.is_null())
}

/// Creates a conversation, titled by its first message; returns its id and that message's
/// sequence.
pub(super) async fn create(
    transaction: &DatabaseTransaction,
    owner: &UserId,
    first_message: &str,
    now: DateTime<Utc>,
) -> Result<(Uuid, i64), StoreError> {
    let id = new_id(now);
    let row = ActiveModel {
        id: Set(id),
        user_id: Set(owner.to_string()),
        title: Set(title(first_message)),
        last_sequence: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        deleted_at: Set(None),
    };
    Entity::insert(row)
        .exec_without_returning(transaction)
        .await?;
    Ok((id, 1))
}

/// Gives out the conversation's next message sequence. On PostgreSQL this locks the conversation
/// until the transaction ends, so that turns of one conversation are begun one after the other.
pub(super) async fn next_sequence(
    transaction: &impl ConnectionTrait,
    owner: &UserId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let updated = Entity::update_many()
        .col_expr(Column::LastSequence, Expr::col(Column::LastSequence).add(1))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::UserId.eq(owner.as_str()))
        .filter(Column::DeletedAt.is_null())
        .exec_with_returning(transaction)
        .await?;
    let conversation = updated
        .into_iter()
        .next()
        .ok_or(StoreError::NoSuchConversation)?;
    Ok(conversation.last_sequence)
}

/// The beginning of the message, on one line, cut between words where it is long.
fn title(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(TITLE_CHARS) else {
        return line;
    };
    let beginning = line.get(..end).unwrap_or(&line);
    let cut = beginning
        .rfind(' ')
        .filter(|cut| *cut > TITLE_CHARS / 2)
        .unwrap_or(end);
    format!("{}…", line.get(..cut).unwrap_or(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_message_on_one_line_cut_between_words() {
        assert_eq!(title("Add a task\nto buy milk"), "Add a task to buy milk");
        let long = "word ".repeat(40);
        let short = title(&long);
        assert!(
            short.ends_with("word…") && short.chars().count() <= TITLE_CHARS + 1,
            "{short}"
        );
        assert_eq!(title(&"é".repeat(100)).chars().count(), TITLE_CHARS + 1);
    }
}

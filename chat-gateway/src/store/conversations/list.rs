//! Conversations in pages.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ExprTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select,
};
use taskflow_shared::ids::UserId;
use uuid::Uuid;

use super::{Conversation, deleted_of, owned_by};
use crate::store::{
    Store, StoreError,
    entities::conversation::{Column, Entity},
};

/// Which conversations are asked for, and how many at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListQuery {
    pub(crate) shelf: Shelf,
    pub(crate) after: Option<Position>,
    pub(crate) limit: u64,
}

/// Where conversations lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// In use.
    Live,
    /// Put away, to be restored or purged.
    Deleted,
}

impl Shelf {
    fn of(self, owner: &UserId) -> Select<Entity> {
        match self {
            Self::Live => owned_by(owner),
            Self::Deleted => deleted_of(owner),
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
    /// Returns a page of the person's conversations, latest first.
    pub(crate) async fn conversations(
        &self,
        owner: &UserId,
        query: ListQuery,
    ) -> Result<Page, StoreError> {
        let total = query.shelf.of(owner).count(self.database.reads()).await?;
        let mut rows = query.shelf.of(owner);
        if let Some((updated_at, id)) = query.after {
            rows = rows.filter(
                Condition::any()
                    .add(Column::UpdatedAt.lt(updated_at))
                    .add(Column::UpdatedAt.eq(updated_at).and(Column::Id.lt(id))),
            );
        }
        let rows = rows
            .order_by_desc(Column::UpdatedAt)
            .order_by_desc(Column::Id)
            .limit(query.limit + 1)
            .all(self.database.reads())
            .await?;
        let mut conversations: Vec<Conversation> = rows.into_iter().map(Into::into).collect();
        let more = conversations.len() as u64 > query.limit;
        conversations.truncate(query.limit as usize);
        let last = conversations.last().map(|last| (last.updated_at, last.id));
        Ok(Page {
            conversations,
            total,
            next: last.filter(|_| more),
        })
    }
}

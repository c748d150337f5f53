//! Renaming conversations, putting them away, and taking them back.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _, UpdateMany,
    sea_query::Expr,
};
use taskflow_shared::{database::Transaction, ids::UserId};
use uuid::Uuid;

use super::{Conversation, Title};
use crate::store::{
    Store, StoreError,
    entities::conversation::{Column, Entity},
    search,
};

/// How long a conversation that was put away can be taken back.
pub(crate) const TRASH_AGE: TimeDelta = TimeDelta::days(90);
/// Conversations that are purged in one transaction, with all their messages.
const PURGED_AT_ONCE: u64 = 50;

impl Store {
    /// Gives a conversation another title.
    pub(crate) async fn rename(
        &self,
        owner: &UserId,
        id: Uuid,
        title: Title,
    ) -> Result<Conversation, StoreError> {
        let title = String::from(title);
        let new = (Column::Title, Expr::value(title.clone()));
        let rename = update(owner, id, new, Column::DeletedAt.is_null());
        let owner = owner.clone();
        self.database
            .write(move |transaction| {
                Box::pin(async move {
                    let conversation = updated(rename, transaction).await?;
                    search::retitle(transaction, &owner, id, &title).await?;
                    Ok(conversation)
                })
            })
            .await
    }

    /// Puts a conversation away. Its messages stay until it is purged.
    pub(crate) async fn delete(
        &self,
        owner: &UserId,
        id: Uuid,
    ) -> Result<Conversation, StoreError> {
        let now = Expr::value(self.clock.now());
        let live = Column::DeletedAt.is_null();
        self.set(owner, id, (Column::DeletedAt, now), live).await
    }

    /// Takes a conversation back; one that is not put away stays as it is.
    pub(crate) async fn restore(
        &self,
        owner: &UserId,
        id: Uuid,
    ) -> Result<Conversation, StoreError> {
        let live = Expr::value(None::<DateTime<Utc>>);
        let any = Expr::value(true);
        self.set(owner, id, (Column::DeletedAt, live), any).await
    }

    /// Removes for good what was put away long ago, with its messages and runs. Returns how many
    /// conversations.
    pub(crate) async fn purge(&self) -> Result<u64, DbErr> {
        let oldest = self.clock.now() - TRASH_AGE;
        let mut purged = 0;
        loop {
            let ids: Vec<Uuid> = Entity::find()
                .select_only()
                .column(Column::Id)
                .filter(Column::DeletedAt.lt(oldest))
                .limit(PURGED_AT_ONCE)
                .into_tuple()
                .all(self.database.reads())
                .await?;
            if ids.is_empty() {
                return Ok(purged);
            }
            // One that was taken back meanwhile stays.
            let old = Entity::delete_many()
                .filter(Column::Id.is_in(ids))
                .filter(Column::DeletedAt.lt(oldest));
            let delete = self
                .database
                .write(move |transaction| Box::pin(async move { old.exec(transaction).await }));
            purged += delete.await?.rows_affected;
        }
    }

    async fn set(
        &self,
        owner: &UserId,
        id: Uuid,
        new: (Column, Expr),
        which: Expr,
    ) -> Result<Conversation, StoreError> {
        let update = update(owner, id, new, which);
        self.database
            .write(|transaction| Box::pin(updated(update, transaction)))
            .await
    }
}

fn update(
    owner: &UserId,
    id: Uuid,
    (column, value): (Column, Expr),
    which: Expr,
) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(column, value)
        .filter(Column::UserId.eq(owner.as_str()))
        .filter(Column::Id.eq(id))
        .filter(which)
}

async fn updated(
    update: UpdateMany<Entity>,
    transaction: &Transaction,
) -> Result<Conversation, StoreError> {
    let updated = update.exec_with_returning(transaction).await?;
    let conversation = updated.into_iter().next();
    conversation
        .map(Conversation::from)
        .ok_or(StoreError::NoSuchConversation)
}

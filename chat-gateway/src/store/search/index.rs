//! Writing what is searched.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, ConnectionTrait as _, DbBackend, DbErr, EntityTrait as _, QueryFilter as _,
    sea_query::Expr,
};
use taskflow_shared::{
    database::{Batch, Transaction},
    ids::UserId,
};
use uuid::Uuid;

use super::indexed_words;
use crate::store::entities::search_entry::{ActiveModel, Column, Entity};

/// A text to be found.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Entry<'a> {
    pub(in crate::store) owner: &'a UserId,
    pub(in crate::store) conversation_id: Uuid,
    /// The title where `None`.
    pub(in crate::store) message_id: Option<Uuid>,
    pub(in crate::store) text: &'a str,
}

/// Adds texts, in this order.
pub(in crate::store) fn add<'e>(
    batch: &mut Batch<'_>,
    entries: impl IntoIterator<Item = Entry<'e>>,
) {
    let rows = entries.into_iter().map(|entry| ActiveModel {
        number: NotSet,
        user_id: Set(entry.owner.to_string()),
        conversation_id: Set(entry.conversation_id),
        message_id: Set(entry.message_id),
        words: Set(indexed_words(entry.owner.as_str(), entry.text)),
    });
    batch.add(&Entity::insert_many(rows));
}

/// Changes the words of a title. One that has no entry yet gets it from the backlog.
pub(in crate::store) async fn retitle(
    transaction: &Transaction,
    owner: &UserId,
    conversation_id: Uuid,
    title: &str,
) -> Result<(), DbErr> {
    let words = indexed_words(owner.as_str(), title);
    Entity::update_many()
        .col_expr(Column::Words, Expr::value(words))
        .filter(Column::UserId.eq(owner.as_str()))
        .filter(Column::ConversationId.eq(conversation_id))
        .filter(Column::MessageId.is_null())
        .exec(transaction)
        .await
        .map(drop)
}

/// Takes out of the index what was deleted: SQLite only marks it there until it merges.
pub(crate) async fn forget_deleted(transaction: &Transaction) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Sqlite {
        let merge = "INSERT INTO search_index (search_index) VALUES ('optimize')";
        transaction.execute_unprepared(merge).await?;
    }
    Ok(())
}

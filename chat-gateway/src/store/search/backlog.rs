//! Entries for what was said before conversations could be searched: the newest first, some at a
//! time, by whichever program finds work left.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait as _, DbBackend, DbErr, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QuerySelect as _, Statement,
    sea_query::{Expr, OnConflict},
};
use taskflow_shared::database::Transaction;
use uuid::Uuid;

use super::indexed_words;
use crate::store::{
    Store,
    entities::{search_backlog, search_entry},
};

/// Messages of one transaction.
const AT_ONCE: usize = 200;

#[derive(Debug, FromQueryResult)]
struct Earlier {
    id: Uuid,
    conversation_id: Uuid,
    sequence: i64,
    content: String,
    user_id: String,
    title: String,
}

/// Ids are in the order of time.
const EARLIER: &str = "SELECT m.id, m.conversation_id, m.sequence, m.content, c.user_id, c.title \
     FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id \
     WHERE m.id < $1 ORDER BY m.id DESC LIMIT $2";

impl Store {
    /// Adds entries of messages that have none; returns whether some may be left.
    pub(crate) async fn index_earlier(&self) -> Result<bool, DbErr> {
        // Most often there is nothing to do, and nobody need wait for that.
        let left = search_backlog::Entity::find().one(self.database.reads());
        if left.await?.is_none() {
            return Ok(false);
        }
        self.database
            .write(|transaction| Box::pin(index_some(transaction)))
            .await
    }
}

async fn index_some(transaction: &Transaction) -> Result<bool, DbErr> {
    let mut left = search_backlog::Entity::find();
    if transaction.get_database_backend() == DbBackend::Postgres {
        left = left.lock_exclusive();
    }
    let Some(left) = left.one(transaction).await? else {
        return Ok(false);
    };
    let earlier = earlier(transaction, left.below).await?;
    let number = add(transaction, &earlier, left.number).await?;
    match earlier.last() {
        Some(last) if earlier.len() == AT_ONCE => {
            search_backlog::Entity::update_many()
                .col_expr(search_backlog::Column::Below, Expr::value(last.id))
                .col_expr(search_backlog::Column::Number, Expr::value(number))
                .filter(search_backlog::Column::Below.eq(left.below))
                .exec(transaction)
                .await?;
            Ok(true)
        }
        _ => {
            search_backlog::Entity::delete_many()
                .exec(transaction)
                .await?;
            Ok(false)
        }
    }
}

async fn earlier(transaction: &Transaction, below: Uuid) -> Result<Vec<Earlier>, DbErr> {
    let limit = AT_ONCE as i64;
    let backend = transaction.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, EARLIER, [below.into(), limit.into()]);
    Earlier::find_by_statement(statement).all(transaction).await
}

/// Adds entries numbered below `number`, and returns the lowest. What has an entry already, since it
/// was said or renamed meanwhile, keeps it.
async fn add(
    transaction: &Transaction,
    earlier: &[Earlier],
    mut number: i64,
) -> Result<i64, DbErr> {
    let mut rows = Vec::with_capacity(earlier.len());
    let mut push = |message: &Earlier, message_id: Option<Uuid>, text: &str| {
        number -= 1;
        rows.push(search_entry::ActiveModel {
            number: Set(number),
            user_id: Set(message.user_id.clone()),
            conversation_id: Set(message.conversation_id),
            message_id: Set(message_id),
            words: Set(indexed_words(&message.user_id, text)),
        });
    };
    for message in earlier {
        push(message, Some(message.id), &message.content);
        // The title is as old as the first message.
        if message.sequence == 1 {
            push(message, None, &message.title);
        }
    }
    if rows.is_empty() {
        return Ok(number);
    }
    search_entry::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(transaction)
        .await?;
    Ok(number)
}

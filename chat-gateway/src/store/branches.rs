//! Branches: what follows a message more than once. The branch that is shown, and that the model is
//! told of, is the active one. Its messages are marked, so that to read it is to read an index;
//! the others are read from message to message.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, ExprTrait as _, FromQueryResult,
    QueryFilter as _, QueryOrder as _, Select, Statement, Value,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    entities::{
        message::{Column, Entity, Model},
        run,
    },
    messages::{Message, Role},
    summaries,
};

/// A message and those it follows, as far as they are not on the active branch, and the first that
/// is: where the branches part.
const PATH: &str = "WITH RECURSIVE path (id, parent_id, sequence, left_at) AS (\
     SELECT id, parent_id, sequence, left_at FROM messages \
     WHERE conversation_id = $1 AND id = $2 UNION ALL \
     SELECT m.id, m.parent_id, m.sequence, m.left_at FROM path CROSS JOIN messages AS m \
     WHERE m.id = path.parent_id AND m.conversation_id = $1 AND path.left_at IS NOT NULL) ";

/// From a message on to the end of its branch: where it parted, the way that was left last.
const LEAF: &str = "WITH RECURSIVE path (id, depth) AS (\
     SELECT id, 1 FROM messages WHERE conversation_id = $1 AND id = $2 UNION ALL \
     SELECT (SELECT m.id FROM messages AS m WHERE m.conversation_id = $1 \
     AND m.parent_id = path.id ORDER BY m.left_at DESC, m.sequence DESC LIMIT 1), depth + 1 \
     FROM path WHERE path.id IS NOT NULL) \
     SELECT id FROM path WHERE id IS NOT NULL ORDER BY depth DESC LIMIT 1";

/// So many messages up from one, itself included.
const UP: &str = "WITH RECURSIVE path (id, parent_id, depth) AS (\
     SELECT id, parent_id, 1 FROM messages WHERE conversation_id = $1 AND id = $2 UNION ALL \
     SELECT m.id, m.parent_id, depth + 1 FROM path CROSS JOIN messages AS m \
     WHERE m.id = path.parent_id AND m.conversation_id = $1 AND depth < $3) \
     SELECT m.* FROM path CROSS JOIN messages AS m WHERE m.id = path.id ORDER BY m.sequence DESC";

/// The messages of the active branch of a conversation that was shown to be the person's.
pub(super) fn active(conversation_id: Uuid) -> Select<Entity> {
    Entity::find()
        .filter(Column::ConversationId.eq(conversation_id))
        .filter(Column::LeftAt.is_null())
}

/// Returns the last message of the active branch.
pub(super) async fn last(
    connection: &impl ConnectionTrait,
    conversation_id: Uuid,
) -> Result<Option<Message>, DbErr> {
    let last = active(conversation_id).order_by_desc(Column::Sequence);
    Ok(last.one(connection).await?.map(Message::from))
}

/// Returns the last message on the active branch that began a turn. What answered a question of a
/// tool did not: the same turn went on.
pub(super) async fn last_beginning(
    connection: &impl ConnectionTrait,
    conversation_id: Uuid,
) -> Result<Option<Message>, DbErr> {
    let last = beginnings(conversation_id).order_by_desc(Column::Sequence);
    Ok(last.one(connection).await?.map(Message::from))
}

/// No run is older than the message that began it, so that few runs are looked at.
fn beginnings(conversation_id: Uuid) -> Select<Entity> {
    let message = |column| Expr::col((Entity, column));
    let runs = Query::select()
        .expr(Expr::value(1))
        .from(run::Entity)
        .and_where(run::Column::ConversationId.eq(conversation_id))
        .and_where(
            run::Column::CreatedAt
                .into_expr()
                .gte(message(Column::CreatedAt)),
        )
        .and_where(
            run::Column::UserMessageId
                .into_expr()
                .eq(message(Column::Id)),
        )
        .to_owned();
    active(conversation_id)
        .filter(Column::Role.eq(Role::User.as_str()))
        .filter(Expr::exists(runs))
}

/// Makes the branch active that ends with a message, or before the first one. What leaves the
/// active branch notes `sequence`, which the transaction has been given out.
pub(super) async fn activate(
    transaction: &impl ConnectionTrait,
    conversation_id: Uuid,
    end: Option<Uuid>,
    sequence: i64,
) -> Result<(), DbErr> {
    let Some(end) = end else {
        return leave(transaction, conversation_id, 0, sequence).await;
    };
    let way = way(transaction, conversation_id, end).await?;
    leave(transaction, conversation_id, way.parted, sequence).await?;
    if way.inactive == 0 {
        return Ok(());
    }
    let join = format!(
        "{PATH}UPDATE messages SET left_at = NULL WHERE id IN (SELECT id FROM path) \
         AND left_at IS NOT NULL"
    );
    let join = statement(transaction, &join, [conversation_id.into(), end.into()]);
    transaction.execute_raw(join).await.map(drop)
}

/// Takes what follows a sequence off the active branch, and forgets what it came to in fewer words.
async fn leave(
    transaction: &impl ConnectionTrait,
    conversation_id: Uuid,
    after: i64,
    sequence: i64,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::LeftAt, Expr::value(sequence))
        .filter(Column::ConversationId.eq(conversation_id))
        .filter(Column::LeftAt.is_null())
        .filter(Column::Sequence.gt(after))
        .exec(transaction)
        .await?;
    summaries::forget(transaction, conversation_id, after).await
}

/// How a message is reached from the active branch.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub(super) struct Way {
    /// How many messages off the active branch lead to it, itself included.
    pub(super) inactive: i64,
    /// The sequence of the message after which the branches part; 0 where they share none.
    pub(super) parted: i64,
}

/// Returns how a message is reached from the active branch.
pub(super) async fn way(
    connection: &impl ConnectionTrait,
    conversation_id: Uuid,
    message_id: Uuid,
) -> Result<Way, DbErr> {
    let sql = format!(
        "{PATH}SELECT COUNT(left_at) AS inactive, \
         COALESCE(MAX(CASE WHEN left_at IS NULL THEN sequence END), 0) AS parted FROM path"
    );
    let values = [conversation_id.into(), message_id.into()];
    let found = Way::find_by_statement(statement(connection, &sql, values));
    let nothing = Way {
        inactive: 0,
        parted: 0,
    };
    Ok(found.one(connection).await?.unwrap_or(nothing))
}

/// Returns the last message of the branch that a message off the active branch is on: where it
/// parts, the way on which the person was last.
pub(super) async fn leaf(
    connection: &impl ConnectionTrait,
    conversation_id: Uuid,
    message_id: Uuid,
) -> Result<Uuid, DbErr> {
    let values = [conversation_id.into(), message_id.into()];
    let row = connection
        .query_one_raw(statement(connection, LEAF, values))
        .await?;
    let leaf = row.map(|row| row.try_get("", "id")).transpose()?;
    Ok(leaf.unwrap_or(message_id))
}

/// Returns at most so many messages that lead to a message, itself included, newest first.
pub(super) async fn up(
    connection: &impl ConnectionTrait,
    conversation_id: Uuid,
    message_id: Uuid,
    limit: u64,
) -> Result<Vec<Message>, DbErr> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [conversation_id.into(), message_id.into(), limit.into()];
    let rows = Model::find_by_statement(statement(connection, UP, values));
    let rows = rows.all(connection).await?;
    Ok(rows.into_iter().map(Message::from).collect())
}

fn statement(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

#[cfg(test)]
mod tests {
    use sea_orm::{DbBackend, QueryTrait as _};
    use taskflow_shared::testing::TestDatabase;

    use super::*;
    use crate::store::testing::plan;

    #[tokio::test]
    async fn the_active_branch_is_an_index_and_other_branches_are_followed_by_indexes() {
        let database = TestDatabase::sqlite().await;
        let id = Uuid::nil();
        let newest = active(id).filter(Column::Sequence.lt(9));
        let newest = newest.order_by_desc(Column::Sequence);
        let newest = plan(&database, newest.build(DbBackend::Sqlite)).await;
        assert!(
            newest.starts_with("SEARCH messages USING INDEX messages_active"),
            "{newest}"
        );
        assert!(!newest.contains("TEMP B-TREE"), "{newest}");
        let begins = beginnings(id).order_by_desc(Column::Sequence);
        let begins = plan(&database, begins.build(DbBackend::Sqlite)).await;
        assert!(
            begins.contains("USING INDEX runs_conversation (conversation_id=? AND created_at>?)"),
            "{begins}"
        );
        assert!(!begins.contains("TEMP B-TREE"), "{begins}");
        let reads = database.database.reads();
        let up_to_parting = format!("{PATH}SELECT id FROM path");
        for sql in [UP, LEAF, &up_to_parting] {
            let values: Vec<Value> = vec![id.into(), id.into(), 9.into()];
            let values = values.into_iter().take(if sql == UP { 3 } else { 2 });
            let plan = plan(&database, statement(reads, sql, values)).await;
            let scans = plan.lines().filter(|step| step.starts_with("SCAN"));
            assert!(
                scans.clone().all(|step| step == "SCAN path"),
                "{sql}: {plan}"
            );
            assert!(plan.contains("SEARCH m USING"), "{sql}: {plan}");
        }
    }
}

//! Reading tasks by what they are parts of: as many rows as there are such tasks, however many
//! others the person has.
//!
//! SQLite keeps no statistics and would rather read all tasks of the person, so that it is told
//! by `CROSS JOIN` in which order to go, and by which index. PostgreSQL chooses for itself.

use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, Statement, sea_query::Expr};
use taskflow_shared::ids::UserId;
use uuid::Uuid;

use crate::{
    domain::{ChangeNumber, TaskNumber},
    store::{StoreError, entities::tasks, list::Sql},
};

/// The tasks from which others are reached.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum Roots<'a> {
    /// Those of these numbers, in the trash or not.
    Numbers(&'a [TaskNumber]),
    /// All that a change wrote and that are still kept, however many.
    Changed(ChangeNumber),
}

/// Which tasks are reached from a task.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum Way {
    /// None.
    Nowhere,
    /// What it is a part of, in the trash or not.
    Up,
    /// Its parts that are not in the trash.
    Down,
}

/// Numbers in one statement.
const AT_ONCE: usize = 500;

/// Reads these tasks.
pub(in crate::store) async fn rows(
    connection: &impl ConnectionTrait,
    user: &UserId,
    roots: Roots<'_>,
) -> Result<Vec<tasks::Model>, StoreError> {
    reached(connection, user, roots, Way::Nowhere).await
}

/// Reads these tasks and all that is above them, in the trash or not; one above several of them
/// may be there several times.
pub(in crate::store) async fn with_ancestors(
    connection: &impl ConnectionTrait,
    user: &UserId,
    numbers: &[TaskNumber],
) -> Result<Vec<tasks::Model>, StoreError> {
    let mut found = Vec::new();
    for numbers in numbers.chunks(AT_ONCE) {
        found.extend(reached(connection, user, Roots::Numbers(numbers), Way::Up).await?);
    }
    Ok(found)
}

/// Reads these tasks and all that is under them and not in the trash.
pub(in crate::store) async fn with_descendants(
    connection: &impl ConnectionTrait,
    user: &UserId,
    roots: Roots<'_>,
) -> Result<Vec<tasks::Model>, StoreError> {
    reached(connection, user, roots, Way::Down).await
}

/// Reads the first tasks directly under one, by number.
pub(in crate::store) async fn children(
    connection: &impl ConnectionTrait,
    user: &UserId,
    parent: Uuid,
    limit: u16,
) -> Result<Vec<tasks::Model>, StoreError> {
    let mut sql = Sql::new(connection.get_database_backend(), user);
    sql.push("SELECT t.* FROM ").tasks_by("tasks_parent");
    sql.push(" WHERE t.parent_id = ").bind(parent);
    sql.push(" AND ").owned();
    sql.push(" ORDER BY t.number LIMIT ").number(limit);
    all(connection, sql.statement()).await
}

/// The condition of having one of these numbers.
pub(in crate::store) fn number_in(numbers: &[TaskNumber]) -> Expr {
    tasks::Column::Number.is_in(numbers.iter().map(|number| number.get()))
}

async fn reached(
    connection: &impl ConnectionTrait,
    user: &UserId,
    roots: Roots<'_>,
    way: Way,
) -> Result<Vec<tasks::Model>, StoreError> {
    if matches!(roots, Roots::Numbers([])) {
        return Ok(Vec::new());
    }
    let sql = Sql::new(connection.get_database_backend(), user);
    all(connection, statement(sql, roots, way)).await
}

async fn all(
    connection: &impl ConnectionTrait,
    statement: Statement,
) -> Result<Vec<tasks::Model>, StoreError> {
    let select = tasks::Entity::find().from_raw_sql(statement);
    Ok(select.all(connection).await?)
}

/// The statement that reads what is reached.
pub(in crate::store) fn statement(mut sql: Sql, roots: Roots<'_>, way: Way) -> Statement {
    if let Way::Nowhere = way {
        sql.push("SELECT t.* FROM ");
        push_roots(&mut sql, roots);
        return sql.statement();
    }
    sql.push("WITH RECURSIVE tree (id, parent_id) AS (SELECT t.id, t.parent_id FROM ");
    push_roots(&mut sql, roots);
    sql.push(" UNION SELECT t.id, t.parent_id FROM tree CROSS JOIN ");
    match way {
        Way::Down => sql
            .tasks_by("tasks_parent")
            .push(" WHERE t.parent_id = tree.id AND t.deleted_at IS NULL"),
        _ => sql.push("tasks AS t WHERE t.id = tree.parent_id"),
    };
    sql.push(" AND t.user_id = ").user();
    sql.push(") SELECT t.* FROM tree CROSS JOIN tasks AS t WHERE t.id = tree.id");
    sql.statement()
}

fn push_roots(sql: &mut Sql, roots: Roots<'_>) {
    match roots {
        Roots::Numbers(numbers) => {
            sql.tasks_by("tasks_number").push(" WHERE t.user_id = ");
            sql.user().push(" AND t.number IN (");
            sql.list(numbers, ", ", |sql, number| {
                sql.number(number.get());
            });
            sql.push(")");
        }
        Roots::Changed(change) => {
            sql.push("changes AS c CROSS JOIN tasks AS t WHERE t.id = c.task_id AND c.user_id = ");
            sql.user().push(" AND c.number = ").number(change.get());
            sql.push(" AND t.user_id = c.user_id");
        }
    }
}

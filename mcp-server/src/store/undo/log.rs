//! What undo reads in the log of changes, and marks there.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select, Statement,
};
use uuid::Uuid;

use super::field::Field;
use crate::{
    domain::ChangeNumber,
    store::{
        StoreError, UndoRefusal,
        apply::Call,
        entities::{changes, tasks},
    },
};

/// What one change did to one task.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) task_id: Uuid,
    /// The row before; none where the task was added.
    pub(super) before: Option<tasks::Model>,
    pub(super) after: tasks::Model,
    pub(super) undone: bool,
}

/// Returns the last change that is neither undone nor itself an undo, before `before` if given.
pub(super) async fn last(
    call: Call<'_>,
    before: Option<ChangeNumber>,
) -> Result<Option<ChangeNumber>, StoreError> {
    let before = before.map_or(i64::MAX, ChangeNumber::get);
    let number: Option<i64> = of(call)
        .filter(changes::Column::Number.lt(before))
        .select_only()
        .column(changes::Column::Number)
        .filter(changes::Column::UndoneAt.is_null())
        .filter(changes::Column::Undoes.is_null())
        .order_by_desc(changes::Column::Number)
        .limit(1)
        .into_tuple()
        .one(call.transaction)
        .await?;
    Ok(number.map(ChangeNumber::new))
}

/// Returns all that a change did.
pub(super) async fn entries(
    call: Call<'_>,
    number: ChangeNumber,
) -> Result<Vec<Entry>, StoreError> {
    let rows = of(call)
        .filter(changes::Column::Number.eq(number.get()))
        .order_by_asc(changes::Column::Id)
        .all(call.transaction)
        .await?;
    if rows.is_empty() {
        return Err(UndoRefusal::NoChange(number).into());
    }
    rows.into_iter().map(entry).collect()
}

fn entry(row: changes::Model) -> Result<Entry, StoreError> {
    let after = row.after.ok_or(DbErr::RecordNotFound("after".to_owned()))?;
    Ok(Entry {
        task_id: row.task_id,
        before: row.before.map(task).transpose()?,
        after: task(after)?,
        undone: row.undone_at.is_some(),
    })
}

fn task(json: serde_json::Value) -> Result<tasks::Model, DbErr> {
    serde_json::from_value(json).map_err(|error| DbErr::Json(error.to_string()))
}

/// Returns the last change after `number` that did something to this field of the task.
pub(super) async fn later(
    call: Call<'_>,
    number: ChangeNumber,
    row: &tasks::Model,
    field: Field,
) -> Result<Option<ChangeNumber>, StoreError> {
    /// Further back nobody looks.
    const MOST: u64 = 100;
    let rows = of(call)
        .filter(changes::Column::TaskId.eq(row.id))
        .filter(changes::Column::Number.gt(number.get()))
        .order_by_desc(changes::Column::Number)
        .limit(MOST)
        .all(call.transaction)
        .await?;
    for row in rows {
        let number = ChangeNumber::new(row.number);
        let entry = entry(row)?;
        if entry
            .before
            .is_some_and(|before| !field.same(&before, &entry.after))
        {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// Marks a change as undone. Where it was an undo itself, what that took back is done again; where
/// that was an undo too, the other way round, and so on.
pub(super) async fn mark_undone(
    call: Call<'_>,
    number: ChangeNumber,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sql = "WITH RECURSIVE undone (number, undoes, steps) AS (\
         SELECT number, undoes, 0 FROM changes WHERE user_id = $1 AND number = $2 \
         UNION SELECT changes.number, changes.undoes, steps + 1 FROM changes, undone \
         WHERE changes.user_id = $1 AND changes.number = undone.undoes) \
         UPDATE changes SET undone_at = CASE steps % 2 WHEN 0 THEN $3 END FROM undone \
         WHERE changes.user_id = $1 AND changes.number = undone.number";
    let user = call.write.user.to_string();
    let values = [user.into(), number.get().into(), now.into()];
    let backend = call.transaction.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    call.transaction.execute_raw(statement).await?;
    Ok(())
}

fn of(call: Call<'_>) -> Select<changes::Entity> {
    changes::Entity::find()
        .filter(changes::Column::UserId.eq(call.write.user.as_str()))
        // A program of a release without numbers, beside this one, writes 0.
        .filter(changes::Column::Number.gt(0))
}

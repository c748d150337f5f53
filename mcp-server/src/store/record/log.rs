//! The log of changes.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait as _};
use taskflow_shared::{database::Batch, ids::new_id};

use super::ROWS;
use crate::store::{
    StoreError,
    entities::{changes, tasks},
};

/// What a write makes of a task.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'r> {
    pub(super) tool: &'r str,
    /// The number of the change, and that of the one which it takes back.
    pub(super) change: i64,
    pub(super) undoes: Option<i64>,
    /// None where the task is new.
    pub(super) before: Option<&'r tasks::Model>,
    pub(super) after: &'r tasks::Model,
    /// Whether that is one turn of a task that repeats.
    pub(super) repeated: bool,
}

/// Writes down what was done to each task.
pub(super) fn write(
    batch: &mut Batch<'_>,
    entries: &[Entry<'_>],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let rows = entries.iter().map(|entry| row(entry, now));
    let rows: Vec<changes::ActiveModel> = rows.collect::<Result<_, _>>()?;
    for rows in rows.chunks(ROWS) {
        batch.add(&changes::Entity::insert_many(rows.iter().cloned()));
    }
    Ok(())
}

fn row(entry: &Entry<'_>, now: DateTime<Utc>) -> Result<changes::ActiveModel, StoreError> {
    Ok(changes::ActiveModel {
        id: Set(new_id(now)),
        user_id: Set(entry.after.user_id.clone()),
        task_id: Set(entry.after.id),
        tool: Set(entry.tool.to_owned()),
        before: Set(entry.before.map(as_json).transpose()?),
        after: Set(Some(as_json(entry.after)?)),
        created_at: Set(now),
        undone_at: Set(None),
        number: Set(entry.change),
        undoes: Set(entry.undoes),
        repeated: Set(entry.repeated),
    })
}

fn as_json(row: &tasks::Model) -> Result<serde_json::Value, DbErr> {
    serde_json::to_value(row).map_err(|error| DbErr::Json(error.to_string()))
}

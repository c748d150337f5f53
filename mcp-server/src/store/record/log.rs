//! The log of changes.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait as _};
use taskflow_shared::ids::new_id;

use super::ROWS;
use crate::store::{
    StoreError,
    apply::Call,
    entities::{changes, tasks},
};

/// What a write makes of a task.
#[derive(Debug, Clone, Copy)]
pub(super) struct States<'r> {
    /// None where the task is new.
    pub(super) before: Option<&'r tasks::Model>,
    pub(super) after: &'r tasks::Model,
    /// Whether that is one turn of a task that repeats.
    pub(super) repeated: bool,
}

/// Writes down what was done to each task, under the number of the change and that of the change
/// which it takes back.
pub(super) async fn write(
    call: Call<'_>,
    (change, undoes): (i64, Option<i64>),
    states: impl Iterator<Item = States<'_>>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let entry = |states: States<'_>| entry(call.write.tool, (change, undoes), states, now);
    let entries: Vec<changes::ActiveModel> = states.map(entry).collect::<Result<_, _>>()?;
    for entries in entries.chunks(ROWS) {
        changes::Entity::insert_many(entries.iter().cloned())
            .exec_without_returning(call.transaction)
            .await?;
    }
    Ok(())
}

fn entry(
    tool: &str,
    (change, undoes): (i64, Option<i64>),
    states: States<'_>,
    now: DateTime<Utc>,
) -> Result<changes::ActiveModel, StoreError> {
    Ok(changes::ActiveModel {
        id: Set(new_id(now)),
        user_id: Set(states.after.user_id.clone()),
        task_id: Set(states.after.id),
        tool: Set(tool.to_owned()),
        before: Set(states.before.map(as_json).transpose()?),
        after: Set(Some(as_json(states.after)?)),
        created_at: Set(now),
        undone_at: Set(None),
        number: Set(change),
        undoes: Set(undoes),
        repeated: Set(states.repeated),
    })
}

fn as_json(row: &tasks::Model) -> Result<serde_json::Value, DbErr> {
    serde_json::to_value(row).map_err(|error| DbErr::Json(error.to_string()))
}

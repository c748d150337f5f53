//! The log of changes.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use taskflow_shared::ids::new_id;

use super::{
    StoreError, counters,
    entities::{changes, tasks},
};

/// Writes down what a tool did to a task: the row before (none where it is new) and after.
pub(super) async fn record(
    transaction: &impl ConnectionTrait,
    tool: &'static str,
    before: Option<&tasks::Model>,
    after: &tasks::Model,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let number = counters::next_change(transaction, &after.user_id).await?;
    let change = changes::ActiveModel {
        id: Set(new_id(now)),
        user_id: Set(after.user_id.clone()),
        task_id: Set(after.id),
        tool: Set(tool.to_owned()),
        before: Set(before.map(as_json).transpose()?),
        after: Set(Some(as_json(after)?)),
        created_at: Set(now),
        undone_at: Set(None),
        number: Set(number),
        undoes: Set(None),
    };
    changes::Entity::insert(change)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

fn as_json(row: &tasks::Model) -> Result<serde_json::Value, DbErr> {
    serde_json::to_value(row).map_err(|error| DbErr::Json(error.to_string()))
}

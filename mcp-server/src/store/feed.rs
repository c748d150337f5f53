//! What has changed, for those who watch.

use sea_orm::{
    ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use serde_json::Value;
use taskflow_shared::ids::UserId;

use super::{
    Changed, StoreError, counters,
    entities::{changes, task_lists},
};
use crate::domain::{ChangeNumber, TaskNumber};

/// Returns the number of the person's last change; 0 where there is none.
pub(super) async fn last(
    reads: &DatabaseConnection,
    user: &UserId,
) -> Result<ChangeNumber, StoreError> {
    let list = task_lists::Entity::find().filter(counters::of(user));
    let list = list.one(reads).await?;
    Ok(ChangeNumber::new(list.map_or(0, |list| list.last_change)))
}

/// Returns what changes after this one concerned, oldest first.
pub(super) async fn since(
    reads: &DatabaseConnection,
    user: &UserId,
    change: ChangeNumber,
    limit: u64,
) -> Result<Vec<Changed>, StoreError> {
    let rows = changes::Entity::find()
        .filter(changes::Column::UserId.eq(user.as_str()))
        .filter(changes::Column::Number.gt(change.get()))
        .order_by_asc(changes::Column::Number)
        .order_by_asc(changes::Column::TaskId)
        .limit(limit)
        .all(reads)
        .await?;
    Ok(rows.iter().filter_map(changed).collect())
}

fn changed(row: &changes::Model) -> Option<Changed> {
    let states = [row.before.as_ref(), row.after.as_ref()];
    let project = |state: &&Value| Some(state.get("project")?.as_str()?.to_owned());
    let number = row.after.as_ref()?.get("number")?.as_i64()?;
    let mut projects: Vec<String> = states.iter().flatten().filter_map(project).collect();
    projects.dedup();
    Some(Changed {
        change: ChangeNumber::new(row.number),
        task: TaskNumber::new(number),
        projects,
    })
}

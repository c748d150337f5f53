//! The labels beside tasks, by which tasks are found.

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
};
use uuid::Uuid;

use super::{Edit, ROWS};
use crate::{
    domain::{Name, Task},
    store::{
        StoreError,
        entities::{labels, tasks},
    },
};

/// What a task without labels has in its row.
const NONE: &str = "[]";

/// Writes the labels of tasks that have none yet.
pub(super) async fn insert(
    transaction: &impl ConnectionTrait,
    tasks: impl IntoIterator<Item = &tasks::Model>,
) -> Result<(), StoreError> {
    let rows: Vec<labels::ActiveModel> = tasks.into_iter().flat_map(labels_of).collect();
    for rows in rows.chunks(ROWS) {
        labels::Entity::insert_many(rows.iter().cloned())
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

/// Writes the labels of tasks whose labels have changed.
pub(super) async fn replace(
    transaction: &impl ConnectionTrait,
    edits: &[Edit],
) -> Result<(), StoreError> {
    let changed = |edit: &&Edit| edit.before.labels != edit.after.labels;
    let had_some = edits.iter().filter(changed);
    let had_some = had_some.filter(|edit| edit.before.labels != NONE);
    let ids: Vec<Uuid> = had_some.map(|edit| edit.before.id).collect();
    for ids in ids.chunks(ROWS) {
        labels::Entity::delete_many()
            .filter(labels::Column::TaskId.is_in(ids.iter().copied()))
            .exec(transaction)
            .await?;
    }
    let now = edits.iter().filter(changed).map(|edit| &edit.after);
    insert(transaction, now.collect::<Vec<_>>()).await
}

fn labels_of(row: &tasks::Model) -> Vec<labels::ActiveModel> {
    if row.labels == NONE {
        return Vec::new();
    }
    let task = Task::from(row.clone());
    let label = |name: &Name| labels::ActiveModel {
        task_id: Set(row.id),
        name: Set(name.folded()),
        user_id: Set(row.user_id.clone()),
        written: Set(name.as_str().to_owned()),
    };
    task.labels.names().iter().map(label).collect()
}

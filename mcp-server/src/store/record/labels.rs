//! The labels beside tasks, by which tasks are found.

use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use taskflow_shared::database::Batch;
use uuid::Uuid;

use super::{Edit, ROWS};
use crate::{
    domain::{Name, Task},
    store::entities::{labels, tasks},
};

/// What a task without labels has in its row.
const NONE: &str = "[]";

/// Writes the labels of tasks that have none yet.
pub(super) fn insert<'r>(batch: &mut Batch<'_>, tasks: impl IntoIterator<Item = &'r tasks::Model>) {
    let rows: Vec<labels::ActiveModel> = tasks.into_iter().flat_map(labels_of).collect();
    for rows in rows.chunks(ROWS) {
        batch.add(&labels::Entity::insert_many(rows.iter().cloned()));
    }
}

/// Writes the labels of tasks whose labels have changed.
pub(super) fn replace(batch: &mut Batch<'_>, edits: &[Edit]) {
    let changed = |edit: &&Edit| edit.before.labels != edit.after.labels;
    let had_some = edits.iter().filter(changed);
    let had_some = had_some.filter(|edit| edit.before.labels != NONE);
    let ids: Vec<Uuid> = had_some.map(|edit| edit.before.id).collect();
    for ids in ids.chunks(ROWS) {
        let of_them = labels::Column::TaskId.is_in(ids.iter().copied());
        batch.add(&labels::Entity::delete_many().filter(of_them));
    }
    let now = edits.iter().filter(changed).map(|edit| &edit.after);
    insert(batch, now.collect::<Vec<_>>());
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

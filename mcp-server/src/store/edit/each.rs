//! Changing tasks one by one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::QueryFilter as _;
use uuid::Uuid;

use super::outcomes::{Outcomes, distinct, finish};
use crate::{
    domain::{Task, TaskNumber},
    store::{
        Applied, Done, Refusal, StoreError, What, apply::Call, entities::tasks, record::Edit,
        tasks::owned_by, tree,
    },
};

/// A task as a call changes it.
pub(super) struct Draft {
    pub(super) task: Task,
    pub(super) parent_id: Option<Uuid>,
    /// Whether it is one turn of a task that repeats.
    pub(super) repeated: bool,
}

/// Reads the targets that are there.
pub(super) async fn read(
    call: Call<'_>,
    targets: &[TaskNumber],
) -> Result<Vec<tasks::Model>, StoreError> {
    let rows = owned_by(&call.write.user).filter(tree::number_in(targets));
    Ok(rows.all(call.transaction).await?)
}

/// Lets `change` change each target once, and writes what came of it. A target of which nothing
/// came is not written.
pub(super) async fn each(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
    rows: Vec<tasks::Model>,
    mut change: impl FnMut(&mut Draft, DateTime<Utc>) -> Result<What, Refusal> + Send,
) -> Result<Applied, StoreError> {
    let now = call.now(rows.iter().map(|row| row.updated_at));
    let rows = rows.into_iter().map(|row| (row.number, row));
    let mut rows: HashMap<i64, tasks::Model> = rows.collect();
    let mut items = Outcomes::default();
    let mut edits = Vec::new();
    for target in distinct(&targets) {
        let Some(before) = rows.remove(&target.get()) else {
            items.refuse(target, None, Refusal::NotFound);
            continue;
        };
        let mut draft = Draft {
            parent_id: before.parent_id,
            task: before.clone().into(),
            repeated: false,
        };
        let what = match change(&mut draft, now) {
            Ok(what) => what,
            Err(reason) => {
                items.refuse(target, Some(before.title), reason);
                continue;
            }
        };
        let done = Done::of(&draft.task, what);
        let after = before.changed(&call.write.user, draft.task, draft.parent_id, now);
        let what = match (what, &after) {
            (What::Updated, None) => What::Unchanged,
            (what, _) => what,
        };
        items.done(Done { what, ..done });
        edits.extend(after.map(|after| Edit {
            before,
            after,
            repeated: draft.repeated,
        }));
    }
    finish(call, &targets, items, edits, now).await
}

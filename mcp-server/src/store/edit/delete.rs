//! Putting tasks into the trash.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::outcomes::{Outcomes, distinct, finish};
use crate::{
    domain::{Task, TaskNumber},
    store::{
        Applied, Done, Refusal, StoreError, What,
        apply::Call,
        entities::tasks,
        record::Edit,
        tree::{self, Forest, Roots},
    },
};

/// Puts tasks into the trash, with all that is under them.
pub(in super::super) async fn delete(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
) -> Result<Applied, StoreError> {
    let (roots, user) = (Roots::Numbers(&targets), &call.write.user);
    let mut rows = tree::with_descendants(call.transaction, user, roots).await?;
    rows.retain(|row| row.deleted_at.is_none());
    let now = call.now(rows.iter().map(|row| row.updated_at));
    let forest = Forest::new(&rows);
    let rows: BTreeMap<i64, tasks::Model> = rows.into_iter().map(|row| (row.number, row)).collect();
    let named: HashSet<Uuid> = targets
        .iter()
        .filter_map(|target| Some(rows.get(&target.get())?.id))
        .collect();
    let mut items = Outcomes::default();
    for target in distinct(&targets) {
        let Some(row) = rows.get(&target.get()) else {
            items.refuse(target, None, Refusal::NotFound);
            continue;
        };
        let taken = forest.subtree(row.id).into_iter();
        let others = taken.filter(|(id, _)| !named.contains(id)).count();
        items.done(Done {
            subtasks: u32::try_from(others).unwrap_or(u32::MAX),
            ..Done::of(&Task::from(row.clone()), What::Deleted)
        });
    }
    let edits = rows.into_values().map(|row| into_trash(row, now));
    finish(call, &targets, items, edits.collect(), now).await
}

fn into_trash(before: tasks::Model, now: DateTime<Utc>) -> Edit {
    let after = tasks::Model {
        deleted_at: Some(now),
        updated_at: now,
        version: before.version + 1,
        ..before.clone()
    };
    Edit {
        before,
        after,
        repeated: false,
    }
}

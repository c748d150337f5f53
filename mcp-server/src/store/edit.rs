//! Changing tasks that are there.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, QueryFilter as _, sea_query::Cond};
use uuid::Uuid;

use super::{
    Applied, Done, Item, Refusal, Refused, StoreError, What,
    apply::Call,
    entities::tasks,
    record::{self, Edit},
    tasks::owned_by,
    tree::{self, Forest, Misplaced},
};
use crate::domain::{ChangeNumber, Completion, Patch, Task, TaskNumber, TaskUpdate};

/// Marks tasks as done; those that repeat move to their next date.
pub(super) async fn complete(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
) -> Result<Applied, StoreError> {
    let rows = read(call, &targets).await?;
    each(call, targets, rows, |draft, now| {
        let completion = draft.task.complete(now, call.write.zone);
        draft.repeated = completion == Completion::Repeats;
        Ok(match completion {
            Completion::Already => What::AlreadyCompleted,
            Completion::Completed => What::Completed,
            Completion::Repeats => What::Repeated,
        })
    })
    .await
}

/// Takes back that tasks are done.
pub(super) async fn reopen(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
) -> Result<Applied, StoreError> {
    let rows = read(call, &targets).await?;
    each(call, targets, rows, |draft, _| {
        Ok(match draft.task.reopen() {
            true => What::Reopened,
            false => What::AlreadyPending,
        })
    })
    .await
}

/// Changes what `update` names, of each target.
pub(super) async fn update(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
    update: &TaskUpdate,
) -> Result<Applied, StoreError> {
    let mut move_to = Move::read(call, &targets, update.parent).await?;
    let rows = read(call, &targets).await?;
    each(call, targets, rows, |draft, _| {
        let updated = draft.task.update(update);
        updated.map_err(|_| Refusal::TooManyLabels)?;
        move_to.apply(draft)?;
        Ok(What::Updated)
    })
    .await
}

/// Puts tasks into the trash, with all that is under them.
pub(super) async fn delete(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
) -> Result<Applied, StoreError> {
    let from = Cond::all()
        .add(tree::number_in(&targets))
        .add(tasks::Column::DeletedAt.is_null());
    let rows = tree::with_descendants(&call.write.user, from);
    let rows = rows.all(call.transaction).await?;
    let forest = Forest::new(&rows);
    let named: HashSet<i64> = targets.iter().map(|target| target.get()).collect();
    let now = call.now(rows.iter().map(|row| row.updated_at));
    let rows: HashMap<Uuid, tasks::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let by_number: HashMap<i64, &tasks::Model> =
        rows.values().map(|row| (row.number, row)).collect();
    let mut items = Outcomes::default();
    for target in distinct(&targets) {
        let Some(row) = by_number.get(&target.get()) else {
            items.refuse(target, None, Refusal::NotFound);
            continue;
        };
        let taken = forest.subtree(row.id);
        let others = taken.iter().filter_map(|(id, _)| rows.get(id));
        let others = others
            .filter(|other| !named.contains(&other.number))
            .count();
        let task = Task::from((*row).clone());
        items.done(Done {
            subtasks: u32::try_from(others).unwrap_or(u32::MAX),
            ..Done::of(&task, What::Deleted)
        });
    }
    let mut rows: Vec<tasks::Model> = rows.into_values().collect();
    rows.sort_by_key(|row| row.number);
    let edits = rows.into_iter().map(|before| Edit {
        after: tasks::Model {
            deleted_at: Some(now),
            updated_at: now,
            version: before.version + 1,
            ..before.clone()
        },
        before,
        repeated: false,
    });
    finish(call, &targets, items, edits.collect(), now).await
}

/// A task as a call changes it.
struct Draft {
    task: Task,
    parent_id: Option<Uuid>,
    repeated: bool,
}

/// Where an update moves tasks.
struct Move {
    to: Patch<TaskNumber>,
    /// The parent, where there is such a task.
    parent: Option<Uuid>,
    forest: Forest,
}

impl Move {
    async fn read(
        call: Call<'_>,
        targets: &[TaskNumber],
        to: Patch<TaskNumber>,
    ) -> Result<Self, StoreError> {
        let Patch::Set(parent) = to else {
            return Ok(Self {
                to,
                parent: None,
                forest: Forest::default(),
            });
        };
        let above = tree::with_ancestors(call, &[parent]).await?;
        let from = Cond::all().add(tree::number_in(targets));
        let below = tree::with_descendants(&call.write.user, from);
        let below = below.all(call.transaction).await?;
        let mut live = above.iter().filter(|row| row.deleted_at.is_none());
        let parent = live.find(|row| row.number == parent.get());
        Ok(Self {
            to,
            parent: parent.map(|row| row.id),
            forest: Forest::new(above.iter().chain(&below)),
        })
    }

    fn apply(&mut self, draft: &mut Draft) -> Result<(), Refusal> {
        let Patch::Set(number) = self.to else {
            if self.to == Patch::Clear {
                (draft.task.parent, draft.parent_id) = (None, None);
            }
            return Ok(());
        };
        let parent = self.parent.ok_or(Refusal::NoParent(number))?;
        if draft.parent_id == Some(parent) {
            return Ok(());
        }
        let placed = self.forest.place(draft.task.id, parent);
        placed.map_err(|misplaced| match misplaced {
            Misplaced::Cycle => Refusal::Cycle,
            Misplaced::ParentGone(number) => Refusal::NoParent(number),
            Misplaced::TooDeep | Misplaced::HasSubtasks => Refusal::TooDeep,
        })?;
        (draft.task.parent, draft.parent_id) = (Some(number), Some(parent));
        Ok(())
    }
}

async fn read(call: Call<'_>, targets: &[TaskNumber]) -> Result<Vec<tasks::Model>, StoreError> {
    let rows = owned_by(&call.write.user).filter(tree::number_in(targets));
    Ok(rows.all(call.transaction).await?)
}

/// Lets `change` change each target once, and writes what came of it. A target of which nothing
/// came is not written.
async fn each(
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

/// What came of each target that was named, however often.
#[derive(Debug, Default)]
struct Outcomes(HashMap<TaskNumber, Item>);

impl Outcomes {
    fn done(&mut self, done: Done) {
        self.0.insert(done.number, Ok(done));
    }

    fn refuse(&mut self, number: TaskNumber, title: Option<String>, reason: Refusal) {
        let refused = Refused {
            number: Some(number),
            title,
            reason,
        };
        self.0.insert(number, Err(refused));
    }
}

fn distinct(targets: &[TaskNumber]) -> Vec<TaskNumber> {
    let mut seen = HashSet::new();
    let first = targets.iter().filter(|target| seen.insert(**target));
    first.copied().collect()
}

async fn finish(
    call: Call<'_>,
    targets: &[TaskNumber],
    items: Outcomes,
    edits: Vec<Edit>,
    now: DateTime<Utc>,
) -> Result<Applied, StoreError> {
    let change = if edits.is_empty() {
        None
    } else {
        Some(record::edited(call, &edits, None, now).await?)
    };
    let items = targets
        .iter()
        .filter_map(|target| items.0.get(target).cloned());
    Ok(Applied {
        change: change.map(ChangeNumber::new),
        undone: None,
        items: items.collect(),
    })
}

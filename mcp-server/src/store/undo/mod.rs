//! Taking changes back, field by field.
//!
//! A change is taken back as a whole or not at all: where the fields it wrote are not as it left
//! them, a later change has overtaken it. What it did not write stays as it is.

mod field;
mod log;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use self::{
    field::{Field, changed_fields},
    log::Entry,
};
use super::{
    Applied, Done, MAX_TASKS, StoreError, UndoRefusal, What,
    apply::Call,
    entities::tasks,
    record::{self, Edit},
    tree::{self, Forest, Misplaced, Roots},
};
use crate::domain::{ChangeNumber, Status, Task, TaskNumber};

/// Tasks of a larger change that are named in the answer.
const SHOWN: usize = 10;

/// Takes back a change: the one named, or the last that is neither undone nor itself an undo and
/// can be.
pub(super) async fn undo(
    call: Call<'_>,
    change: Option<ChangeNumber>,
) -> Result<Applied, StoreError> {
    match change {
        Some(number) => take_back(call, number).await,
        None => last(call).await,
    }
}

/// Passes over what can never be undone, and what that has overtaken: nobody could get past it.
async fn last(call: Call<'_>) -> Result<Applied, StoreError> {
    let mut passed = Vec::new();
    loop {
        let last = log::last(call, passed.last().copied()).await?;
        let number = last.ok_or(UndoRefusal::Nothing)?;
        match take_back(call, number).await {
            Err(StoreError::Undo(refusal)) if is_for_good(&refusal, &passed) => passed.push(number),
            outcome => return outcome,
        }
    }
}

fn is_for_good(refusal: &UndoRefusal, passed: &[ChangeNumber]) -> bool {
    match refusal {
        UndoRefusal::ParentPurged { .. } => true,
        UndoRefusal::Overtaken { by: Some(by), .. } => passed.contains(by),
        _ => false,
    }
}

async fn take_back(call: Call<'_>, number: ChangeNumber) -> Result<Applied, StoreError> {
    let entries = log::entries(call, number).await?;
    if entries.iter().any(|entry| entry.undone) {
        return Err(UndoRefusal::Already(number).into());
    }
    let (user, changed) = (&call.write.user, Roots::Changed(number));
    let present = tree::rows(call.transaction, user, changed).await?;
    let now = call.now(present.iter().map(|row| row.updated_at));
    let mut present: HashMap<Uuid, tasks::Model> =
        present.into_iter().map(|row| (row.id, row)).collect();
    let mut edits = Vec::with_capacity(entries.len());
    for entry in &entries {
        // What was purged from the trash took its entries with it.
        let Some(row) = present.remove(&entry.task_id) else {
            continue;
        };
        edits.push(reverted(call, number, entry, row, now).await?);
    }
    if edits.is_empty() {
        return Err(UndoRefusal::NoChange(number).into());
    }
    check_places(call, number, &edits).await?;
    let change = record::edited(call, &edits, Some(number.get()), now).await?;
    log::mark_undone(call, number, now).await?;
    let shown = match edits.len() {
        ..=MAX_TASKS => MAX_TASKS,
        _ => SHOWN,
    };
    Ok(Applied {
        change: Some(ChangeNumber::new(change)),
        undone: Some(number),
        items: edits
            .iter()
            .take(shown)
            .map(|edit| Ok(done(edit)))
            .collect(),
        more: edits.len().saturating_sub(shown),
    })
}

/// Returns the row as it is without what the entry says was done to it.
async fn reverted(
    call: Call<'_>,
    number: ChangeNumber,
    entry: &Entry,
    row: tasks::Model,
    now: DateTime<Utc>,
) -> Result<Edit, StoreError> {
    let fields = match &entry.before {
        Some(before) => changed_fields(before, &entry.after),
        None => Field::ALL.to_vec(),
    };
    let overtaken = fields.iter().find(|field| !field.same(&row, &entry.after));
    if let Some(field) = overtaken {
        let refusal = UndoRefusal::Overtaken {
            number: TaskNumber::new(row.number),
            by: log::later(call, number, &row, *field).await?,
            title: row.title,
        };
        return Err(refusal.into());
    }
    let mut after = row.clone();
    match &entry.before {
        Some(before) => {
            for field in fields {
                field.take(&mut after, before, now);
            }
        }
        // What was added goes to the trash, and keeps all that it has.
        None => after.deleted_at = Some(now),
    }
    after.updated_at = now;
    after.version += 1;
    field::order(&mut after);
    Ok(Edit {
        before: row,
        after,
        repeated: false,
    })
}

/// Makes sure that all tasks that come, go or move stand where tasks can.
async fn check_places(
    call: Call<'_>,
    number: ChangeNumber,
    edits: &[Edit],
) -> Result<(), StoreError> {
    let moved: Vec<&Edit> = edits
        .iter()
        .filter(|edit| Field::Parent.differs(edit) || Field::Trash.differs(edit))
        .collect();
    if moved.is_empty() {
        return Ok(());
    }
    let (user, changed) = (&call.write.user, Roots::Changed(number));
    let below = tree::with_descendants(call.transaction, user, changed).await?;
    let parents = moved.iter().filter_map(|edit| edit.after.parent_number);
    let parents: BTreeSet<TaskNumber> = parents.map(TaskNumber::new).collect();
    let parents: Vec<TaskNumber> = parents.into_iter().collect();
    let above = tree::with_ancestors(call.transaction, user, &parents).await?;
    let mut forest = Forest::new(above.iter().chain(&below));
    moved.iter().for_each(|edit| forest.put(&edit.after));
    for edit in moved {
        let checked = forest.check(edit.after.id);
        checked.map_err(|misplaced| refusal(&edit.after, misplaced))?;
    }
    Ok(())
}

fn refusal(row: &tasks::Model, misplaced: Misplaced) -> UndoRefusal {
    let (number, title) = (TaskNumber::new(row.number), row.title.clone());
    match misplaced {
        Misplaced::Cycle => UndoRefusal::Cycle { number, title },
        Misplaced::TooDeep => UndoRefusal::TooDeep { number, title },
        Misplaced::ParentPurged => UndoRefusal::ParentPurged { number, title },
        Misplaced::HasSubtasks => UndoRefusal::HasSubtasks { number, title },
        Misplaced::ParentGone(parent) => UndoRefusal::ParentGone {
            number,
            title,
            parent,
        },
    }
}

fn done(edit: &Edit) -> Done {
    let what = match (edit.before.status(), edit.after.status()) {
        (Status::Deleted, Status::Pending | Status::Completed) => What::Restored,
        (Status::Pending | Status::Completed, Status::Deleted) => What::Deleted,
        _ => What::Reverted,
    };
    Done::of(&Task::from(edit.after.clone()), what)
}

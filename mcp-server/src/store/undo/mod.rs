//! Taking changes back, field by field.
//!
//! A change is taken back as a whole or not at all: where the fields it wrote are not as it left
//! them, a later change has overtaken it. What it did not write stays as it is.

mod field;
mod log;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, Condition, QueryFilter as _};
use uuid::Uuid;

use self::{
    field::{Field, changed_fields},
    log::Entry,
};
use super::{
    Applied, Done, StoreError, UndoRefusal, What,
    apply::Call,
    entities::tasks,
    record::{self, Edit},
    tree::{self, Forest, Misplaced},
};
use crate::domain::{ChangeNumber, Status, Task, TaskNumber};

/// Takes back a change: the one named, or the last that is neither undone nor itself an undo.
pub(super) async fn undo(
    call: Call<'_>,
    change: Option<ChangeNumber>,
) -> Result<Applied, StoreError> {
    let number = match change {
        Some(number) => number,
        None => log::last(call).await?.ok_or(UndoRefusal::Nothing)?,
    };
    let entries = log::entries(call, number).await?;
    if entries.iter().any(|entry| entry.undone) {
        return Err(UndoRefusal::Already(number).into());
    }
    let ids = entries.iter().map(|entry| entry.task_id);
    let present = tree::all_of(&call.write.user).filter(tasks::Column::Id.is_in(ids));
    let present = present.all(call.transaction).await?;
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
    check_places(call, &edits).await?;
    let change = record::edited(call, &edits, Some(number.get()), now).await?;
    log::mark_undone(call, number, now).await?;
    Ok(Applied {
        change: Some(ChangeNumber::new(change)),
        undone: Some(number),
        items: edits.iter().map(|edit| Ok(done(edit))).collect(),
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
async fn check_places(call: Call<'_>, edits: &[Edit]) -> Result<(), StoreError> {
    let moved: Vec<&Edit> = edits
        .iter()
        .filter(|edit| Field::Parent.differs(edit) || Field::Trash.differs(edit))
        .collect();
    if moved.is_empty() {
        return Ok(());
    }
    let ids = moved.iter().map(|edit| edit.before.id);
    let from = Condition::all().add(tasks::Column::Id.is_in(ids));
    let below = tree::with_descendants(&call.write.user, from);
    let below = below.all(call.transaction).await?;
    let parents = moved.iter().filter_map(|edit| edit.after.parent_number);
    let parents: Vec<TaskNumber> = parents.map(TaskNumber::new).collect();
    let above = tree::with_ancestors(call, &parents).await?;
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

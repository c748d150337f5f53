//! What of a task is taken back as one.

use chrono::{DateTime, Utc};

use crate::{
    domain::{Task, due_key, smart_key},
    store::{entities::tasks::Model, record::Edit},
};

/// Columns that mean something only together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Description,
    Completion,
    /// When it is due and how it repeats.
    Schedule,
    Priority,
    Project,
    Labels,
    Parent,
    /// Whether it is in the trash; since when tells only when it leaves it for good.
    Trash,
}

impl Field {
    pub(super) const ALL: [Self; 9] = [
        Self::Title,
        Self::Description,
        Self::Completion,
        Self::Schedule,
        Self::Priority,
        Self::Project,
        Self::Labels,
        Self::Parent,
        Self::Trash,
    ];

    /// Tells whether two rows have the same in it.
    pub(super) fn same(self, a: &Model, b: &Model) -> bool {
        match self {
            Self::Title => a.title == b.title,
            Self::Description => a.description == b.description,
            Self::Completion => a.completed_at == b.completed_at,
            Self::Schedule => schedule(a) == schedule(b),
            Self::Priority => a.priority == b.priority,
            Self::Project => a.project == b.project,
            Self::Labels => a.labels == b.labels,
            Self::Parent => a.parent_id == b.parent_id,
            Self::Trash => a.deleted_at.is_some() == b.deleted_at.is_some(),
        }
    }

    /// Tells whether an edit changes it.
    pub(super) fn differs(self, edit: &Edit) -> bool {
        !self.same(&edit.before, &edit.after)
    }

    /// Gives `row` what `from` has in it.
    pub(super) fn take(self, row: &mut Model, from: &Model, now: DateTime<Utc>) {
        let from = from.clone();
        match self {
            Self::Title => (row.title, row.title_folded) = (from.title, from.title_folded),
            Self::Description => row.description = from.description,
            Self::Completion => row.completed_at = from.completed_at,
            Self::Schedule => {
                (row.due_date, row.due_at, row.due_zone) =
                    (from.due_date, from.due_at, from.due_zone);
                row.recurrence = from.recurrence;
                row.repeats_from_completion = from.repeats_from_completion;
            }
            Self::Priority => row.priority = from.priority,
            Self::Project => {
                (row.project, row.project_folded) = (from.project, from.project_folded)
            }
            Self::Labels => row.labels = from.labels,
            Self::Parent => {
                (row.parent_id, row.parent_number) = (from.parent_id, from.parent_number);
            }
            Self::Trash => row.deleted_at = from.deleted_at.map(|_| now),
        }
    }
}

fn schedule(row: &Model) -> impl PartialEq + '_ {
    let due = (row.due_date, row.due_at, row.due_zone.as_deref());
    (due, row.recurrence.as_deref(), row.repeats_from_completion)
}

/// Returns what is not the same in both rows.
pub(super) fn changed_fields(before: &Model, after: &Model) -> Vec<Field> {
    let differs = |field: &Field| !field.same(before, after);
    Field::ALL.into_iter().filter(differs).collect()
}

/// Computes anew the keys that tasks are ordered by.
pub(super) fn order(row: &mut Model) {
    let task = Task::from(row.clone());
    row.due_key = due_key(task.due.as_ref());
    row.smart_key = smart_key(task.due.as_ref(), task.priority);
}

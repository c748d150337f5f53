//! Why the store did nothing.

use crate::domain::{ChangeNumber, TaskNumber};

/// What was asked of the store could not be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// There is no such task, or it is somebody else's.
    #[error("Task not found")]
    NotFound,
    /// A call names more tasks than one may.
    #[error("At most {} tasks can be written in a call", super::MAX_TASKS)]
    TooManyTasks,
    /// The id of a request was used before, with other arguments.
    #[error("This request_id was used before with other arguments")]
    RequestReused,
    /// The change cannot be undone.
    #[error(transparent)]
    Undo(#[from] UndoRefusal),
    /// Another write came in between.
    #[error("the task was changed by somebody else meanwhile")]
    Conflict,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sea_orm::DbErr),
}

/// Why a change is not undone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UndoRefusal {
    /// There is none that could be.
    #[error("There is nothing to undo")]
    Nothing,
    /// There is no such change, or it is gone with the tasks it was about.
    #[error("There is no change {}", .0.get())]
    NoChange(ChangeNumber),
    /// It was undone before.
    #[error("Change {} is undone already", .0.get())]
    Already(ChangeNumber),
    /// Another change came after it.
    #[error("Task {} \"{title}\" has been changed since{}", .number.get(), later(.by))]
    Overtaken {
        number: TaskNumber,
        title: String,
        /// The change that came after, where it can be told.
        by: Option<ChangeNumber>,
    },
    /// A task would come back under a parent that is in the trash.
    #[error("Task {} \"{title}\" belongs to task {}, which is in the trash", .number.get(), .parent.get())]
    ParentGone {
        number: TaskNumber,
        title: String,
        parent: TaskNumber,
    },
    /// A task would come back under a parent that is no longer kept.
    #[error("Task {} \"{title}\" belonged to a task that is gone for good", .number.get())]
    ParentPurged { number: TaskNumber, title: String },
    /// A task would go and leave behind subtasks that it has got since.
    #[error("Task {} \"{title}\" has got subtasks since", .number.get())]
    HasSubtasks { number: TaskNumber, title: String },
    /// A task would come to stand under itself.
    #[error("Task {} \"{title}\" would be moved under its own subtasks", .number.get())]
    Cycle { number: TaskNumber, title: String },
    /// The tasks would be nested too deeply.
    #[error("Task {} \"{title}\" would be nested over {} levels deep", .number.get(), super::tree::MAX_DEPTH)]
    TooDeep { number: TaskNumber, title: String },
}

fn later(change: &Option<ChangeNumber>) -> String {
    match change {
        Some(change) => format!(" by change {}; undo that one first", change.get()),
        None => String::new(),
    }
}

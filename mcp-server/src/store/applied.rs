//! What a write is asked to do and what came of it.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use taskflow_shared::ids::UserId;

use super::due_columns;
use crate::domain::{ChangeNumber, Due, Labels, Task, TaskNumber};

/// On whose behalf, and how, tasks are written.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    pub(crate) user: UserId,
    /// The tool that was called, for the log of changes.
    pub(crate) tool: &'static str,
    /// What makes a repeated call known.
    pub(crate) request: Option<Request>,
    /// Where the person is: a repetition that counts from its completion counts local days.
    pub(crate) zone: Tz,
}

/// What makes a repeated call known: the same id with the same arguments is answered with the first
/// result, and nothing is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) id: String,
    /// The SHA-256 of the arguments.
    pub(crate) hash: [u8; 32],
}

/// What came of a write: for each of its targets, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Applied {
    /// The number of the change; `None` where nothing was written.
    pub(crate) change: Option<ChangeNumber>,
    /// The change that was undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) undone: Option<ChangeNumber>,
    pub(crate) items: Vec<Item>,
    /// How many more targets there were, of which all was done.
    #[serde(default, skip_serializing_if = "is_none")]
    pub(crate) more: usize,
}

/// What came of one target. One that was refused takes nothing away from the others.
pub(crate) type Item = Result<Done, Refused>;

/// What was done to a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Done {
    pub(crate) number: TaskNumber,
    pub(crate) title: String,
    pub(crate) what: What,
    /// When it is due now; of [`What::Repeated`], the next date.
    #[serde(
        default,
        with = "due_columns::as_json",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) due: Option<Due>,
    /// How many subtasks, of every depth, went the same way with it and are no targets themselves.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) subtasks: u32,
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// It was added.
    Created,
    /// It is done.
    Completed,
    /// It was done before; nothing was written.
    AlreadyCompleted,
    /// It repeats, and moved to its next date.
    Repeated,
    /// It is to be done again.
    Reopened,
    /// It was not done; nothing was written.
    AlreadyPending,
    /// Something about it changed.
    Updated,
    /// It was that way before; nothing was written.
    Unchanged,
    /// It went to the trash.
    Deleted,
    /// It came back from the trash.
    Restored,
    /// A change to it was taken back.
    Reverted,
}

/// A target to which nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refused {
    /// The task; none where it was to be added.
    pub(crate) number: Option<TaskNumber>,
    /// Its title, where there is such a task or it was to be added.
    pub(crate) title: Option<String>,
    pub(crate) reason: Refusal,
}

/// Why nothing was done to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Refusal {
    /// There is no such task, or it is somebody else's, or in the trash.
    #[error("Task not found")]
    NotFound,
    /// The parent is none of the person's tasks.
    #[error("There is no task {} to be the parent", .0.get())]
    NoParent(TaskNumber),
    /// The parent is the task itself or a part of it.
    #[error("A task cannot be moved under itself or its own subtasks")]
    Cycle,
    /// The tasks would be nested too deeply.
    #[error("Tasks can be nested {} levels deep at most", super::tree::MAX_DEPTH)]
    TooDeep,
    /// It would have too many labels.
    #[error("A task has at most {} labels", Labels::MAX)]
    TooManyLabels,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

fn is_none(number: &usize) -> bool {
    *number == 0
}

impl Done {
    /// That this became of `task`, which is as it is afterwards.
    pub(super) fn of(task: &Task, what: What) -> Self {
        Self {
            number: task.number,
            title: task.title.as_str().to_owned(),
            what,
            due: task.due,
            subtasks: 0,
        }
    }
}

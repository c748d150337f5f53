//! Tasks as hosts see them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{domain::Task, store::ListedTask};

/// A task in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "")]
pub(super) struct TaskView {
    id: i64,
    title: String,
    completed: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
}

impl From<ListedTask> for TaskView {
    fn from(task: ListedTask) -> Self {
        Self {
            id: task.number.get(),
            title: task.title,
            completed: task.completed,
            description: task
                .detail
                .map_or_else(String::new, |detail| detail.description),
        }
    }
}

/// What became of a task.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Outcome {
    task_id: i64,
    status: &'static str,
    title: String,
}

impl Outcome {
    /// Says what became of `task`, in the past tense.
    pub(super) fn of(task: Task, status: &'static str) -> Self {
        Self {
            task_id: task.number.get(),
            status,
            title: task.title.into(),
        }
    }
}

//! Tasks as hosts see them.

use schemars::JsonSchema;
use serde::Serialize;

use chrono_tz::Tz;
use taskflow_shared::ids::UserId;

use crate::{
    error::ToolError,
    store::{Applied, ListedTask, StoreError, Write},
};

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
            id: task.number,
            title: task.title,
            completed: task.completed,
            description: task.description,
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
    /// Says what became of the one task of a call, in the past tense.
    pub(super) fn of(applied: Applied, status: &'static str) -> Result<Self, ToolError> {
        let item = applied.items.into_iter().next();
        let done = item.ok_or(StoreError::NotFound)??;
        Ok(Self {
            task_id: done.number.get(),
            status,
            title: done.title,
        })
    }
}

/// A call of `tool` by `user`.
pub(super) fn write(user: &UserId, tool: &'static str) -> Write {
    Write {
        user: user.clone(),
        tool,
        request: None,
        zone: Tz::UTC,
    }
}

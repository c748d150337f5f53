//! Tasks as hosts see them.

use chrono::Timelike as _;
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{domain::Due, store::ListedTask};

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

/// Returns a date as `2026-11-23`, or with its time on the clocks of `zone` as `2026-11-23T17:00`.
pub(super) fn date(due: &Due, zone: Tz) -> String {
    let Due::At { at, .. } = due else {
        return due.day().to_string();
    };
    let local = at.with_timezone(&zone).naive_local();
    let format = if local.second() == 0 {
        "%Y-%m-%dT%H:%M"
    } else {
        "%Y-%m-%dT%H:%M:%S"
    };
    local.format(format).to_string()
}

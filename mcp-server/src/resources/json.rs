//! Resources for programs.

use serde::Serialize;

use super::content::{Content, List};
use crate::{
    domain::Task,
    language::Here,
    tools::{TaskView, moment},
};

/// A task that is read alone.
#[derive(Debug, Serialize)]
struct TaskJson<'a> {
    #[serde(flatten)]
    task: TaskView,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subtasks: Vec<TaskView>,
}

#[derive(Debug, Serialize)]
struct ListJson {
    tasks: Vec<TaskView>,
    total: u64,
}

/// Writes the content as JSON.
pub(super) fn json(content: &Content, here: &Here) -> Result<String, serde_json::Error> {
    let shown = |tasks: &[Task]| {
        let shown = tasks.iter().map(|task| TaskView::of_task(task, here.zone));
        shown.collect()
    };
    match content {
        Content::Task { task, parts } => serde_json::to_string(&TaskJson {
            task: TaskView::of_task(task, here.zone),
            description: task.description.as_str(),
            created_at: moment(task.created_at),
            completed_at: task.completed_at.map(moment),
            subtasks: shown(parts),
        }),
        Content::List(List { tasks, total, .. }) => serde_json::to_string(&ListJson {
            tasks: shown(tasks),
            total: *total,
        }),
    }
}

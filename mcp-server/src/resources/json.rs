//! Resources for programs.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::content::{Content, List};
use crate::{
    domain::{Name, Priority, Task},
    language::{Here, recurrence},
    tools::date,
};

/// A task; what is as it is of most tasks is left out.
#[derive(Debug, Default, Serialize)]
struct TaskJson<'a> {
    id: i64,
    title: &'a str,
    completed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<i64>,
    #[serde(flatten)]
    detail: Option<Detail<'a>>,
}

/// What is shown of a task that is read alone.
#[derive(Debug, Serialize)]
struct Detail<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subtasks: Vec<TaskJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ListJson<'a> {
    tasks: Vec<TaskJson<'a>>,
    total: u64,
}

/// Writes the content as JSON.
pub(super) fn json(content: &Content, here: &Here) -> Result<String, serde_json::Error> {
    match content {
        Content::Task { task, parts } => serde_json::to_string(&TaskJson {
            detail: Some(detail(task, parts, here)),
            ..task_json(task, here)
        }),
        Content::List(List { tasks, total, .. }) => serde_json::to_string(&ListJson {
            tasks: tasks.iter().map(|task| task_json(task, here)).collect(),
            total: *total,
        }),
    }
}

fn task_json<'a>(task: &'a Task, here: &Here) -> TaskJson<'a> {
    TaskJson {
        id: task.number.get(),
        title: task.title.as_str(),
        completed: task.completed_at.is_some(),
        due: task.due.as_ref().map(|due| date(due, here.zone)),
        repeat: task.recurrence.as_ref().map(recurrence::display),
        priority: (task.priority != Priority::ORDINARY)
            .then(|| format!("p{}", task.priority.get())),
        project: task.project.as_ref().map(Name::as_str),
        labels: task.labels.names().iter().map(Name::as_str).collect(),
        parent_id: task.parent.map(|parent| parent.get()),
        detail: None,
    }
}

fn detail<'a>(task: &'a Task, parts: &'a [Task], here: &Here) -> Detail<'a> {
    Detail {
        description: task.description.as_str(),
        created_at: moment(task.created_at),
        completed_at: task.completed_at.map(moment),
        subtasks: parts.iter().map(|part| task_json(part, here)).collect(),
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

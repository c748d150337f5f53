//! Tasks as hosts see them: what everybody asks for, and of the rest what is not as usual.

use chrono::{DateTime, SecondsFormat, Timelike as _, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    domain::{Due, Name, Priority, Task},
    language::recurrence,
    store::{Detail, ListedTask},
};

/// A task in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "")]
pub(crate) struct TaskView {
    id: i64,
    title: String,
    completed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<i64>,
    #[serde(flatten)]
    detail: Option<DetailView>,
}

/// The rest of a task.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "")]
struct DetailView {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtasks: Option<u64>,
}

impl TaskView {
    /// Shows a task, with its date on the clocks of `zone`.
    pub(super) fn of(task: ListedTask, zone: Tz) -> Self {
        let is_ordinary = task.priority == Priority::ORDINARY;
        let labels: Vec<String> = task.labels.into_iter().map(written).collect();
        Self {
            id: task.number.get(),
            title: task.title,
            completed: task.completed,
            due: task.due.map(|due| date(&due, zone)),
            repeat: task.recurrence.as_ref().map(recurrence::display),
            priority: (!is_ordinary).then(|| format!("p{}", task.priority.get())),
            project: task.project.map(written),
            labels: Some(labels).filter(|labels| !labels.is_empty()),
            parent_id: task.parent.map(|parent| parent.get()),
            detail: task.detail.map(DetailView::of),
        }
    }
}

impl TaskView {
    /// Shows a task that is not of a list, without the rest of it.
    pub(crate) fn of_task(task: &Task, zone: Tz) -> Self {
        let listed = ListedTask {
            number: task.number,
            title: task.title.as_str().to_owned(),
            completed: task.completed_at.is_some(),
            due: task.due,
            recurrence: task.recurrence.clone(),
            priority: task.priority,
            project: task.project.clone(),
            labels: task.labels.names().to_vec(),
            parent: task.parent,
            detail: None,
        };
        Self::of(listed, zone)
    }
}

impl DetailView {
    fn of(detail: Detail) -> Self {
        Self {
            description: Some(detail.description).filter(|text| !text.is_empty()),
            created_at: moment(detail.created_at),
            completed_at: detail.completed_at.map(moment),
            subtasks: Some(detail.subtasks).filter(|count| *count > 0),
        }
    }
}

fn written(name: Name) -> String {
    name.as_str().to_owned()
}

/// Returns a moment in UTC, to the second.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Returns a date as `2026-11-23`, or with its time on the clocks of `zone` as `2026-11-23T17:00`.
pub(crate) fn date(due: &Due, zone: Tz) -> String {
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

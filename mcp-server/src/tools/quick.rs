//! Tasks in quick-add lines.

use crate::{
    domain::{Labels, NewTask, Title},
    error::ToolError,
    language::{
        Here,
        quick_add::{self, QuickLine},
    },
    store::MAX_TASKS,
};

/// Reads one task a line; what a line does not say is as in `others`.
pub(super) fn new_tasks(
    text: &str,
    others: NewTask,
    here: &Here,
) -> Result<Vec<NewTask>, ToolError> {
    let lines = quick_add::parse(text, here)?;
    if lines.len() > MAX_TASKS {
        return Err(ToolError::TooManyTasks);
    }
    let tasks = lines.into_iter().map(|line| new_task(line, others.clone()));
    tasks.collect()
}

fn new_task(line: QuickLine, others: NewTask) -> Result<NewTask, ToolError> {
    let is_dated = line.due.is_some();
    let labels = others.labels.names().iter().cloned().chain(line.labels);
    Ok(NewTask {
        title: Title::parse(&line.title)?,
        due: line.due.or(others.due),
        recurrence: line.recurrence.or(others.recurrence.filter(|_| !is_dated)),
        priority: line.priority.unwrap_or(others.priority),
        project: line.project.or(others.project),
        labels: Labels::new(labels)?,
        ..others
    })
}

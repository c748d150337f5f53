//! Tasks in quick-add lines.

use crate::{
    domain::{Labels, NewTask, Title},
    error::ToolError,
    language::{
        Here,
        quick_add::{self, BadLine, Problem, QuickLine, ReadLine},
    },
    store::MAX_TASKS,
};

/// Tasks that are to be added, and lines that are none.
#[derive(Debug, Default)]
pub(super) struct NewTasks {
    pub(super) good: Vec<NewTask>,
    /// With their places among all lines.
    pub(super) bad: Vec<(usize, BadLine)>,
}

impl From<NewTask> for NewTasks {
    fn from(task: NewTask) -> Self {
        Self {
            good: vec![task],
            bad: Vec::new(),
        }
    }
}

/// Reads one task a line; what a line does not say is as in `others`. A line that is none is kept
/// apart, unless there is no other.
pub(super) fn new_tasks(text: &str, others: &NewTask, here: &Here) -> Result<NewTasks, ToolError> {
    let lines = quick_add::parse(text, here)?;
    if lines.len() > MAX_TASKS {
        return Err(ToolError::TooManyTasks);
    }
    let mut tasks = NewTasks::default();
    for (place, ReadLine { number, said }) in lines.into_iter().enumerate() {
        match said.and_then(|line| new_task(line, others.clone())) {
            Ok(task) => tasks.good.push(task),
            Err(problem) => tasks.bad.push((
                place,
                BadLine {
                    line: number,
                    problem,
                },
            )),
        }
    }
    match (tasks.good.as_slice(), tasks.bad.as_slice()) {
        ([], [(_, only)]) => Err((*only).into()),
        _ => Ok(tasks),
    }
}

fn new_task(line: QuickLine, others: NewTask) -> Result<NewTask, Problem> {
    let is_dated = line.due.is_some();
    let labels = others.labels.names().iter().cloned().chain(line.labels);
    Ok(NewTask {
        title: Title::parse(&line.title)?,
        due: line.due.or(others.due),
        recurrence: line.recurrence.or(others.recurrence.filter(|_| !is_dated)),
        priority: line.priority.unwrap_or(others.priority),
        project: line.project.or(others.project),
        labels: Labels::new(labels).map_err(|_| Problem::TooManyLabels)?,
        ..others
    })
}

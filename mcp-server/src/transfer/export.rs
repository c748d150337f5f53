//! Writing tasks to a file.

use taskflow_shared::{clock::Clock, database::Database};

use super::{Format, ical, json, todo_txt, todoist};
use crate::{
    config::StdioConfig,
    domain::{Name, Task},
    language::Here,
    place::Place,
    store::{StoreError, Tasks},
    transport::StartError,
};

/// What an export came to.
#[derive(Debug)]
pub struct Exported {
    /// The file's text.
    pub text: String,
    /// How many tasks are in it.
    pub tasks: usize,
    /// What the format has no place for, in words.
    pub left_out: Vec<String>,
}

/// Tasks could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database cannot be opened.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The tasks cannot be read.
    #[error("the tasks cannot be read: {0}")]
    Store(String),
    /// The tasks cannot be written in this format.
    #[error("the tasks cannot be written: {0}")]
    Write(String),
}

/// Writes the person's tasks, those of one project where one is named, in a format.
///
/// # Errors
/// [`ExportError`] where the database fails.
pub async fn export(
    config: &StdioConfig,
    format: Format,
    project: Option<&str>,
    clock: Clock,
) -> Result<Exported, ExportError> {
    let database = Database::open(&config.database)
        .await
        .map_err(StartError::from)?;
    let store = Tasks::new(database.clone(), clock.clone());
    let read = store.all(&config.user).await;
    let _ = database.close().await;
    let mut tasks = read.map_err(|error: StoreError| ExportError::Store(error.to_string()))?;
    if let Some(project) = project {
        let project = Name::stored(project.to_owned());
        tasks.retain(|task| task.project.as_ref() == Some(&project));
    }
    let place = Place::of(&config.locale);
    let here = Here {
        now: clock.now(),
        zone: place.zone,
        order: place.order,
    };
    written(&tasks, format, project.is_some(), &here)
}

pub(super) fn written(
    tasks: &[Task],
    format: Format,
    is_project: bool,
    here: &Here,
) -> Result<Exported, ExportError> {
    let mut left_out = Vec::new();
    let mut count = tasks.len();
    let text = match format {
        Format::Json => {
            json::write(tasks, here.now).map_err(|e| ExportError::Write(e.to_string()))?
        }
        Format::ICalendar => ical::write(tasks, here.now),
        Format::TodoTxt => {
            let described = tasks
                .iter()
                .filter(|task| !task.description.as_str().is_empty());
            tell(
                &mut left_out,
                described.count(),
                "descriptions: todo.txt has none",
            );
            todo_txt::write(tasks, here.zone)
        }
        Format::Csv => {
            let pending: Vec<Task> = tasks
                .iter()
                .filter(|task| task.completed_at.is_none())
                .cloned()
                .collect();
            count = pending.len();
            tell(
                &mut left_out,
                tasks.len() - count,
                "completed tasks: a template has none",
            );
            if !is_project {
                let named = todoist::with_project(&pending);
                tell(
                    &mut left_out,
                    named,
                    "names of projects: a template is one, see --project",
                );
            }
            todoist::write(&pending).map_err(|e| ExportError::Write(e.to_string()))?
        }
    };
    Ok(Exported {
        text,
        tasks: count,
        left_out,
    })
}

fn tell(left_out: &mut Vec<String>, count: usize, what: &str) {
    if count > 0 {
        left_out.push(format!("{count} {what}"));
    }
}

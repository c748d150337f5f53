//! Reading a file of tasks, and adding them, all or none.

use std::sync::Arc;

use taskflow_shared::{clock::Clock, database::Database};

use super::{
    Format, Problems, ical, json, problem::Problem, record::Read, todo_txt, todoist, tree,
};
use crate::{
    config::StdioConfig,
    domain::Name,
    language::Here,
    place::Place,
    store::{Imported, MAX_IMPORTED, Progress, Tasks, Write},
    transport::StartError,
};

/// A file to be imported.
pub struct Import<'f> {
    /// Its name, for what is said of it.
    pub name: &'f str,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// How it is written.
    pub format: Format,
    /// The project of tasks that have none.
    pub project: Option<&'f str>,
    /// Whether everything is done but the writing.
    pub dry_run: bool,
    /// Is told how many tasks of how many have been written.
    pub progress: Arc<dyn Fn(usize, usize) + Send + Sync>,
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How many tasks were added, or would have been.
    pub tasks: usize,
    /// The number of the change, where one was made.
    pub change: Option<i64>,
    /// What the file has and tasks here have not, in words.
    pub left_out: Vec<String>,
}

/// Nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not as it should be.
    #[error(transparent)]
    File(#[from] Problems),
    /// The project's name is none.
    #[error("--project: {0}")]
    Project(String),
    /// The database cannot be opened.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The tasks cannot be written.
    #[error("nothing was imported: {0}")]
    Store(String),
}

/// Adds the tasks of a file to those of the person: all of them, in one change, or none.
///
/// # Errors
/// [`ImportError`] says what is wrong with the file, line by line, or with the database.
pub async fn import(
    config: &StdioConfig,
    file: Import<'_>,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    let place = Place::of(&config.locale);
    let here = Here {
        now: clock.now(),
        zone: place.zone,
        order: place.order,
    };
    let (mut imported, left_out) = read(file.name, file.bytes, file.format, &here)?;
    let tasks = imported.len();
    if let Some(project) = file.project {
        let project = Name::parse(project).map_err(|e| ImportError::Project(e.to_string()))?;
        for imported in &mut imported {
            imported.task.project.get_or_insert_with(|| project.clone());
        }
    }
    let change = if file.dry_run || imported.is_empty() {
        None
    } else {
        let progress = file.progress;
        let progress = Progress(Arc::new(move |written| progress(written, tasks)));
        write(config, imported, progress, clock).await?
    };
    Ok(Outcome {
        tasks,
        change,
        left_out,
    })
}

async fn write(
    config: &StdioConfig,
    imported: Vec<Imported>,
    progress: Progress,
    clock: Clock,
) -> Result<Option<i64>, ImportError> {
    let database = Database::open(&config.database)
        .await
        .map_err(StartError::from)?;
    let write = Write {
        user: config.user.clone(),
        tool: "import",
        request: None,
        zone: Place::of(&config.locale).zone,
    };
    let tasks = Tasks::new(database.clone(), clock);
    let applied = tasks.import(write, imported, progress).await;
    let closed = database.close().await;
    let applied = applied.map_err(|error| ImportError::Store(error.to_string()))?;
    if let Err(error) = closed {
        tracing::warn!(%error, "the database could not be closed properly");
    }
    Ok(applied.change.map(|change| change.get()))
}

/// Reads a file to tasks that can be added as they are.
pub(super) fn read(
    name: &str,
    bytes: Vec<u8>,
    format: Format,
    here: &Here,
) -> Result<(Vec<Imported>, Vec<String>), Problems> {
    let wrong = |found: Vec<Problem>| Problems::new(name, found);
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().iter().take(good);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        wrong(vec![Problem::new(line, "the file is not in UTF-8")])
    })?;
    let Read {
        records,
        problems,
        left_out,
    } = match format {
        Format::Json => json::read(&text, here.zone),
        Format::Csv => todoist::read(&text, here),
        Format::ICalendar => ical::read(&text, here.zone),
        Format::TodoTxt => todo_txt::read(&text, here.zone),
    };
    if !problems.is_empty() {
        return Err(wrong(problems));
    }
    if let Some(first) = records.get(MAX_IMPORTED) {
        let words = format!(
            "the file has {} tasks; {MAX_IMPORTED} can be imported at once",
            records.len()
        );
        return Err(wrong(vec![Problem::new(first.line, words)]));
    }
    let imported = tree::resolve(records).map_err(wrong)?;
    Ok((imported, left_out))
}

//! Why a tool's call fails, in words that a model and a person can act on.

use std::fmt;

use rmcp::model::{CallToolResult, ContentBlock};

use crate::{
    domain::{InvalidDescription, InvalidName, InvalidTitle, TooManyLabels},
    elicitation::Unanswered,
    language::{
        dates::UnclearDate,
        filter::FilterError,
        quick_add::{BadLine, QuickAddError},
        recurrence::UnclearRepeat,
    },
    store::{CursorError, MAX_TASKS, Refusal, StoreError, Titled},
    tools::ArgumentErrors,
};

/// Why a tool's call fails. The words are shown, so clients know some of them by heart.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ToolError {
    /// The arguments are not what the tool takes.
    #[error(transparent)]
    Arguments(#[from] ArgumentErrors),
    /// The title is not one.
    #[error(transparent)]
    Title(#[from] InvalidTitle),
    /// A title was to be replaced by nothing.
    #[error("Title cannot be empty")]
    TitleCleared,
    /// There are two ways to name what is added, and both were taken.
    #[error("Give title or quick, not both: title is kept verbatim, quick is parsed")]
    TitleAndQuick,
    /// The description is not one.
    #[error(transparent)]
    Description(#[from] InvalidDescription),
    /// The date is not understood.
    #[error(transparent)]
    Due(#[from] UnclearDate),
    /// The repetition is not understood.
    #[error(transparent)]
    Repeat(#[from] UnclearRepeat),
    /// How a task repeats was said in two places.
    #[error("due already says how the task repeats; leave out repeat, or give due a date")]
    RepeatsTwice,
    /// A field was to be cleared with a word.
    #[error("To clear {0}, give ''")]
    ClearedInWords(&'static str),
    /// The priority is not one.
    #[error("priority must be p1, p2, p3 or p4; p1 is the most urgent")]
    Priority,
    /// The name of a project or a label is not one.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// There are more labels than a task may have.
    #[error(transparent)]
    Labels(#[from] TooManyLabels),
    /// Labels were to be replaced and changed at once.
    #[error(
        "labels either replace all (\"a\", \"b\") or change some (\"+a\", \"-b\"); do not mix them"
    )]
    MixedLabels,
    /// A label was to be taken from a task that is not there yet.
    #[error("A new task has no labels to remove; give names without -")]
    NoLabelToRemove,
    /// The lines are not understood.
    #[error(transparent)]
    Quick(#[from] QuickAddError),
    /// The one line is not a task.
    #[error(transparent)]
    Line(#[from] BadLine),
    /// The filter is not understood.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// Nothing that can be changed was given.
    #[error("No fields provided to update")]
    NothingToUpdate,
    /// Tasks are named in no way, or in several.
    #[error("Say which tasks with exactly one of task_id, task_ids and find")]
    Target,
    /// A call names more tasks than one may.
    #[error("At most {MAX_TASKS} tasks can be written in a call")]
    TooManyTasks,
    /// There is no such task, or it is somebody else's.
    #[error("Task not found{}", nearest(.0))]
    NotFound(Candidates),
    /// No title has the words.
    #[error("No {which}task matches \"{words}\"{}", nearest(.candidates))]
    NoMatch {
        words: String,
        /// Which tasks were looked at, with a space after it.
        which: &'static str,
        candidates: Candidates,
    },
    /// Several titles have the words.
    #[error("Several tasks match \"{words}\": {candidates}{}. Nothing was changed; use task_id", and_more(.more))]
    Several {
        words: String,
        candidates: Candidates,
        more: usize,
    },
    /// What is to be found is longer than a title.
    #[error("find exceeds 200 characters")]
    FindTooLong,
    /// There is nothing to be found.
    #[error("find must contain letters or digits of a title")]
    FindWithoutWords,
    /// Nothing was done to the task.
    #[error(transparent)]
    Refused(Refusal),
    /// A question is not answered.
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
    /// The task that was chosen is no longer one of those that are meant.
    #[error("Nothing was changed: the task that was chosen has changed meanwhile")]
    ChoiceGone,
    /// More tasks would be deleted than the person was shown.
    #[error("Nothing was changed: more tasks would be deleted than were shown; call again")]
    MoreThanShown,
    /// The id of a request is neither a text nor a number.
    #[error("the request id must be text")]
    RequestIdKind,
    /// The id of a request is too long.
    #[error("the request id exceeds 200 characters")]
    RequestIdLength,
    /// A page is of a size that is not given out.
    #[error("limit must be from 1 to 100")]
    Limit,
    /// The cursor leads nowhere.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A value could not be read or written as JSON although the schema allows it.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// Tasks that may have been meant.
#[derive(Debug)]
pub(crate) struct Candidates(pub(crate) Vec<Titled>);

impl fmt::Display for Candidates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, task) in self.0.iter().enumerate() {
            let between = if position == 0 { "" } else { ", " };
            write!(f, "{between}{} {}", task.number.get(), task.title)?;
        }
        Ok(())
    }
}

fn nearest(candidates: &Candidates) -> String {
    match candidates.0.as_slice() {
        [] => String::new(),
        _ => format!(". Nearest: {candidates}"),
    }
}

fn and_more(more: &usize) -> String {
    match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    }
}

/// What is said where the reason is ours alone.
const INTERNAL: &str = "Something went wrong on our side; please try again";

impl From<ToolError> for CallToolResult {
    /// The text, marked as an error, without structured content. What only concerns us is logged
    /// here and not said.
    fn from(error: ToolError) -> Self {
        let words = match &error {
            ToolError::Store(StoreError::Database(_) | StoreError::Conflict)
            | ToolError::Json(_) => {
                tracing::error!(%error, "a tool failed");
                INTERNAL.to_owned()
            }
            _ => error.to_string(),
        };
        Self::error(vec![ContentBlock::text(words)])
    }
}

/// Returns as much of a name that a caller made up as an answer repeats.
pub(crate) fn clipped(name: &str) -> String {
    const MAX_CHARS: usize = 64;
    let mut letters = name.chars();
    let mut clipped: String = letters.by_ref().take(MAX_CHARS).collect();
    if letters.next().is_some() {
        clipped.push('…');
    }
    clipped
}

/// The result of a call that panicked; the panic itself has been reported by its hook.
pub(crate) fn panicked() -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(INTERNAL)])
}

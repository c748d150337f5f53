//! What a write led to, as hosts see it.

use std::borrow::Cow;

use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;

use super::view::date;
use crate::{
    error::ToolError,
    store::{Applied, Done, Item, Refused, StoreError, What},
};

/// What became of the one task of a call, or of each of several.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(description = "")]
pub(crate) struct Outcome {
    #[serde(flatten)]
    one: Option<Became>,
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<Vec<Became>>,
    /// What undo takes back
    #[serde(skip_serializing_if = "Option::is_none")]
    change_id: Option<i64>,
    /// The change that was taken back
    #[serde(skip_serializing_if = "Option::is_none")]
    undone: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Cow<'static, str>>,
}

/// What became of a task, or why nothing did.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(description = "")]
struct Became {
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// Where a repeating task moved to
    #[serde(skip_serializing_if = "Option::is_none")]
    next_due: Option<String>,
    /// How many went with it
    #[serde(skip_serializing_if = "Option::is_none")]
    subtasks: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Outcome {
    /// Says what was done: to each task in its place where the call was about several, else to
    /// the one, whose refusal is that of the call. Dates are on the clocks of `zone`.
    pub(super) fn of(applied: Applied, is_many: bool, zone: Tz) -> Result<Self, ToolError> {
        let mut outcome = Self {
            change_id: applied.change.map(|change| change.get()),
            undone: applied.undone.map(|change| change.get()),
            note: Some(applied.more)
                .filter(|more| *more > 0)
                .map(|more| format!("and {more} more").into()),
            ..Self::default()
        };
        let mut items = applied.items;
        if is_many || items.len() > 1 {
            let became = items.into_iter().map(|item| Became::of(item, zone));
            outcome.results = Some(became.collect());
            return Ok(outcome);
        }
        let item = items.pop().ok_or(StoreError::NotFound)?;
        let done = item.map_err(|refused| ToolError::Refused(refused.reason))?;
        outcome.one = Some(Became::done(done, zone));
        Ok(outcome)
    }

    /// Adds what nothing became of, each in its place among the results.
    pub(super) fn with_errors<E: ToString>(mut self, errors: Vec<(usize, E)>) -> Self {
        for (place, error) in errors {
            let results = self.results.get_or_insert_default();
            let became = Became {
                error: Some(error.to_string()),
                ..Became::default()
            };
            results.insert(place.min(results.len()), became);
        }
        self
    }

    /// Adds a sentence that the model is to know.
    pub(super) fn with_note(mut self, note: &'static str) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Became {
    fn of(item: Item, zone: Tz) -> Self {
        match item {
            Ok(done) => Self::done(done, zone),
            Err(refused) => Self::refused(refused),
        }
    }

    fn done(done: Done, zone: Tz) -> Self {
        let due = done.due.map(|due| date(&due, zone));
        let (due, next_due) = match done.what {
            What::Repeated => (None, due),
            What::Completed | What::AlreadyCompleted | What::Deleted => (None, None),
            _ => (due, None),
        };
        Self {
            task_id: Some(done.number.get()),
            status: Some(status(done.what)),
            title: Some(done.title),
            due,
            next_due,
            subtasks: Some(done.subtasks).filter(|count| *count > 0),
            error: None,
        }
    }

    fn refused(refused: Refused) -> Self {
        Self {
            task_id: refused.number.map(|number| number.get()),
            title: refused.title,
            error: Some(refused.reason.to_string()),
            ..Self::default()
        }
    }
}

/// In the past tense, and the same word where it was that way before.
fn status(what: What) -> &'static str {
    match what {
        What::Created => "created",
        What::Completed | What::AlreadyCompleted | What::Repeated => "completed",
        What::Reopened | What::AlreadyPending => "reopened",
        What::Updated | What::Unchanged => "updated",
        What::Deleted => "deleted",
        What::Restored => "restored",
        What::Reverted => "reverted",
    }
}

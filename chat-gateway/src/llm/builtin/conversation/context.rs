//! What "it", "the second one" and "yes" can refer to.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::{Answered, Page, TaskRef, Turn, changes::Changes};
use crate::llm::builtin::command::{Action, NewTask, Status};

/// What earlier turns leave behind for the next one.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Context {
    /// The tasks shown last, in the order in which they were shown.
    pub(crate) shown: Vec<TaskRef>,
    /// The tasks spoken of last.
    pub(crate) focus: Vec<TaskRef>,
    /// The tasks added last.
    pub(crate) added: Vec<TaskRef>,
    /// The question that waits for an answer.
    pub(crate) question: Option<Question>,
    /// How to go on with a list that did not fit.
    pub(crate) more: Option<MorePages>,
    /// What was changed, to be taken back.
    pub(crate) changes: Changes,
    /// The person's day.
    pub(crate) today: Option<NaiveDate>,
}

/// How to go on with a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MorePages {
    /// What to call `list_tasks` with.
    pub(crate) arguments: Map<String, Value>,
    /// How many tasks were shown so far.
    pub(crate) shown: u64,
}

/// A question that was asked and waits for an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Question {
    /// Which of these to act on.
    Which {
        /// What to do.
        action: Action,
        /// What there is to choose from.
        candidates: Vec<TaskRef>,
    },
    /// Whether to act on these.
    Confirm {
        /// What to do.
        action: Action,
        /// To which tasks.
        tasks: Vec<TaskRef>,
    },
    /// Whether to act on, or go on with, all of a kind.
    ConfirmEvery {
        /// What to do.
        action: Action,
        /// To which tasks.
        scope: Scope,
        /// How many there were when it was asked.
        total: u64,
    },
    /// Whether to add these.
    ConfirmAdd(Vec<NewTask>),
    /// What to add.
    Titles,
    /// Which task to act on.
    Target(Action),
    /// What a task should be called, or be described as, or when it is due.
    Text {
        /// Rename, describe or postpone.
        action: Action,
        /// The task.
        task: TaskRef,
    },
}

/// All tasks of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Of which status.
    pub(crate) status: Status,
    /// With which words.
    pub(crate) about: Option<String>,
    /// But not these numbers.
    pub(crate) kept: Vec<u64>,
}

impl Context {
    /// Remembers tasks that were shown as a list.
    pub(crate) fn show(&mut self, tasks: &[TaskRef]) {
        self.shown = tasks.to_vec();
        self.focus = if tasks.len() == 1 {
            tasks.to_vec()
        } else {
            Vec::new()
        };
    }

    /// Remembers tasks that were acted on or spoken of.
    pub(crate) fn speak_of(&mut self, tasks: &[TaskRef]) {
        self.focus = tasks.to_vec();
    }

    /// Remembers tasks that were added; they come last in what was shown.
    pub(crate) fn add(&mut self, tasks: &[TaskRef]) {
        self.added = tasks.to_vec();
        self.focus = tasks.to_vec();
        if tasks.len() > 1 {
            self.shown = tasks.to_vec();
        } else {
            self.shown.extend_from_slice(tasks);
        }
    }

    /// Takes in a turn that this model did not answer, from its tool results alone.
    pub(crate) fn observe(&mut self, turn: &Turn<'_>) {
        self.question = None;
        self.more = None;
        let mut touched = Vec::new();
        let mut added = Vec::new();
        for Answered { name, outcome, .. } in &turn.log {
            let Ok(result) = outcome else { continue };
            self.changes.observe(name, result);
            match name.as_str() {
                "list_tasks" => self.show(&Page::read(result).tasks),
                "add_task" => added.extend(TaskRef::read_all(result)),
                "overview" => {}
                _ => touched.extend(TaskRef::read_all(result)),
            }
        }
        if !touched.is_empty() {
            self.speak_of(&touched);
        }
        if !added.is_empty() {
            self.add(&added);
        }
    }
}

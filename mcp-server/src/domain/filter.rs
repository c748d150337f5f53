//! Which tasks are asked for, and in what order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Name, Priority, Search, Span, TaskNumber, span::Edge};

/// Tasks by whether they are done.
// Says nothing in the schema, where every word is read with every conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(description = "")]
pub(crate) enum StatusFilter {
    #[default]
    All,
    Pending,
    Completed,
}

/// The order of a list; tasks that are equal in it follow each other by number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(description = "")]
pub(crate) enum Sort {
    /// What is pending by day, priority and time, then what is completed, the last first.
    #[default]
    Smart,
    /// By when it is due, without a date last.
    Due,
    /// By priority, within it as [`Self::Smart`].
    Priority,
    /// By number, which is the order in which tasks were added.
    Created,
    /// By the letters of the title, whatever their case and accents.
    Title,
}

/// What somebody filters by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    /// As it was written: that it is still the same filter on the next page, where `today` and
    /// `overdue` have come to mean another moment.
    pub(crate) written: String,
    /// What it means now.
    pub(crate) tree: Tree,
}

/// Conditions joined by not, and, or.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tree {
    Is(Condition),
    Not(Box<Tree>),
    /// At least two, none of which is itself such a list.
    All(Vec<Tree>),
    /// At least two, none of which is itself such a list.
    Any(Vec<Tree>),
}

/// What a task is or is not, with everything that depends on the moment worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Every task is.
    Everything,
    /// Its time lies within.
    During(Time, Span),
    /// It has no date.
    Undated,
    /// It is pending, and its day or its moment has passed.
    Overdue(Edge),
    Priority(Priority),
    Project(Name),
    NoProject,
    Label(Name),
    NoLabels,
    /// It repeats.
    Recurring,
    /// It has a parent.
    Subtask,
    /// It lies below this task, however deep.
    Below(TaskNumber),
    /// Its title has these words.
    Search(Search),
}

/// Which time of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    Due,
    Created,
    /// Of pending tasks there is none.
    Completed,
}

impl Tree {
    /// Joins conditions that must all hold.
    pub(crate) fn all(trees: Vec<Self>) -> Self {
        Self::joined(trees, Self::All, |tree| match tree {
            Self::All(trees) => Ok(trees),
            other => Err(other),
        })
    }

    /// Joins conditions of which one must hold.
    pub(crate) fn any(trees: Vec<Self>) -> Self {
        Self::joined(trees, Self::Any, |tree| match tree {
            Self::Any(trees) => Ok(trees),
            other => Err(other),
        })
    }

    /// Returns what holds where this does not.
    pub(crate) fn not(self) -> Self {
        match self {
            Self::Not(tree) => *tree,
            tree => Self::Not(Box::new(tree)),
        }
    }

    fn joined(
        trees: Vec<Self>,
        join: impl FnOnce(Vec<Self>) -> Self,
        parts: impl Fn(Self) -> Result<Vec<Self>, Self>,
    ) -> Self {
        let mut flat = Vec::with_capacity(trees.len());
        for tree in trees {
            match parts(tree) {
                Ok(inner) => flat.extend(inner),
                Err(tree) => flat.push(tree),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => join(flat),
        }
    }
}

//! What is said of lines that are not taken.

use crate::domain::{InvalidName, InvalidTitle};

/// None of the lines is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum QuickAddError {
    /// There is no line with anything on it.
    #[error("Write one task a line, for example: Pay rent every 1st p1 #Home @bills")]
    Nothing,
    /// It is longer than 10,000 characters.
    #[error("Quick-add takes at most 10,000 characters at once")]
    TooLong,
    /// It has more than 100 lines.
    #[error("Quick-add takes at most 100 lines at once")]
    TooManyLines,
}

/// A line is not a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Line {line}: {problem}")]
pub(crate) struct BadLine {
    /// Its number, counted from 1 and with blank lines.
    pub(crate) line: usize,
    /// What is wrong with it.
    pub(crate) problem: Problem,
}

/// Why a line is not a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Problem {
    /// Nothing is left for the title, or too much.
    #[error("{0}")]
    Title(#[from] InvalidTitle),
    /// A project or label is not a name.
    #[error("{0}")]
    Name(#[from] InvalidName),
    /// There are more than 50 labels.
    #[error("a task has at most 50 labels")]
    TooManyLabels,
}

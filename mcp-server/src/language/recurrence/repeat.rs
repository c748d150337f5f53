//! What a phrase says: how a task repeats and when it is due first.

use crate::domain::{Due, Recurrence};

/// How a task repeats and when it is due first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// How it repeats.
    pub(crate) recurrence: Recurrence,
    /// The first date that has not passed.
    pub(crate) first: Due,
}

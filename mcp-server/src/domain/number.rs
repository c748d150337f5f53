//! How people call a task, and a change.

use serde::{Deserialize, Serialize};

/// What people and models call a task's id: counted from 1 for each person, never given out twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct TaskNumber(i64);

impl TaskNumber {
    /// Takes any whole number; one that was never given out names no task.
    pub(crate) fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the number.
    pub(crate) fn get(self) -> i64 {
        self.0
    }
}

/// What people and models call a change: counted from 1 for each person; all that one call changed
/// has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ChangeNumber(i64);

impl ChangeNumber {
    /// Takes any whole number; one that was never given out names no change.
    pub(crate) fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the number.
    pub(crate) fn get(self) -> i64 {
        self.0
    }
}

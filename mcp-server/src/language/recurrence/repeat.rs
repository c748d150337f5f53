//! What a phrase says: how a task repeats and when it is due first.

use crate::domain::{Due, Recurrence};

/// How a task repeats and when it is due first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// How it repeats.
    pub(crate) recurrence: Recurrence,
    /// The first date that has not passed.
    pub(crate) first: Due,
    /// Whether it was written as a rule, which is taken as RFC 5545 says.
    pub(super) as_given: bool,
}

impl Repeat {
    /// Returns how a task repeats that is due first at another date than the words say, because
    /// that was said apart from them: `every month` from the 31st on keeps to the last day of
    /// shorter months.
    pub(crate) fn starting(&self, due: &Due) -> Recurrence {
        match self.as_given || self.recurrence.is_from_completion() {
            true => self.recurrence.clone(),
            false => self.recurrence.starting(due),
        }
    }
}

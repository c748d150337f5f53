//! What is said of a text that is not understood as a repetition.

use crate::domain::InvalidRule;

/// The text does not say how a task repeats.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnclearRepeat {
    /// It is not understood, or is more than a repetition.
    #[error(
        "Could not read \"{0}\" as a repetition; for example: every day at 9am, every 2 weeks on \
         monday, every last friday"
    )]
    NotUnderstood(String),
    /// It looks like a recurrence rule, but is not one.
    #[error("Could not read the recurrence rule: {0}")]
    Rule(#[from] InvalidRule),
    /// It has ended before its first date.
    #[error("\"{0}\" ends before its first date")]
    Ended(String),
}

//! What is said of a text that is not understood as a date.

use crate::domain::DateOutOfRange;

/// The text is not a date, or one that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnclearDate {
    /// It is not understood as a date, or means none, such as `feb 30`.
    #[error("Could not read \"{0}\" as a date; for example: tomorrow 5pm, next friday, 2026-12-01")]
    NotUnderstood(String),
    /// It is too early or too late.
    #[error(transparent)]
    OutOfRange(#[from] DateOutOfRange),
}

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

impl UnclearDate {
    /// How much of the text is repeated, in characters.
    const MAX_CHARS: usize = 60;

    /// Says that a text is not understood.
    pub(super) fn not_understood(text: &str) -> Self {
        let mut shown: String = text.chars().take(Self::MAX_CHARS).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        Self::NotUnderstood(shown)
    }
}

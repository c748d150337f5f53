//! Tasks as parts of others.

/// How many levels of tasks there are at the most, the top one counted.
pub(crate) const MAX_DEPTH: usize = 5;

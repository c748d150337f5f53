//! Writing tasks: their rows, their labels, and the log of what was changed.

mod labels;
mod log;
mod rows;
mod write;

pub(super) use write::{Added, Edit, added, edited};

/// Rows in one statement: the values of more would be over the limit of a statement.
const ROWS: usize = 500;

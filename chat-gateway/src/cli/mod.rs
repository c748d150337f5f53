//! Commands that are more than a line.

pub(crate) mod audit;

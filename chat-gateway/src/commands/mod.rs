//! The commands that do one thing and end.

mod erase;

pub(crate) use erase::{EraseArguments, erase};

//! What people write: dates, repetition, quick-add lines and filters.
//!
//! Everything here is a pure function of a text, of the moment and of the person's time zone. A
//! text that is not understood is an error that shows what is; nothing is guessed.

pub(crate) mod dates;
pub(crate) mod filter;
mod here;
pub(crate) mod quick_add;
pub(crate) mod recurrence;
pub(crate) mod tokens;

pub(crate) use here::{DateOrder, Here};

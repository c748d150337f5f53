//! How a task repeats: rules of RFC 5545, read, checked and evaluated.
//!
//! Rules are evaluated on the clock of the person, as if it were never put forward or back, and a
//! date without a time is never given one; only the result is placed in a time zone.

mod check;
mod next;
mod phase;
mod read;
#[expect(
    clippy::module_inception,
    reason = "it is the type that this module is about"
)]
mod recurrence;
mod rule;
#[cfg(test)]
mod tests;

#[cfg(test)]
use check::UnusableRule;
pub(crate) use next::occurrences;
pub(crate) use read::InvalidRule;
pub(crate) use recurrence::Recurrence;
pub(crate) use rule::{Day, End, Frequency, Rule};

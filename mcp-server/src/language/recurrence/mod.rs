//! Repetition as people write it.
//!
//! A phrase is read in three steps: the head says what repeats (`every 2 weeks`, `monthly`, `the
//! last friday of every month`), tails say the rest (`on monday`, `at 9am`, `until june`), and the
//! draft of both becomes a rule and a first date. What the words mean is argued in
//! `docs/decisions/0012-how-tasks-repeat.md`.

mod cursor;
mod days;
mod display;
mod draft;
mod error;
mod head;
mod holidays;
mod months;
mod often;
mod ordinals;
mod read;
mod repeat;
mod tails;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use display::display;
pub(crate) use error::UnclearRepeat;
pub(crate) use often::{WEEKDAYS_OFTEN, is_repetition};
pub(crate) use read::{may_occur, parse, prefix};
pub(crate) use repeat::Repeat;

//! Dates and times as people write them.
//!
//! A phrase is read in pieces: [`rules`] says which words make a piece and what it means, [`slots`]
//! reads what stands for more than one word, and [`gathered`] puts the pieces together (`friday`,
//! `in the evening`, `at 8`). What the words mean is argued in
//! `docs/decisions/0011-what-dates-mean.md`.

mod calendar;
mod clock;
mod display;
mod error;
mod figures;
mod gathered;
mod numbers;
mod openings;
mod pattern;
mod read;
mod reader;
mod rules;
mod scene;
mod sense;
mod slots;
mod span;
#[cfg(test)]
mod tests;
mod when;
mod words;

pub(crate) use display::display;
pub(crate) use error::UnclearDate;
pub(crate) use read::{Finder, parse, prefix, time_prefix};
pub(crate) use when::When;
pub(crate) use words::month;

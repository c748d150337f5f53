//! Dates and times as people write them.
//!
//! What the words mean is argued in `docs/decisions/0011-what-dates-mean.md`.

mod display;
mod error;
mod read;
mod when;

pub(crate) use display::display;
pub(crate) use error::UnclearDate;
pub(crate) use read::{parse, prefix, time_prefix};
pub(crate) use when::When;

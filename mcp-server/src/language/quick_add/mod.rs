//! Quick-add lines: `Pay rent every 1st p1 #Home @bills`.
//!
//! A line is read in three passes: marks (`p1`, `#Home`, `@bills`) and what is never read (quoted,
//! escaped, addresses) are found, then what says when, and what is left is the title, as it was
//! written. Where it is not sure that something is a date it stays in the title; the rules of that
//! are in `docs/decisions/0012-how-tasks-repeat.md` and, line by line, in `tests/lines.txt`.

#[cfg(any(test, feature = "internals"))]
mod display;
mod error;
mod joined;
mod joints;
mod line;
mod marks;
mod names;
mod read;
mod runs;
mod sure;
#[cfg(test)]
mod tests;
mod when;
mod words;

#[cfg(any(test, feature = "internals"))]
pub(crate) use display::display;
pub(crate) use error::{BadLine, Problem, QuickAddError};
pub(crate) use line::QuickLine;
pub(crate) use read::{ReadLine, parse};

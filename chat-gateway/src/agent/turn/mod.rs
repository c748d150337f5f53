//! A turn as a pure machine: what to do next, given what has happened. No I/O, no time.
//!
//! ```text
//! new ─▶ AskModel ─▶ answered() ─▶ CallTools ─▶ called()…, batch_done() ─▶ CallTools … AskModel …
//!                       ├─▶ Finish                         └─▶ Finish
//!                       └─▶ AskPerson ─▶ take_segment() … resumed(), replied(), batch_done() ─▶ …
//! ```

mod asking;
mod decided;
mod machine;
mod pending;
mod plan;
mod step;
#[cfg(test)]
mod tests;

pub(crate) use asking::Segment;
pub(crate) use machine::{Turn, result_message};
pub(crate) use step::{Finish, Step, StopReason};

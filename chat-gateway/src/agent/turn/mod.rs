//! A turn as a pure machine: what to do next, given what has happened. No I/O, no time.
//!
//! ```text
//! Turn::new ─▶ AskModel ─▶ answered() ─▶ CallTools ─▶ called()…, step_done() ─▶ AskModel …
//!                                   └──▶ Finish                          └───▶ Finish
//! ```

mod decided;
mod machine;
mod plan;
mod step;
#[cfg(test)]
mod tests;

pub(crate) use machine::{Turn, result_message};
pub(crate) use step::{Finish, Step, StopReason};

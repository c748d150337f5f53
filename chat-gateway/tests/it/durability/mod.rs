//! The program itself, killed while many people chat, and under many streams at once.
//!
//! A small round by default; `just torture` runs the large one. `TASKFLOW_TORTURE_KILLS`,
//! `TASKFLOW_TORTURE_STREAMS` and `TASKFLOW_TORTURE_WATCHERS` say how many.

mod chatter;
pub(crate) mod endpoint;
mod judge;
mod kills;
pub(crate) mod program;
mod service;
mod streams;
mod watchers;

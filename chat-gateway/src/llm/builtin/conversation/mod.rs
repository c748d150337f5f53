//! What the messages say has happened so far.

mod context;
mod history;
mod task;

pub(crate) use context::{Context, MorePages, Question, Scope};
pub(crate) use history::{Answered, Turn, turns};
pub(crate) use task::{Page, TaskRef};

//! What the messages say has happened so far.

mod changes;
mod context;
mod history;
mod task;
mod today;

pub(crate) use changes::number as change_number;
pub(crate) use context::{Context, MorePages, Question, Scope};
pub(crate) use history::{Answered, Turn, turns};
pub(crate) use task::{Extra, Page, TaskRef};
pub(crate) use today::today;

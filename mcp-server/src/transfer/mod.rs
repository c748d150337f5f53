//! Tasks as files of other programs have them, in and out.
//!
//! A format is a file here: what it writes of tasks, and how it reads
//! records with the line that each came from. What is wrong with a file is
//! gathered, so that one look shows it all; nothing is written then.

mod dates;
mod export;
mod format;
mod ical;
mod import;
mod json;
mod lines;
mod problem;
mod record;
#[cfg(test)]
mod tests;
mod todo_txt;
mod todoist;
mod tree;
mod wording;

pub use export::{ExportError, Exported, export};
pub use format::{Format, UnknownFormat};
pub use import::{Import, ImportError, Outcome, import};
pub use problem::Problems;

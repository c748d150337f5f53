//! What a model can do with tasks, one tool a file.
//!
//! To add one: write its file as the others are, and name it in [`registry`].

mod add_task;
mod arguments;
mod complete_task;
mod delete_task;
mod list_tasks;
mod registry;
mod schema;
mod tool;
mod update_task;
mod value;
mod view;

pub(crate) use arguments::ArgumentErrors;
pub(crate) use registry::{all, find};
pub(crate) use tool::{Entry, Tool};

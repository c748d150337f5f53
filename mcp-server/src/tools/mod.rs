//! What a model can do with tasks, one tool a file.
//!
//! To add one: write its file as the others are, and name it in [`registry`].

mod add_task;
mod arguments;
mod call;
mod complete_task;
mod delete_task;
mod fields;
mod find;
mod list_tasks;
mod nearest;
mod outcome;
mod overview;
mod quick;
mod registry;
mod request;
mod schema;
mod target;
mod tool;
mod undo;
mod update_task;
mod value;
mod view;

pub(crate) use arguments::ArgumentErrors;
pub(crate) use call::Call;
pub(crate) use registry::{all, find};
pub(crate) use tool::{Entry, Identity, Tool};
pub(crate) use view::{TaskView, date, moment};

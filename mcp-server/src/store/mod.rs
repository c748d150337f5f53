//! Where tasks are kept. Every query starts from its owner; every write also writes down what
//! changed, in the same transaction.

mod add;
mod applied;
mod apply;
mod counters;
mod due_columns;
mod edit;
mod entities;
mod error;
mod feed;
mod import;
mod list;
mod names;
mod overview;
mod read;
mod record;
mod requests;
mod secrets;
mod tasks;
mod together;
pub(crate) mod trash;
mod tree;
mod undo;
mod views;

#[cfg(test)]
mod tests;

pub(crate) use applied::{Applied, Done, Item, Refusal, Refused, Request, What, Write};
pub(crate) use error::{StoreError, UndoRefusal};
pub(crate) use feed::{Logged, Sight};
pub(crate) use import::{Imported, MAX_IMPORTED, Progress};
#[cfg(feature = "internals")]
pub(crate) use list::explain;
pub(crate) use list::{CursorError, Detail, ListQuery, ListedTask, Page};
pub(crate) use names::Names;
pub(crate) use tasks::Tasks;
pub(crate) use tree::MAX_DEPTH;
pub(crate) use views::{Counted, Going, NameKind, Overview, Titled};

/// The most tasks that one call writes.
pub(crate) const MAX_TASKS: usize = 100;

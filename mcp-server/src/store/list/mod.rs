//! Reading lists in pages, filtered and sorted by the database.
//!
//! A list is read from at most two stretches of a person's tasks, the pending and the completed
//! ones. How each is read is decided by counting what the indexes hold (`plan`): where a condition
//! of the filter leaves few tasks, those are read and put in order (`sources`); otherwise they are
//! read in order, by the index of the sort, until the page is full (`runs`). Why is argued in
//! `docs/decisions/0013-filters.md`.

mod conditions;
#[cfg(feature = "internals")]
mod explain;
mod keys;
mod meeting;
mod page;
mod plan;
mod query;
mod rows;
mod runs;
mod similar;
mod sources;
mod sql;
mod stretch;

#[cfg(test)]
mod tests;

#[cfg(feature = "internals")]
pub(crate) use explain::explain;
pub(super) use keys::{PENDING_END, completed_key};
pub(super) use page::page;
pub(crate) use query::{CursorError, ListQuery};
pub(crate) use rows::{Detail, ListedTask, Page};
pub(crate) use similar::Similar;
pub(super) use similar::similar;
pub(super) use sql::Sql;

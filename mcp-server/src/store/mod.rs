//! Where tasks are kept. Every query starts from its owner; every write also writes down what
//! changed, in the same transaction.

mod changes;
mod counters;
mod edit;
mod entities;
mod list;
mod tasks;

pub(crate) use list::{CursorError, Detail, ListQuery, ListedTask, Page, Similar};
pub(crate) use tasks::Tasks;

/// What was asked of the store could not be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// There is no such task, or it is somebody else's.
    #[error("Task not found")]
    NotFound,
    /// Another write came in between.
    #[error("the task was changed by somebody else meanwhile")]
    Conflict,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sea_orm::DbErr),
}

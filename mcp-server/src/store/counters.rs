//! What is counted for each person: the last number given out, and how many tasks there are.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, ExprTrait as _, QueryFilter,
    QuerySelect as _,
    sea_query::{Expr, OnConflict},
};
use taskflow_shared::ids::UserId;

use super::{StoreError, entities::task_lists};
use crate::domain::Status;

/// Gives out the next number of a change, and for `tasks` new tasks that are pending the next
/// numbers. Whoever does so at the same moment waits until this transaction ends.
///
/// Returns the counters as they are then.
pub(super) async fn add(
    transaction: &impl ConnectionTrait,
    user: &UserId,
    tasks: i64,
) -> Result<task_lists::Model, StoreError> {
    let first = task_lists::ActiveModel {
        user_id: Set(user.to_string()),
        last_number: Set(tasks),
        pending: Set(tasks),
        completed: Set(0),
        last_change: Set(1),
    };
    let more = |column: task_lists::Column, count: i64| {
        let counter = Expr::col((task_lists::Entity, column));
        (column, counter.add(count))
    };
    let following = OnConflict::column(task_lists::Column::UserId)
        .values([
            more(task_lists::Column::LastNumber, tasks),
            more(task_lists::Column::Pending, tasks),
            more(task_lists::Column::LastChange, 1),
        ])
        .to_owned();
    let list = task_lists::Entity::insert(first)
        .on_conflict(following)
        .exec_with_returning(transaction)
        .await?;
    Ok(list)
}

/// How many more tasks stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Difference {
    pending: i64,
    completed: i64,
}

impl Difference {
    /// Counts a task elsewhere.
    pub(super) fn move_one(&mut self, from: Status, to: Status) {
        for (status, step) in [(from, -1), (to, 1)] {
            match status {
                Status::Pending => self.pending += step,
                Status::Completed => self.completed += step,
                Status::Deleted => {}
            }
        }
    }
}

/// Gives out the next number of a change, and counts what it moves.
pub(super) async fn change(
    transaction: &impl ConnectionTrait,
    user: &UserId,
    difference: Difference,
) -> Result<i64, StoreError> {
    let mut update = task_lists::Entity::update_many().filter(of(user));
    for (column, step) in [
        (task_lists::Column::LastChange, 1),
        (task_lists::Column::Pending, difference.pending),
        (task_lists::Column::Completed, difference.completed),
    ] {
        if step != 0 {
            update = update.col_expr(column, Expr::col(column).add(step));
        }
    }
    let lists = update.exec_with_returning(transaction).await?;
    let list = lists.first().ok_or(DbErr::RecordNotUpdated)?;
    Ok(list.last_change)
}

/// Lets one call at a time write a person's tasks, whichever they are, so that no two wait for
/// each other. On SQLite, where one transaction writes at a time, there is nothing to lock; nor
/// where the person has no tasks yet, and numbers are given out to one call after the other.
pub(super) async fn lock(
    transaction: &impl ConnectionTrait,
    user: &UserId,
) -> Result<(), StoreError> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        let list = task_lists::Entity::find().filter(of(user));
        list.lock_exclusive().one(transaction).await?;
    }
    Ok(())
}

/// The condition that finds a person's counters.
pub(super) fn of(user: &UserId) -> Expr {
    task_lists::Column::UserId.eq(user.as_str())
}

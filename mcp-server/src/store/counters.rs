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

/// By how much the counters of a person grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Growth {
    /// New tasks that are to be done.
    pub(super) pending: i64,
    /// New tasks that are done.
    pub(super) completed: i64,
    pub(super) changes: i64,
}

/// Gives out the next numbers to new tasks and changes of a person. Whoever does so at the same
/// moment waits until this transaction ends.
///
/// Returns the counters as they are then.
pub(super) async fn grow_one(
    transaction: &impl ConnectionTrait,
    user: &UserId,
    growth: Growth,
) -> Result<task_lists::Model, StoreError> {
    let lists = grow(transaction, [(user, growth)]).await?;
    Ok(lists.into_iter().next().ok_or(DbErr::RecordNotInserted)?)
}

/// The same for several people, each there once, and everywhere in the same order: transactions
/// that wait for each other in two orders wait for ever.
pub(super) async fn grow<'u>(
    transaction: &impl ConnectionTrait,
    people: impl IntoIterator<Item = (&'u UserId, Growth)>,
) -> Result<Vec<task_lists::Model>, StoreError> {
    let firsts = people
        .into_iter()
        .map(|(user, growth)| task_lists::ActiveModel {
            user_id: Set(user.to_string()),
            last_number: Set(growth.pending + growth.completed),
            pending: Set(growth.pending),
            completed: Set(growth.completed),
            last_change: Set(growth.changes),
        });
    let more = |column: task_lists::Column| {
        let counter = Expr::col((task_lists::Entity, column));
        (column, counter.add(Expr::col(("excluded", column))))
    };
    let following = OnConflict::column(task_lists::Column::UserId)
        .values([
            more(task_lists::Column::LastNumber),
            more(task_lists::Column::Pending),
            more(task_lists::Column::Completed),
            more(task_lists::Column::LastChange),
        ])
        .to_owned();
    let lists = task_lists::Entity::insert_many(firsts)
        .on_conflict(following)
        .exec_with_returning(transaction)
        .await?;
    Ok(lists)
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
/// each other. On SQLite, where one transaction writes at a time, there is nothing to lock.
///
/// Returns whether the counters were made for that.
pub(super) async fn lock(
    transaction: &impl ConnectionTrait,
    user: &UserId,
) -> Result<bool, StoreError> {
    if transaction.get_database_backend() == DbBackend::Sqlite {
        return Ok(false);
    }
    let list = task_lists::Entity::find().filter(of(user)).lock_exclusive();
    if list.one(transaction).await?.is_some() {
        return Ok(false);
    }
    // Somebody may be adding the first tasks, which this call is about to read: a row that nobody
    // sees yet locks nobody out, but two of the same person wait for each other.
    let first = task_lists::ActiveModel {
        user_id: Set(user.to_string()),
        last_number: Set(0),
        pending: Set(0),
        completed: Set(0),
        last_change: Set(0),
    };
    let unless_there = OnConflict::column(task_lists::Column::UserId)
        .update_column(task_lists::Column::UserId)
        .to_owned();
    task_lists::Entity::insert(first)
        .on_conflict(unless_there)
        .exec_without_returning(transaction)
        .await?;
    Ok(true)
}

/// Removes counters that were made to be locked, where nothing has come of that.
pub(super) async fn forget_unused(
    transaction: &impl ConnectionTrait,
    user: &UserId,
) -> Result<(), StoreError> {
    task_lists::Entity::delete_many()
        .filter(of(user))
        .filter(task_lists::Column::LastChange.eq(0))
        .exec(transaction)
        .await?;
    Ok(())
}

/// The condition that finds a person's counters.
pub(super) fn of(user: &UserId) -> Expr {
    task_lists::Column::UserId.eq(user.as_str())
}

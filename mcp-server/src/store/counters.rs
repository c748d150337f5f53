//! What is counted for each person: the last number given out, and how many tasks there are.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait as _, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use taskflow_shared::ids::UserId;

use super::{StoreError, entities::task_lists};
use crate::domain::Status;

/// Gives out the next number and counts its task as pending. Whoever does so at the same moment
/// waits until this transaction ends.
pub(super) async fn next_number(
    transaction: &impl ConnectionTrait,
    user: &UserId,
) -> Result<i64, StoreError> {
    let first = task_lists::ActiveModel {
        user_id: Set(user.to_string()),
        last_number: Set(1),
        pending: Set(1),
        completed: Set(0),
        last_change: Set(0),
    };
    let one_more = |column: task_lists::Column| {
        let counter = Expr::col((task_lists::Entity, column));
        (column, counter.add(1))
    };
    let following = OnConflict::column(task_lists::Column::UserId)
        .values([
            one_more(task_lists::Column::LastNumber),
            one_more(task_lists::Column::Pending),
        ])
        .to_owned();
    let list = task_lists::Entity::insert(first)
        .on_conflict(following)
        .exec_with_returning(transaction)
        .await?;
    Ok(list.last_number)
}

/// Gives out the next number of a change.
pub(super) async fn next_change(
    transaction: &impl ConnectionTrait,
    user: &str,
) -> Result<i64, StoreError> {
    let counter = Expr::col((task_lists::Entity, task_lists::Column::LastChange));
    let lists = task_lists::Entity::update_many()
        .col_expr(task_lists::Column::LastChange, counter.add(1))
        .filter(task_lists::Column::UserId.eq(user))
        .exec_with_returning(transaction)
        .await?;
    let list = lists.first().ok_or(DbErr::RecordNotUpdated)?;
    Ok(list.last_change)
}

/// Counts a task elsewhere, where it has come to stand elsewhere.
pub(super) async fn move_one(
    transaction: &impl ConnectionTrait,
    user: &UserId,
    from: Status,
    to: Status,
) -> Result<(), StoreError> {
    if from == to {
        return Ok(());
    }
    let mut update = task_lists::Entity::update_many().filter(of(user));
    for (status, column) in [
        (Status::Pending, task_lists::Column::Pending),
        (Status::Completed, task_lists::Column::Completed),
    ] {
        let difference = i64::from(to == status) - i64::from(from == status);
        if difference != 0 {
            update = update.col_expr(column, Expr::col(column).add(difference));
        }
    }
    if update.exec(transaction).await?.rows_affected == 0 {
        return Err(DbErr::RecordNotUpdated.into());
    }
    Ok(())
}

/// The condition that finds a person's counters.
pub(super) fn of(user: &UserId) -> Expr {
    task_lists::Column::UserId.eq(user.as_str())
}

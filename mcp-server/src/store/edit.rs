//! One way to change a task that is there.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect as _,
};
use taskflow_shared::{clock::Clock, database::Database, ids::UserId};

use super::{StoreError, changes, counters, entities::tasks, tasks::owned_by};
use crate::domain::{Task, TaskNumber};

/// Reads a task, lets `change` change it, and stores what came of it with its change and counts,
/// in one transaction. Where nothing came of it, nothing is written.
///
/// The time of the change is read when the task is this transaction's alone, and is never before
/// the last change: what is in the log stands in the order in which it happened.
pub(super) async fn edit(
    database: &Database,
    clock: &Clock,
    user: &UserId,
    tool: &'static str,
    number: TaskNumber,
    change: impl FnOnce(&mut Task, DateTime<Utc>) + Send + 'static,
) -> Result<Task, StoreError> {
    let (user, clock) = (user.clone(), clock.clone());
    database
        .write(move |transaction| {
            Box::pin(async move {
                let before = find(transaction, &user, number).await?;
                let now = clock.now().max(before.updated_at);
                let was = Task::from(before.clone());
                let mut is = was.clone();
                change(&mut is, now);
                if is == was {
                    return Ok(is);
                }
                let after = changed(before.clone(), &is, now);
                store(transaction, &before, &after).await?;
                counters::move_one(transaction, &user, was.status(), is.status()).await?;
                changes::record(transaction, tool, Some(&before), &after, now).await?;
                Ok(is)
            })
        })
        .await
}

/// Reads the row for this transaction alone; on SQLite, where one transaction writes at a time,
/// there is nothing to lock.
async fn find(
    transaction: &impl ConnectionTrait,
    user: &UserId,
    number: TaskNumber,
) -> Result<tasks::Model, StoreError> {
    owned_by(user)
        .filter(tasks::Column::Number.eq(number.get()))
        .lock_exclusive()
        .one(transaction)
        .await?
        .ok_or(StoreError::NotFound)
}

fn changed(before: tasks::Model, task: &Task, now: DateTime<Utc>) -> tasks::Model {
    tasks::Model {
        title: task.title.as_str().to_owned(),
        title_folded: task.title.folded(),
        description: task.description.as_str().to_owned(),
        completed_at: task.completed_at,
        deleted_at: task.deleted_at,
        updated_at: now,
        version: before.version + 1,
        ..before
    }
}

async fn store(
    transaction: &impl ConnectionTrait,
    before: &tasks::Model,
    after: &tasks::Model,
) -> Result<(), StoreError> {
    let after = after.clone();
    let written = tasks::Entity::update_many()
        .set(tasks::ActiveModel {
            title: Set(after.title),
            title_folded: Set(after.title_folded),
            description: Set(after.description),
            completed_at: Set(after.completed_at),
            deleted_at: Set(after.deleted_at),
            updated_at: Set(after.updated_at),
            version: Set(after.version),
            ..Default::default()
        })
        .filter(tasks::Column::UserId.eq(before.user_id.as_str()))
        .filter(tasks::Column::Id.eq(before.id))
        .filter(tasks::Column::Version.eq(before.version))
        .exec(transaction)
        .await?;
    if written.rows_affected == 0 {
        return Err(StoreError::Conflict);
    }
    Ok(())
}

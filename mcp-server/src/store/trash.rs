//! Emptying the trash of what has been there for 30 days, and with it the log of what that was.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, DbErr, EntityTrait as _, QueryFilter as _,
    Statement, Value,
};
use taskflow_shared::database::{Database, Transaction};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    StoreError, Tasks,
    entities::{changes, requests, tasks},
};

/// How long what was deleted can be had back, and the answer to a request is repeated.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How long after its start a server first looks at the trash: what it is asked first goes first.
pub(crate) const AFTER_START: Duration = Duration::from_secs(10);
/// How often the trash is looked at.
const EVERY: Duration = Duration::from_hours(24);
/// Tasks that go in one transaction: other writers wait for it.
const BATCH: i64 = 500;

/// Those under others first: the database takes what is under a row with it, but not their log.
/// What is in the trash has nothing under it that is not.
const OUTDATED: &str = "SELECT id FROM tasks WHERE deleted_at < $1 AND NOT EXISTS \
     (SELECT 1 FROM tasks AS below WHERE below.parent_id = tasks.id) \
     ORDER BY deleted_at LIMIT $2";

/// Empties the trash after `wait` and then once a day, until `stop` is cancelled.
pub(crate) async fn keep_empty(tasks: Tasks, wait: Duration, stop: CancellationToken) {
    let emptying = async {
        tokio::time::sleep(wait).await;
        loop {
            if let Err(error) = tasks.empty_trash().await {
                tracing::error!(%error, "the trash could not be emptied");
            }
            tokio::time::sleep(EVERY).await;
        }
    };
    stop.run_until_cancelled(emptying).await;
}

/// Removes what has been in the trash for too long at `now`, and answers as old; returns how many
/// tasks went.
pub(super) async fn empty(database: &Database, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let before = now - KEPT;
    database
        .write(move |transaction| Box::pin(forget_requests(transaction, before)))
        .await?;
    let mut removed = 0;
    loop {
        let batch = database
            .write(move |transaction| Box::pin(remove(transaction, before)))
            .await?;
        if batch == 0 {
            return Ok(removed);
        }
        removed += batch;
    }
}

async fn forget_requests(
    transaction: &Transaction,
    before: DateTime<Utc>,
) -> Result<(), StoreError> {
    requests::Entity::delete_many()
        .filter(requests::Column::CreatedAt.lt(before))
        .exec(transaction)
        .await?;
    Ok(())
}

/// A task that is taken out of the trash meanwhile keeps its log: only what is gone loses it.
async fn remove(transaction: &Transaction, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let values: [Value; 2] = [before.into(), BATCH.into()];
    let backend = transaction.get_database_backend();
    // Nobody is waited for, so that nobody who waits for this is waited for either.
    let lock = match backend {
        DbBackend::Postgres => " FOR UPDATE SKIP LOCKED",
        _ => "",
    };
    let sql = format!("{OUTDATED}{lock}");
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let rows = transaction.query_all_raw(statement).await?;
    let ids = rows.iter().map(|row| row.try_get("", "id"));
    let ids: Vec<Uuid> = ids.collect::<Result<_, DbErr>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    let gone = tasks::Entity::delete_many()
        .filter(tasks::Column::Id.is_in(ids))
        .filter(tasks::Column::DeletedAt.lt(before))
        .exec_with_returning(transaction)
        .await?;
    changes::Entity::delete_many()
        .filter(changes::Column::TaskId.is_in(gone.iter().map(|row| row.id)))
        .exec(transaction)
        .await?;
    Ok(gone.len() as u64)
}

//! Taking from the record, which the database allows only to a transaction that says so.

use std::num::NonZeroU32;

use chrono::TimeDelta;
use sea_orm::{ColumnTrait as _, ConnectionTrait as _, DbErr, EntityTrait as _, QueryFilter as _};
use taskflow_shared::database::Transaction;

use crate::store::{
    Store,
    entities::audit_event::{Column, Entity},
};

impl Store {
    /// Removes what is on record for longer than so many days. Returns how many rows.
    pub(crate) async fn forget_audit(&self, days: NonZeroU32) -> Result<u64, DbErr> {
        let oldest = self.clock.now() - TimeDelta::days(days.get().into());
        let old = Entity::delete_many().filter(Column::CreatedAt.lt(oldest));
        self.database
            .write(|transaction| {
                Box::pin(async move {
                    open(transaction).await?;
                    let forgotten = old.exec(transaction).await?;
                    close(transaction).await?;
                    Ok(forgotten.rows_affected)
                })
            })
            .await
    }
}

/// Lets the transaction remove events: those that are too old, or those of a person whose data is
/// erased. The row that says so is seen by no other.
pub(crate) async fn open(transaction: &Transaction) -> Result<(), DbErr> {
    let allow = "INSERT INTO audit_erasures (allowed) VALUES (1)";
    transaction.execute_unprepared(allow).await.map(drop)
}

/// Lets it remove no more; not to be left out.
pub(crate) async fn close(transaction: &Transaction) -> Result<(), DbErr> {
    let end = "DELETE FROM audit_erasures";
    transaction.execute_unprepared(end).await.map(drop)
}

//! Leases: until when a run is believed to be under way, and what becomes of it then.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, DbErr, EntityTrait as _, QueryFilter as _, sea_query::Expr,
};
use taskflow_shared::{database::Transaction, ids::UserId};
use uuid::Uuid;

use super::{KEY_AGE, LEASE, RunError, RunStatus, driven, lease_ran_out};
use crate::store::{
    Store, StoreError,
    entities::{
        question,
        run::{Column, Entity},
    },
    messages::json,
};

/// Which runs are taken for abandoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abandoned {
    /// All of them.
    All,
    /// Those that have not been said to be under way for longer than their lease.
    LeaseRanOut,
}

const INTERRUPTED: RunError = RunError {
    code: "interrupted",
    detail: "The program that answered it stopped.",
};

impl Store {
    /// Says that the run is still under way; returns whether somebody wants it to stop.
    pub(crate) async fn renew_lease(&self, run_id: Uuid) -> Result<bool, StoreError> {
        let expires_at = self.clock.now() + LEASE;
        let renew = Entity::update_many()
            .col_expr(Column::LeaseExpiresAt, Expr::value(expires_at))
            .filter(Column::Id.eq(run_id))
            .filter(driven());
        self.database
            .write(|transaction| {
                Box::pin(async move {
                    let renewed = renew.exec_with_returning(transaction).await?;
                    let run = renewed.first().ok_or(StoreError::RunEnded)?;
                    Ok(run.cancel_requested)
                })
            })
            .await
    }

    /// Notes that the person wants the run to stop, for whichever program drives it.
    pub(crate) async fn request_cancel(&self, owner: &UserId, run_id: Uuid) -> Result<(), DbErr> {
        let request = Entity::update_many()
            .col_expr(Column::CancelRequested, Expr::value(true))
            .filter(Column::Id.eq(run_id))
            .filter(Column::UserId.eq(owner.as_str()))
            .filter(driven());
        self.database
            .write(|transaction| Box::pin(async move { request.exec(transaction).await.map(drop) }))
            .await
    }

    /// Forgets what clients called requests that were made long ago. Returns how many.
    pub(crate) async fn forget_old_keys(&self) -> Result<u64, DbErr> {
        let forget = Entity::update_many()
            .col_expr(Column::IdempotencyKey, Expr::value(None::<String>))
            .filter(Column::IdempotencyKey.is_not_null())
            .filter(Column::CreatedAt.lt(self.clock.now() - KEY_AGE));
        let answers = question::Entity::update_many()
            .col_expr(
                question::Column::IdempotencyKey,
                Expr::value(None::<String>),
            )
            .filter(question::Column::IdempotencyKey.is_not_null())
            .filter(question::Column::ClosedAt.lt(self.clock.now() - KEY_AGE));
        self.database
            .write(|transaction| {
                Box::pin(async move {
                    let forgotten = forget.exec(transaction).await?.rows_affected;
                    Ok(forgotten + answers.exec(transaction).await?.rows_affected)
                })
            })
            .await
    }

    /// Marks runs as interrupted that nobody drives any more: those whose lease has run out, or
    /// all of them when no other program can be driving one, but never those that this one
    /// drives. Returns how many.
    pub(crate) async fn interrupt_abandoned(
        &self,
        which: Abandoned,
        driven: Vec<Uuid>,
    ) -> Result<u64, DbErr> {
        let now = self.clock.now();
        let abandoned = match which {
            Abandoned::All => Condition::all(),
            Abandoned::LeaseRanOut => lease_ran_out(now),
        };
        let abandoned = Condition::all()
            .add(abandoned)
            .add(Column::Id.is_not_in(driven));
        self.database
            .write(move |transaction| {
                Box::pin(async move { interrupt(transaction, abandoned, now).await })
            })
            .await
    }
}

/// Ends runs that nobody drives any more.
pub(super) async fn interrupt(
    transaction: &Transaction,
    which: Condition,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let interrupted = Entity::update_many()
        .col_expr(Column::Status, Expr::value(RunStatus::Interrupted.as_str()))
        .col_expr(Column::LeaseExpiresAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Error, Expr::value(Some(json(&INTERRUPTED))))
        .col_expr(Column::FinishedAt, Expr::value(now))
        .filter(driven())
        .filter(which)
        .exec(transaction)
        .await?;
    Ok(interrupted.rows_affected)
}

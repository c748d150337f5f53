//! Closing a question that gets no answer. Nothing is done, and its run is over.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _, sea_query::Expr,
};
use serde_json::Value;
use taskflow_shared::{
    database::{Batch, Transaction},
    ids::UserId,
};
use uuid::Uuid;

use super::{AWAITING, QuestionStatus, find::owned_by, is_open};
use crate::{
    domain::{CallError, CallRecord, Decision, Usage},
    store::{
        Store, StoreError, audit,
        entities::{
            question::{Column, Entity, Model},
            run,
        },
        messages::{self, json},
        runs::{RunError, RunStatus},
        usage,
    },
};

/// Questions that are closed in one transaction.
const CLOSED_AT_ONCE: u64 = 50;

/// Why a question gets no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    /// The person has said something else.
    SetAside,
    /// Its time is over.
    Expired,
    /// The person has stopped the run.
    Cancelled,
}

impl Closed {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::SetAside => "set_aside",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns how the run ends.
    fn end(self) -> (RunStatus, RunError) {
        let (status, detail) = match self {
            Self::SetAside => (
                RunStatus::Cancelled,
                "The question was set aside by another message; nothing was done.",
            ),
            Self::Expired => (
                RunStatus::Failed,
                "The question was not answered in time; nothing was done.",
            ),
            Self::Cancelled => (RunStatus::Cancelled, "Stopped, as the person asked."),
        };
        let code = match self {
            Self::SetAside => "question_set_aside",
            Self::Expired => "question_expired",
            Self::Cancelled => "cancelled",
        };
        (status, RunError { code, detail })
    }
}

impl Store {
    /// Stops the person's run, if it waits.
    pub(crate) async fn cancel_waiting(
        &self,
        owner: &UserId,
        run_id: Uuid,
    ) -> Result<(), StoreError> {
        let (now, open) = (self.clock.now(), owned_by(owner).filter(is_open()));
        let open = open.filter(Column::RunId.eq(run_id));
        self.database
            .write(move |transaction| {
                Box::pin(async move {
                    if let Some(question) = open.one(transaction).await? {
                        close(transaction, question, Closed::Cancelled, now).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Closes the questions whose time is over. Returns how many.
    pub(crate) async fn expire_questions(&self) -> Result<usize, DbErr> {
        let now = self.clock.now();
        let mut expired = 0;
        loop {
            let closed = self
                .database
                .write(move |transaction| {
                    Box::pin(async move { close_expired(transaction, now).await })
                })
                .await?;
            expired += closed;
            if closed < CLOSED_AT_ONCE as usize {
                return Ok(expired);
            }
        }
    }
}

async fn close_expired(transaction: &Transaction, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let open = Entity::find()
        .filter(Column::ExpiresAt.lte(now))
        .filter(is_open())
        .limit(CLOSED_AT_ONCE)
        .all(transaction)
        .await?;
    let count = open.len();
    for question in open {
        close(transaction, question, Closed::Expired, now).await?;
    }
    Ok(count)
}

/// Closes a question that was seen to be open, unless somebody else has done so meanwhile, and
/// tells whether it was this.
pub(in crate::store) async fn close(
    transaction: &Transaction,
    question: Model,
    why: Closed,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let status = QuestionStatus::Closed(why).as_str();
    let closed = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status))
        .col_expr(Column::State, Expr::value(None::<Value>))
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(Column::Id.eq(question.id))
        .filter(is_open())
        .exec(transaction)
        .await?;
    if closed.rows_affected == 0 {
        return Ok(false);
    }
    let mut batch = Batch::new(transaction);
    end_run(&mut batch, &question, why, now).await?;
    let unanswered = unanswered(question.unanswered, why);
    let run = (question.user_id.as_str(), question.run_id);
    audit::note_unanswered(&mut batch, run, &unanswered, now);
    batch.execute().await?;
    messages::add_calls(transaction, question.message_id, unanswered, status).await?;
    Ok(true)
}

async fn end_run(
    batch: &mut Batch<'_>,
    question: &Model,
    why: Closed,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (status, error) = why.end();
    let ended = run::Entity::update_many()
        .col_expr(run::Column::Status, Expr::value(status.as_str()))
        .col_expr(run::Column::Error, Expr::value(Some(json(&error))))
        .col_expr(run::Column::FinishedAt, Expr::value(now))
        .filter(run::Column::Id.eq(question.run_id))
        .filter(run::Column::Status.eq(AWAITING))
        .exec(batch.transaction())
        .await?;
    if ended.rows_affected == 1
        && let Ok(owner) = question.user_id.parse()
    {
        usage::count(batch, &owner, (1, Usage::default()), now);
    }
    Ok(())
}

/// Who says something else has said no to what was asked.
fn unanswered(stored: Value, why: Closed) -> Vec<CallRecord> {
    let mut calls: Vec<CallRecord> = serde_json::from_value(stored).unwrap_or_default();
    for call in &mut calls {
        call.error = Some(CallError::NotMade);
        if call.decision == Decision::Asked && why == Closed::SetAside {
            call.decision = Decision::Denied;
        }
    }
    calls
}

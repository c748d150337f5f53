//! Asking: a run begins to wait.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _,
    sea_query::Expr,
};
use serde_json::Value;
use taskflow_shared::database::{Batch, Transaction};
use uuid::Uuid;

use super::{AWAITING, QuestionStatus};
use crate::{
    domain::{CallRecord, Usage, question::Question},
    store::{
        Store, StoreError,
        entities::{
            question::{ActiveModel, Column, Entity},
            run,
        },
        messages::json,
        runs::{BegunTurn, RunStatus, Said, or_tried_before, say},
    },
};

/// A turn that waits for its person.
#[derive(Debug, Clone)]
pub(crate) struct PausedTurn {
    pub(crate) question: Question,
    /// The id of the message that asks: the same however often this is tried to be stored.
    pub(crate) message_id: Uuid,
    /// What was said, and the question in words.
    pub(crate) text: String,
    pub(crate) tool_calls: Vec<CallRecord>,
    /// The calls without a result, as they are told where they never get one.
    pub(crate) unanswered: Vec<CallRecord>,
    /// The turn, to go on with.
    pub(crate) state: Value,
    /// What the run has cost.
    pub(crate) usage: Option<Usage>,
    /// How much of that was not counted before.
    pub(crate) cost: Usage,
    /// How it came about, as the run's log tells it.
    pub(crate) script: String,
}

impl Store {
    /// Stores the message that asks and lets the run wait, all or nothing. Returns when; to do it
    /// again changes nothing. A run that is to stop does not begin to wait.
    pub(crate) async fn pause_turn(
        &self,
        turn: &BegunTurn,
        paused: PausedTurn,
    ) -> Result<DateTime<Utc>, StoreError> {
        let now = self.clock.now();
        let (of, question_id) = (turn.clone(), paused.question.id);
        let stored = self
            .database
            .write(move |transaction| {
                Box::pin(async move { pause(transaction, &of, &paused, now).await })
            })
            .await;
        or_tried_before(stored.map(|()| now), async {
            let question = Entity::find_by_id(question_id)
                .filter(Column::UserId.eq(turn.owner.as_str()))
                .one(self.database.reads())
                .await?;
            Ok(question.map(|question| question.created_at))
        })
        .await
    }
}

async fn pause(
    transaction: &Transaction,
    turn: &BegunTurn,
    paused: &PausedTurn,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let running = Condition::all()
        .add(run::Column::Status.eq(RunStatus::Running.as_str()))
        .add(run::Column::CancelRequested.eq(false));
    let said = Said {
        message_id: paused.message_id,
        text: &paused.text,
        tool_calls: &paused.tool_calls,
        status: AWAITING,
        usage: Some(paused.cost),
        question: Some(&paused.question),
        cost: paused.cost,
        runs: 0,
    };
    let mut batch = Batch::new(transaction);
    say(&mut batch, turn, running.clone(), said, now).await?;
    let waits = run::Entity::update_many()
        .col_expr(run::Column::Status, Expr::value(AWAITING))
        .col_expr(
            run::Column::LeaseExpiresAt,
            Expr::value(None::<DateTime<Utc>>),
        )
        .col_expr(
            run::Column::Usage,
            Expr::value(paused.usage.as_ref().map(json)),
        )
        .filter(run::Column::Id.eq(turn.run_id))
        .filter(run::Column::UserId.eq(turn.owner.as_str()))
        .filter(running)
        .exec(transaction)
        .await?;
    if waits.rows_affected == 0 {
        return Err(StoreError::RunEnded);
    }
    let question = ActiveModel {
        id: Set(paused.question.id),
        run_id: Set(turn.run_id),
        user_id: Set(turn.owner.to_string()),
        ordinal: Set(turn.questions + 1),
        message_id: Set(paused.message_id),
        status: Set(QuestionStatus::Open.as_str().to_owned()),
        state: Set(Some(paused.state.clone())),
        unanswered: Set(json(&paused.unanswered)),
        script: Set(paused.script.clone()),
        idempotency_key: Set(None),
        body_hash: Set(None),
        created_at: Set(now),
        expires_at: Set(paused.question.expires_at),
        closed_at: Set(None),
    };
    batch.add(&Entity::insert(question));
    Ok(batch.execute().await?)
}

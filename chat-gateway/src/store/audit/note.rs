//! Adding to the record.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait as _, sea_query::OnConflict};
use taskflow_shared::database::Batch;
use uuid::Uuid;

use crate::{
    domain::{CallError, CallRecord, DecidedCall, Decision, arguments_hash, recorded_name},
    store::{
        Store,
        entities::audit_event::{ActiveModel, Entity},
        runs::BegunTurn,
    },
};

/// The event of a call that has ended; all others are decisions.
const ENDED: &str = "ended";

/// Whose run it is, and which.
type Run<'a> = (&'a str, Uuid);

impl Store {
    /// Notes what was decided about calls of a run; when this returns, it is durable.
    pub(crate) async fn note_decisions(
        &self,
        turn: &BegunTurn,
        calls: Vec<DecidedCall>,
    ) -> Result<(), DbErr> {
        if calls.is_empty() {
            return Ok(());
        }
        let (now, run) = (self.clock.now(), (turn.owner.as_str(), turn.run_id));
        let decided = |call| decision(run, call, now);
        let rows: Vec<ActiveModel> = calls.into_iter().map(decided).collect();
        self.database
            .write(move |transaction| {
                Box::pin(async move {
                    let mut batch = Batch::new(transaction);
                    insert(&mut batch, rows);
                    batch.execute().await
                })
            })
            .await
    }
}

/// Notes what came of the calls of a turn that ends or waits; of those that were refused that is
/// known.
pub(in crate::store) fn note_results(
    batch: &mut Batch<'_>,
    turn: &BegunTurn,
    calls: &[CallRecord],
    now: DateTime<Utc>,
) {
    let run = (turn.owner.as_str(), turn.run_id);
    let made = calls
        .iter()
        .filter(|call| call.error.is_none_or(CallError::was_made));
    let rows = made.map(|call| result(run, call, now));
    insert(batch, rows.collect());
}

/// Notes what became of calls that waited for a question which gets no answer: the person has
/// refused them, or they are not made for another reason.
pub(in crate::store) fn note_unanswered(
    batch: &mut Batch<'_>,
    run: Run<'_>,
    calls: &[CallRecord],
    now: DateTime<Utc>,
) {
    let row = |call: &CallRecord| match call.decision {
        Decision::Denied => declined(run, call, now),
        Decision::Allowed | Decision::Asked | Decision::Approved => result(run, call, now),
    };
    insert(batch, calls.iter().map(row).collect());
}

fn declined(run: Run<'_>, call: &CallRecord, now: DateTime<Utc>) -> ActiveModel {
    let declined = DecidedCall {
        number: call.number,
        tool: recorded_name(&call.tool),
        arguments_hash: arguments_hash(&call.parameters),
        decision: Decision::Denied,
        refused: Some(CallError::Declined),
    };
    decision(run, declined, now)
}

fn decision((user_id, run_id): Run<'_>, call: DecidedCall, now: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        user_id: Set(user_id.to_owned()),
        run_id: Set(run_id),
        call_number: Set(i32::try_from(call.number).unwrap_or(i32::MAX)),
        event: Set(call.decision.as_str().to_owned()),
        tool: Set(call.tool),
        arguments_hash: Set(call.arguments_hash.to_vec()),
        result: Set(call.refused.map(|error| error.as_str().to_owned())),
        duration_ms: Set(None),
        created_at: Set(now),
    }
}

fn result((user_id, run_id): Run<'_>, call: &CallRecord, now: DateTime<Utc>) -> ActiveModel {
    let failed = call.failed.then_some(CallError::Tool);
    let error = call.error.or(failed).map(CallError::as_str);
    ActiveModel {
        user_id: Set(user_id.to_owned()),
        run_id: Set(run_id),
        call_number: Set(i32::try_from(call.number).unwrap_or(i32::MAX)),
        event: Set(ENDED.to_owned()),
        tool: Set(recorded_name(&call.tool)),
        arguments_hash: Set(arguments_hash(&call.parameters).to_vec()),
        result: Set(Some(error.unwrap_or("ok").to_owned())),
        duration_ms: Set(Some(i64::try_from(call.duration_ms).unwrap_or(i64::MAX))),
        created_at: Set(now),
    }
}

/// What is on record stays as it is.
fn insert(batch: &mut Batch<'_>, rows: Vec<ActiveModel>) {
    if !rows.is_empty() {
        let anew = OnConflict::new().do_nothing().to_owned();
        batch.add(&Entity::insert_many(rows).on_conflict(anew));
    }
}

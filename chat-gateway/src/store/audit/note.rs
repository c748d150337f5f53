//! Adding to the record.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait as _, sea_query::OnConflict,
};

use crate::{
    domain::{CallError, CallRecord, DecidedCall, arguments_hash, recorded_name},
    store::{
        Store,
        entities::audit_event::{ActiveModel, Entity},
        runs::BegunTurn,
    },
};

/// The event of a call that has ended; all others are decisions.
const ENDED: &str = "ended";

impl Store {
    /// Notes what was decided about calls of a run; when this returns, it is durable.
    pub(crate) async fn note_decisions(
        &self,
        turn: &BegunTurn,
        calls: Vec<DecidedCall>,
    ) -> Result<(), DbErr> {
        let now = self.clock.now();
        let decided = |call| decision(turn, call, now);
        let rows: Vec<ActiveModel> = calls.into_iter().map(decided).collect();
        self.database
            .write(move |transaction| Box::pin(async move { insert(transaction, rows).await }))
            .await
    }
}

/// Notes what came of the calls of a turn that ends; of those that were refused that is known.
pub(in crate::store) async fn note_results(
    transaction: &DatabaseTransaction,
    turn: &BegunTurn,
    calls: &[CallRecord],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let numbered = (1..).zip(calls);
    let made = numbered.filter(|(_, call)| call.error.is_none_or(CallError::was_made));
    let rows = made.map(|(number, call)| result(turn, number, call, now));
    insert(transaction, rows.collect()).await
}

fn decision(turn: &BegunTurn, call: DecidedCall, now: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        user_id: Set(turn.owner.to_string()),
        run_id: Set(turn.run_id),
        call_number: Set(i32::try_from(call.number).unwrap_or(i32::MAX)),
        event: Set(call.decision.as_str().to_owned()),
        tool: Set(call.tool),
        arguments_hash: Set(call.arguments_hash.to_vec()),
        result: Set(call.refused.map(|error| error.as_str().to_owned())),
        duration_ms: Set(None),
        created_at: Set(now),
    }
}

fn result(turn: &BegunTurn, number: i32, call: &CallRecord, now: DateTime<Utc>) -> ActiveModel {
    let failed = call.failed.then_some(CallError::Tool);
    let error = call.error.or(failed).map(CallError::as_str);
    ActiveModel {
        user_id: Set(turn.owner.to_string()),
        run_id: Set(turn.run_id),
        call_number: Set(number),
        event: Set(ENDED.to_owned()),
        tool: Set(recorded_name(&call.tool)),
        arguments_hash: Set(arguments_hash(&call.parameters).to_vec()),
        result: Set(Some(error.unwrap_or("ok").to_owned())),
        duration_ms: Set(Some(i64::try_from(call.duration_ms).unwrap_or(i64::MAX))),
        created_at: Set(now),
    }
}

/// What is on record stays as it is.
async fn insert(transaction: &DatabaseTransaction, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(transaction)
        .await
        .map(drop)
}

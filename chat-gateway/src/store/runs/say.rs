//! What the assistant says, be it an answer or a question: its message, and what is counted and put
//! on record with it.

use chrono::{DateTime, Utc};
use sea_orm::{Condition, DbErr};
use taskflow_shared::database::Batch;
use uuid::Uuid;

use super::BegunTurn;
use crate::{
    domain::{CallRecord, Usage, question::Question},
    store::{
        StoreError, audit, conversations,
        messages::{self, NewMessage, Role},
        usage,
    },
};

/// A message of the assistant.
#[derive(Debug)]
pub(in crate::store) struct Said<'a> {
    pub(in crate::store) message_id: Uuid,
    pub(in crate::store) text: &'a str,
    pub(in crate::store) tool_calls: &'a [CallRecord],
    pub(in crate::store) status: &'static str,
    /// What is kept with the message; none where the model was not asked.
    pub(in crate::store) usage: Option<Usage>,
    pub(in crate::store) question: Option<&'a Question>,
    /// What was not counted before.
    pub(in crate::store) cost: Usage,
    /// How many runs end with it.
    pub(in crate::store) runs: i64,
}

/// Gives out the next sequence of the turn's conversation and adds the message, with what goes with it,
/// to the writes. Refused where the run is not as `run` says, or the conversation has gone on without
/// the turn.
pub(in crate::store) async fn say(
    batch: &mut Batch<'_>,
    turn: &BegunTurn,
    run: Condition,
    said: Said<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let transaction = batch.transaction();
    let sequence = conversations::answer_sequence(transaction, turn, run, said.cost, now).await?;
    if sequence != turn.sequence + 1 {
        return Err(StoreError::RunEnded);
    }
    let message = NewMessage {
        id: said.message_id,
        owner: &turn.owner,
        conversation_id: turn.conversation_id,
        new_title: None,
        parent_id: Some(turn.last_message_id),
        sequence,
        role: Role::Assistant,
        content: said.text,
        tool_calls: said.tool_calls,
        status: said.status,
        usage: said.usage,
        question: said.question,
        now,
    };
    usage::count(batch, &turn.owner, (said.runs, said.cost), now);
    messages::insert(batch, message);
    audit::note_results(batch, turn, said.tool_calls, now);
    Ok(())
}

/// Returns when something was stored; where the run has ended, that may be by an earlier try whose
/// answer was lost on its way.
pub(in crate::store) async fn or_tried_before(
    stored: Result<DateTime<Utc>, StoreError>,
    before: impl Future<Output = Result<Option<DateTime<Utc>>, DbErr>>,
) -> Result<DateTime<Utc>, StoreError> {
    match stored {
        Err(StoreError::RunEnded) => before.await?.ok_or(StoreError::RunEnded),
        stored => stored,
    }
}

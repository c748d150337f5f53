//! Runs: one for each message of a person. A run holds the claim on its conversation while it is
//! under way, and its lease says until when it is to be believed.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, DatabaseTransaction, DbErr, EntityTrait as _,
    QueryFilter as _, QuerySelect as _, sea_query::Expr,
};
use serde::Serialize;
use taskflow_shared::ids::{UserId, new_id};
use uuid::Uuid;

use super::{
    Store, StoreError, conversations,
    entities::run::{ActiveModel, Column, Entity},
    messages::{self, NewMessage, Role, json},
};
use crate::domain::{CallRecord, Usage};

/// How long a run is believed to be under way after it last said so.
pub(crate) const LEASE: TimeDelta = TimeDelta::seconds(15);

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunStatus {
    /// With an answer.
    Completed,
    /// Without one; `error` says why.
    Failed,
    /// The program that drove it stopped.
    Interrupted,
}

impl RunStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }
}

/// Which runs are taken for abandoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abandoned {
    /// All of them.
    All,
    /// Those that have not been said to be under way for longer than their lease.
    LeaseRanOut,
}

const UNDER_WAY: [&str; 2] = ["running", "awaiting_input"];

/// A message to be answered.
#[derive(Debug, Clone)]
pub(crate) struct NewTurn {
    pub(crate) owner: UserId,
    /// A new conversation where `None`.
    pub(crate) conversation_id: Option<Uuid>,
    pub(crate) message: String,
    /// The model that will answer.
    pub(crate) model: String,
}

/// A turn that was begun: its message is stored and its conversation claimed.
#[derive(Debug, Clone)]
pub(crate) struct BegunTurn {
    pub(crate) run_id: Uuid,
    pub(crate) owner: UserId,
    pub(crate) conversation_id: Uuid,
    /// The person's message.
    pub(crate) message: String,
    /// Its sequence.
    pub(crate) sequence: i64,
}

/// What a turn came to.
#[derive(Debug, Clone)]
pub(crate) struct TurnEnd {
    /// The id of the assistant message: the same however often this is tried to be stored.
    pub(crate) message_id: Uuid,
    pub(crate) status: RunStatus,
    /// The assistant message's text; where the run failed, what was said and why it ended.
    pub(crate) text: String,
    pub(crate) tool_calls: Vec<CallRecord>,
    pub(crate) usage: Option<Usage>,
    pub(crate) error: Option<RunError>,
}

/// Why a run did not end well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct RunError {
    /// Machine-readable, as in the problem that was answered.
    pub(crate) code: &'static str,
    /// For people.
    pub(crate) detail: &'static str,
}

const INTERRUPTED: RunError = RunError {
    code: "interrupted",
    detail: "The program that answered it stopped.",
};

impl Store {
    /// Claims the conversation and stores the person's message and its run, all or nothing.
    pub(crate) async fn begin_turn(&self, turn: NewTurn) -> Result<BegunTurn, StoreError> {
        let now = self.clock.now();
        self.database
            .write(move |transaction| Box::pin(async move { begin(transaction, turn, now).await }))
            .await
    }

    /// Returns a new id.
    pub(crate) fn new_id(&self) -> Uuid {
        new_id(self.clock.now())
    }

    /// Stores the assistant message with its calls and their results, and ends the run, all or
    /// nothing. Returns when; to do it again changes nothing.
    pub(crate) async fn end_turn(
        &self,
        turn: &BegunTurn,
        end: TurnEnd,
    ) -> Result<DateTime<Utc>, StoreError> {
        let (now, turn) = (self.clock.now(), turn.clone());
        self.database
            .write(move |transaction| {
                Box::pin(async move { finish(transaction, &turn, &end, now).await })
            })
            .await
    }

    /// Says that the run is still under way.
    pub(crate) async fn renew_lease(&self, run_id: Uuid) -> Result<(), StoreError> {
        let expires_at = self.clock.now() + LEASE;
        let renew = Entity::update_many()
            .col_expr(Column::LeaseExpiresAt, Expr::value(expires_at))
            .filter(Column::Id.eq(run_id))
            .filter(Column::Status.is_in(UNDER_WAY));
        self.database
            .write(|transaction| {
                Box::pin(async move {
                    match renew.exec(transaction).await?.rows_affected {
                        0 => Err(StoreError::RunEnded),
                        _ => Ok(()),
                    }
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

async fn begin(
    transaction: &DatabaseTransaction,
    turn: NewTurn,
    now: DateTime<Utc>,
) -> Result<BegunTurn, StoreError> {
    let NewTurn {
        owner,
        conversation_id,
        message: text,
        model,
    } = turn;
    let (conversation_id, sequence) = match conversation_id {
        None => conversations::create(transaction, &owner, &text, now).await?,
        Some(id) => {
            let sequence = conversations::next_sequence(transaction, &owner, id, now).await?;
            refuse_if_busy(transaction, id, now).await?;
            (id, sequence)
        }
    };
    let message_id = new_id(now);
    let message = NewMessage {
        id: message_id,
        conversation_id,
        sequence,
        role: Role::User,
        content: &text,
        tool_calls: &[],
        status: "complete",
        usage: None,
        now,
    };
    messages::insert(transaction, message).await?;
    let run_id = new_id(now);
    let run = ActiveModel {
        id: Set(run_id),
        conversation_id: Set(conversation_id),
        user_id: Set(owner.to_string()),
        user_message_id: Set(message_id),
        assistant_message_id: Set(None),
        status: Set("running".to_owned()),
        lease_expires_at: Set(Some(now + LEASE)),
        model: Set(model),
        error: Set(None),
        idempotency_key: Set(None),
        body_hash: Set(None),
        usage: Set(None),
        created_at: Set(now),
        finished_at: Set(None),
    };
    Entity::insert(run)
        .exec_without_returning(transaction)
        .await?;
    Ok(BegunTurn {
        run_id,
        owner,
        conversation_id,
        message: text,
        sequence,
    })
}

/// The conversation is locked by the transaction, so what is seen here stays so.
async fn refuse_if_busy(
    transaction: &DatabaseTransaction,
    conversation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let of_it = Condition::all().add(Column::ConversationId.eq(conversation_id));
    let running = Entity::find()
        .select_only()
        .columns([Column::Id, Column::LeaseExpiresAt])
        .filter(of_it.clone())
        .filter(Column::Status.is_in(UNDER_WAY))
        .into_tuple::<(Uuid, Option<DateTime<Utc>>)>()
        .one(transaction)
        .await?;
    match running {
        None => Ok(()),
        Some((id, Some(until))) if until >= now => Err(StoreError::Busy(id)),
        Some(_) => {
            interrupt(transaction, of_it.add(lease_ran_out(now)), now).await?;
            Ok(())
        }
    }
}

async fn finish(
    transaction: &DatabaseTransaction,
    turn: &BegunTurn,
    end: &TurnEnd,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, StoreError> {
    let ended = Entity::update_many()
        .col_expr(Column::Status, Expr::value(end.status.as_str()))
        .col_expr(Column::AssistantMessageId, Expr::value(end.message_id))
        .col_expr(Column::LeaseExpiresAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Error, Expr::value(end.error.as_ref().map(json)))
        .col_expr(Column::Usage, Expr::value(end.usage.as_ref().map(json)))
        .col_expr(Column::FinishedAt, Expr::value(now))
        .filter(Column::Id.eq(turn.run_id))
        .filter(Column::AssistantMessageId.is_null())
        .exec(transaction)
        .await?;
    if ended.rows_affected == 0 {
        return already_stored(transaction, turn, end).await;
    }
    // A run that was taken for abandoned while its program slept still tells what it has done,
    // unless the conversation has gone on without it.
    let sequence =
        conversations::next_sequence(transaction, &turn.owner, turn.conversation_id, now).await?;
    if sequence != turn.sequence + 1 {
        return Err(StoreError::RunEnded);
    }
    let message = NewMessage {
        id: end.message_id,
        conversation_id: turn.conversation_id,
        sequence,
        role: Role::Assistant,
        content: &end.text,
        tool_calls: &end.tool_calls,
        status: match end.status {
            RunStatus::Completed => "complete",
            other => other.as_str(),
        },
        usage: end.usage,
        now,
    };
    messages::insert(transaction, message).await?;
    Ok(now)
}

/// The answer to an earlier try may have been lost on its way.
async fn already_stored(
    transaction: &DatabaseTransaction,
    turn: &BegunTurn,
    end: &TurnEnd,
) -> Result<DateTime<Utc>, StoreError> {
    let stored = Entity::find_by_id(turn.run_id)
        .filter(Column::UserId.eq(turn.owner.as_str()))
        .filter(Column::AssistantMessageId.eq(end.message_id))
        .one(transaction)
        .await?;
    stored
        .and_then(|run| run.finished_at)
        .ok_or(StoreError::RunEnded)
}

async fn interrupt(
    transaction: &DatabaseTransaction,
    which: Condition,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let interrupted = Entity::update_many()
        .col_expr(Column::Status, Expr::value(RunStatus::Interrupted.as_str()))
        .col_expr(Column::LeaseExpiresAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Error, Expr::value(Some(json(&INTERRUPTED))))
        .col_expr(Column::FinishedAt, Expr::value(now))
        .filter(Column::Status.is_in(UNDER_WAY))
        .filter(which)
        .exec(transaction)
        .await?;
    Ok(interrupted.rows_affected)
}

fn lease_ran_out(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(Column::LeaseExpiresAt.lt(now))
        .add(Column::LeaseExpiresAt.is_null())
}

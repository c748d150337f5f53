//! Beginning a turn: the claim on the conversation, what is asked and its run.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _,
    QueryFilter as _, QuerySelect as _, SqlErr, sea_query::Expr,
};
use taskflow_shared::ids::{UserId, new_id};
use uuid::Uuid;

use super::{
    KEY_AGE, LEASE, RUNNING, find, lease, lease_ran_out,
    question::{self, Asked, Place},
    under_way,
};
use crate::domain::Quotas;
use crate::store::{
    Store, StoreError, conversations,
    entities::run::{ActiveModel, Column, Entity},
    usage,
};

/// What is to be answered.
#[derive(Debug, Clone)]
pub(crate) struct NewTurn {
    pub(crate) owner: UserId,
    /// A new conversation where `None`.
    pub(crate) conversation_id: Option<Uuid>,
    pub(crate) asked: Asked,
    /// The model that will answer.
    pub(crate) model: String,
    /// What the client calls its request, where it says so.
    pub(crate) key: Option<RequestKey>,
    /// How much the person may use.
    pub(crate) quotas: Quotas,
}

/// What a client calls a request that it may send again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestKey {
    /// Its own name for it.
    pub(crate) key: String,
    /// SHA-256 of what it asked for: the same key is not to be used for anything else.
    pub(crate) body_hash: [u8; 32],
}

/// A turn that was begun: its message is stored and its conversation claimed.
#[derive(Debug, Clone)]
pub(crate) struct BegunTurn {
    pub(crate) run_id: Uuid,
    pub(crate) owner: UserId,
    pub(crate) conversation_id: Uuid,
    /// The person's message.
    pub(crate) message: String,
    /// Its id: the answer follows it.
    pub(crate) question_id: Uuid,
    /// Its sequence: what the model is told lies before.
    pub(crate) question_sequence: i64,
    /// What the turn was given out. The answer is to be the next, else somebody went on without it.
    pub(crate) sequence: i64,
}

impl Store {
    /// Claims the conversation and stores what the person asks and its run, all or nothing.
    ///
    /// Where the same request was made before, nothing is stored and its run is the error.
    pub(crate) async fn begin_turn(&self, turn: NewTurn) -> Result<BegunTurn, StoreError> {
        let now = self.clock.now();
        let (owner, key) = (turn.owner.clone(), turn.key.clone());
        let begun = self
            .database
            .write(move |transaction| Box::pin(async move { begin(transaction, turn, now).await }))
            .await;
        match (begun, key) {
            // The same request was being stored at the same moment.
            (Err(StoreError::Database(error)), Some(key))
                if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) =>
            {
                let run = self.run_of_request(&owner, &key.key).await?;
                Err(run.map_or(StoreError::Database(error), |run| {
                    StoreError::AlreadyBegun(run.into())
                }))
            }
            (begun, _) => begun,
        }
    }

    /// Returns a new id.
    pub(crate) fn new_id(&self) -> Uuid {
        new_id(self.clock.now())
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
        asked,
        model,
        key,
        quotas,
    } = turn;
    let (conversation_id, sequence, new_title) = match (conversation_id, &asked) {
        (None, Asked::Message(text)) => {
            refuse_if_begun(transaction, &owner, key.as_ref(), now).await?;
            let (id, title) = conversations::create(transaction, &owner, text, now).await?;
            (id, 1, Some(title))
        }
        (None, _) => return Err(StoreError::NoSuchConversation),
        (Some(id), _) => {
            let sequence = conversations::next_sequence(transaction, &owner, id, now).await?;
            refuse_if_begun(transaction, &owner, key.as_ref(), now).await?;
            refuse_if_busy(transaction, id, now).await?;
            (id, sequence, None)
        }
    };
    usage::refuse_if_used_up(transaction, &owner, quotas, now).await?;
    let place = Place {
        owner: &owner,
        conversation_id,
        new_title: new_title.as_deref(),
        sequence,
        now,
    };
    let question = question::put(transaction, asked, place).await?;
    let turn = BegunTurn {
        run_id: new_id(now),
        owner,
        conversation_id,
        message: question.text,
        question_id: question.id,
        question_sequence: question.sequence,
        sequence,
    };
    Entity::insert(run_of(&turn, model, key, now))
        .exec_without_returning(transaction)
        .await?;
    Ok(turn)
}

fn run_of(
    turn: &BegunTurn,
    model: String,
    key: Option<RequestKey>,
    now: DateTime<Utc>,
) -> ActiveModel {
    let (idempotency_key, body_hash) = key.map(|key| (key.key, key.body_hash.to_vec())).unzip();
    ActiveModel {
        id: Set(turn.run_id),
        conversation_id: Set(turn.conversation_id),
        user_id: Set(turn.owner.to_string()),
        user_message_id: Set(turn.question_id),
        assistant_message_id: Set(None),
        status: Set(RUNNING.to_owned()),
        lease_expires_at: Set(Some(now + LEASE)),
        model: Set(model),
        error: Set(None),
        idempotency_key: Set(idempotency_key),
        body_hash: Set(body_hash),
        usage: Set(None),
        created_at: Set(now),
        finished_at: Set(None),
        script: Set(None),
        cancel_requested: Set(false),
    }
}

/// A key whose time is over may be used again.
async fn refuse_if_begun(
    transaction: &DatabaseTransaction,
    owner: &UserId,
    key: Option<&RequestKey>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(key) = key else { return Ok(()) };
    let Some(run) = find::of_request(transaction, owner, &key.key).await? else {
        return Ok(());
    };
    if run.created_at > now - KEY_AGE {
        return Err(StoreError::AlreadyBegun(run.into()));
    }
    Entity::update_many()
        .col_expr(Column::IdempotencyKey, Expr::value(None::<String>))
        .filter(Column::Id.eq(run.id))
        .exec(transaction)
        .await?;
    Ok(())
}

/// The conversation is locked by the transaction, so what is seen here stays so.
pub(in crate::store) async fn refuse_if_busy(
    transaction: &DatabaseTransaction,
    conversation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let of_it = Condition::all().add(Column::ConversationId.eq(conversation_id));
    let running = Entity::find()
        .select_only()
        .columns([Column::Id, Column::LeaseExpiresAt])
        .filter(of_it.clone())
        .filter(under_way())
        .into_tuple::<(Uuid, Option<DateTime<Utc>>)>()
        .one(transaction)
        .await?;
    match running {
        None => Ok(()),
        Some((id, Some(until))) if until >= now => Err(StoreError::Busy(id)),
        Some(_) => {
            lease::interrupt(transaction, of_it.add(lease_ran_out(now)), now).await?;
            Ok(())
        }
    }
}

//! Beginning a turn: the claim on the conversation, the message and its run.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _,
    QueryFilter as _, QuerySelect as _, SqlErr, sea_query::Expr,
};
use taskflow_shared::ids::{UserId, new_id};
use uuid::Uuid;

use super::{KEY_AGE, LEASE, RUNNING, find, lease, lease_ran_out, under_way};
use crate::domain::Quotas;
use crate::store::{
    Store, StoreError, conversations,
    entities::run::{ActiveModel, Column, Entity},
    messages::{self, NewMessage, Role},
    usage,
};

/// A message to be answered.
#[derive(Debug, Clone)]
pub(crate) struct NewTurn {
    pub(crate) owner: UserId,
    /// A new conversation where `None`.
    pub(crate) conversation_id: Option<Uuid>,
    pub(crate) message: String,
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
    /// Its sequence.
    pub(crate) sequence: i64,
}

impl Store {
    /// Claims the conversation and stores the person's message and its run, all or nothing.
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
        message: text,
        model,
        key,
        quotas,
    } = turn;
    let (conversation_id, sequence) = match conversation_id {
        None => {
            refuse_if_begun(transaction, &owner, key.as_ref(), now).await?;
            conversations::create(transaction, &owner, &text, now).await?
        }
        Some(id) => {
            let sequence = conversations::next_sequence(transaction, &owner, id, now).await?;
            refuse_if_begun(transaction, &owner, key.as_ref(), now).await?;
            refuse_if_busy(transaction, id, now).await?;
            (id, sequence)
        }
    };
    usage::refuse_if_used_up(transaction, &owner, quotas, now).await?;
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
    let (idempotency_key, body_hash) = key.map(|key| (key.key, key.body_hash.to_vec())).unzip();
    let run = ActiveModel {
        id: Set(run_id),
        conversation_id: Set(conversation_id),
        user_id: Set(owner.to_string()),
        user_message_id: Set(message_id),
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

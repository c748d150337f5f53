//! Beginning a turn: the claim on the conversation, what is asked and its run.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _,
    QuerySelect as _, SqlErr, sea_query::Expr,
};
use taskflow_shared::{
    database::{Batch, Transaction},
    ids::{UserId, new_id},
};
use uuid::Uuid;

use super::{
    KEY_AGE, LEASE, RunStatus,
    asked::{self, Asked, Place},
    find, lease, lease_ran_out, under_way,
};
use crate::domain::{Quotas, question::Question};
use crate::store::{
    Store, StoreError, conversations,
    entities::{
        question,
        run::{ActiveModel, Column, Entity},
    },
    messages,
    questions::{self, Closed, OpenQuestion},
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
    /// The question that this message does not answer, where the conversation waits for one.
    pub(crate) sets_aside: Option<Uuid>,
}

/// What a client calls a request that it may send again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestKey {
    /// Its own name for it.
    pub(crate) key: String,
    /// SHA-256 of what it asked for: the same key is not to be used for anything else.
    pub(crate) body_hash: [u8; 32],
}

/// A turn that was begun, or goes on: its message is stored and its conversation claimed.
#[derive(Debug, Clone)]
pub(crate) struct BegunTurn {
    pub(crate) run_id: Uuid,
    pub(crate) owner: UserId,
    pub(crate) conversation_id: Uuid,
    /// The person's message that began it.
    pub(crate) message: String,
    /// Its sequence: what the model is told lies before.
    pub(crate) first_sequence: i64,
    /// The person's last message: that one, or an answer to a question. What is said follows it.
    pub(crate) last_message_id: Uuid,
    /// What the turn was given out last. What is said is to be the next, else somebody went on
    /// without it.
    pub(crate) sequence: i64,
    /// How many questions it has asked.
    pub(crate) questions: i32,
    /// What became of the question for which the conversation waited.
    pub(crate) closed: Option<Closed>,
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
        self.or_earlier(begun, &owner, key).await
    }

    /// Finds out whether the same request was being stored at the same moment.
    pub(in crate::store) async fn or_earlier<T>(
        &self,
        stored: Result<T, StoreError>,
        owner: &UserId,
        key: Option<RequestKey>,
    ) -> Result<T, StoreError> {
        match (stored, key) {
            (Err(StoreError::Database(error)), Some(key))
                if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) =>
            {
                let earlier = self.earlier_request(owner, &key.key).await?;
                Err(earlier.map_or(StoreError::Database(error), |earlier| {
                    StoreError::AlreadyBegun(earlier.into())
                }))
            }
            (stored, _) => stored,
        }
    }

    /// Returns a new id.
    pub(crate) fn new_id(&self) -> Uuid {
        new_id(self.clock.now())
    }
}

async fn begin(
    transaction: &Transaction,
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
        sets_aside,
    } = turn;
    let (mut closed, mut batch) = (None, Batch::new(transaction));
    let (conversation_id, sequence, new_title) = match (conversation_id, &asked) {
        (None, Asked::Message(text)) => {
            refuse_if_begun(transaction, &owner, key.as_ref(), now).await?;
            let (id, title) = conversations::create(&mut batch, &owner, text, now);
            (id, 1, Some(title))
        }
        (None, _) => return Err(StoreError::NoSuchConversation),
        (Some(id), _) => {
            let sequence = conversations::next_sequence(transaction, &owner, id, now).await?;
            refuse_if_begun(transaction, &owner, key.as_ref(), now).await?;
            closed = refuse_if_busy(transaction, id, sets_aside, now).await?;
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
    let first = asked::put(&mut batch, asked, place).await?;
    let turn = BegunTurn {
        run_id: new_id(now),
        owner,
        conversation_id,
        message: first.text,
        first_sequence: first.sequence,
        last_message_id: first.id,
        sequence,
        questions: 0,
        closed,
    };
    batch.add(&Entity::insert(run_of(&turn, model, key, now)));
    batch.execute().await?;
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
        user_message_id: Set(turn.last_message_id),
        assistant_message_id: Set(None),
        status: Set(RunStatus::Running.as_str().to_owned()),
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
pub(in crate::store) async fn refuse_if_begun(
    transaction: &Transaction,
    owner: &UserId,
    key: Option<&RequestKey>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(key) = key else { return Ok(()) };
    let Some(earlier) = find::of_request(transaction, owner, &key.key).await? else {
        return Ok(());
    };
    if earlier.at > now - KEY_AGE {
        return Err(StoreError::AlreadyBegun(earlier.into()));
    }
    let (run_id, nothing) = (earlier.run.id, Expr::value(None::<String>));
    Entity::update_many()
        .col_expr(Column::IdempotencyKey, nothing.clone())
        .filter(Column::Id.eq(run_id))
        .filter(Column::IdempotencyKey.eq(key.key.as_str()))
        .exec(transaction)
        .await?;
    question::Entity::update_many()
        .col_expr(question::Column::IdempotencyKey, nothing)
        .filter(question::Column::RunId.eq(run_id))
        .filter(question::Column::IdempotencyKey.eq(key.key.as_str()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// The conversation is locked by the transaction, so what is seen here stays so. Returns what
/// became of the question that it waited for.
pub(in crate::store) async fn refuse_if_busy(
    transaction: &Transaction,
    conversation_id: Uuid,
    sets_aside: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Option<Closed>, StoreError> {
    let of_it = Condition::all().add(Column::ConversationId.eq(conversation_id));
    let running = Entity::find()
        .select_only()
        .columns([Column::Id, Column::LeaseExpiresAt])
        .column(Column::Status)
        .filter(of_it.clone())
        .filter(under_way())
        .into_tuple::<(Uuid, Option<DateTime<Utc>>, String)>()
        .one(transaction)
        .await?;
    match running {
        None => Ok(None),
        Some((id, _, status)) if status == RunStatus::AwaitingInput.as_str() => {
            leave_question(transaction, (conversation_id, id), sets_aside, now).await
        }
        Some((id, Some(until), _)) if until >= now => Err(StoreError::Busy(id)),
        Some(_) => {
            lease::interrupt(transaction, of_it.add(lease_ran_out(now)), now).await?;
            Ok(None)
        }
    }
}

/// Closes the question of a run that waits, if its time is over or the message is about something
/// else.
async fn leave_question(
    transaction: &Transaction,
    (conversation_id, run_id): (Uuid, Uuid),
    sets_aside: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Option<Closed>, StoreError> {
    let open = questions::open_of(transaction, run_id).await?;
    let open = open.ok_or(StoreError::Busy(run_id))?;
    let why = match open.expires_at <= now {
        true => Closed::Expired,
        false if sets_aside == Some(open.id) => Closed::SetAside,
        false => {
            let asked = messages::by_id(transaction, conversation_id, open.message_id).await?;
            let question: Option<Question> = asked.and_then(|message| message.question);
            let question = question.ok_or(StoreError::Busy(run_id))?;
            return Err(StoreError::Awaiting(
                OpenQuestion { run_id, question }.into(),
            ));
        }
    };
    questions::close(transaction, open, why, now).await?;
    Ok(Some(why))
}

//! Answering: a question is closed with what the person says, and its run goes on.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::Value;
use taskflow_shared::{
    database::{Batch, Transaction},
    ids::{UserId, new_id},
};
use uuid::Uuid;

use super::{AWAITING, QuestionStatus, find::owned_by, is_open};
use crate::{
    domain::{Quotas, question::Reply},
    store::{
        Store, StoreError, conversations,
        entities::{
            question::{Column, Entity, Model},
            run,
        },
        messages::{self, NewMessage, Role},
        runs::{BegunTurn, LEASE, RequestKey, RunStatus, refuse_if_begun},
        usage,
    },
};

/// What the person answers.
#[derive(Debug, Clone)]
pub(crate) struct NewAnswer {
    pub(crate) owner: UserId,
    pub(crate) run_id: Uuid,
    pub(crate) question_id: Uuid,
    pub(crate) reply: Reply,
    /// The answer as a message of the conversation.
    pub(crate) words: String,
    /// What the client calls its request, where it says so.
    pub(crate) key: Option<RequestKey>,
    /// How much the person may use.
    pub(crate) quotas: Quotas,
}

/// A turn that goes on.
#[derive(Debug)]
pub(crate) struct Resumed {
    pub(crate) turn: BegunTurn,
    /// The turn as it waited.
    pub(crate) state: Value,
}

impl Store {
    /// Takes the answer to an open question, once: stores it as a message, and claims the
    /// conversation for the run again, all or nothing.
    pub(crate) async fn answer_question(&self, answer: NewAnswer) -> Result<Resumed, StoreError> {
        let now = self.clock.now();
        let (owner, key) = (answer.owner.clone(), answer.key.clone());
        let answered = self
            .database
            .write(move |transaction| {
                Box::pin(async move { self::answer(transaction, answer, now).await })
            })
            .await;
        self.or_earlier(answered, &owner, key).await
    }
}

async fn answer(
    transaction: &Transaction,
    answer: NewAnswer,
    now: DateTime<Utc>,
) -> Result<Resumed, StoreError> {
    let found = owned_by(&answer.owner)
        .filter(Column::Id.eq(answer.question_id))
        .filter(Column::RunId.eq(answer.run_id))
        .one(transaction)
        .await?;
    let question = found.ok_or(StoreError::NoSuchQuestion)?;
    let run = run::Entity::find_by_id(answer.run_id)
        .filter(run::Column::UserId.eq(answer.owner.as_str()))
        .one(transaction)
        .await?
        .ok_or(StoreError::NoSuchRun)?;
    let conversation = run.conversation_id;
    let sequence =
        conversations::next_sequence(transaction, &answer.owner, conversation, now).await?;
    refuse_if_begun(transaction, &answer.owner, answer.key.as_ref(), now).await?;
    close(transaction, &answer, now).await?;
    usage::refuse_if_used_up(transaction, &answer.owner, answer.quotas, now).await?;
    go_on(transaction, &run, now).await?;
    messages::set_status(transaction, question.message_id, "complete").await?;
    let message_id = new_id(now);
    let message = NewMessage {
        id: message_id,
        owner: &answer.owner,
        conversation_id: conversation,
        new_title: None,
        parent_id: Some(question.message_id),
        sequence,
        role: Role::User,
        content: &answer.words,
        tool_calls: &[],
        status: "complete",
        usage: None,
        question: None,
        now,
    };
    let mut batch = Batch::new(transaction);
    messages::insert(&mut batch, message);
    batch.execute().await?;
    let last = (message_id, sequence);
    resumed(transaction, question, run, (answer.owner, last)).await
}

/// Whoever is second finds it closed.
async fn close(
    transaction: &Transaction,
    answer: &NewAnswer,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let status = match answer.reply.is_agreed() {
        true => QuestionStatus::Accepted,
        false => QuestionStatus::Declined,
    };
    let (key, hash) = answer
        .key
        .clone()
        .map(|key| (key.key, key.body_hash.to_vec()))
        .unzip();
    let closed = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::State, Expr::value(None::<Value>))
        .col_expr(Column::IdempotencyKey, Expr::value(key))
        .col_expr(Column::BodyHash, Expr::value(hash))
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(Column::Id.eq(answer.question_id))
        .filter(Column::UserId.eq(answer.owner.as_str()))
        .filter(Column::ExpiresAt.gt(now))
        .filter(is_open())
        .exec(transaction)
        .await?;
    match closed.rows_affected {
        0 => Err(StoreError::QuestionClosed(answer.run_id)),
        _ => Ok(()),
    }
}

async fn go_on(
    transaction: &Transaction,
    run: &run::Model,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let claimed = run::Entity::update_many()
        .col_expr(
            run::Column::Status,
            Expr::value(RunStatus::Running.as_str()),
        )
        .col_expr(run::Column::LeaseExpiresAt, Expr::value(now + LEASE))
        .filter(run::Column::Id.eq(run.id))
        .filter(run::Column::UserId.eq(run.user_id.as_str()))
        .filter(run::Column::Status.eq(AWAITING))
        .exec(transaction)
        .await?;
    match claimed.rows_affected {
        0 => Err(StoreError::QuestionClosed(run.id)),
        _ => Ok(()),
    }
}

async fn resumed(
    transaction: &Transaction,
    question: Model,
    run: run::Model,
    (owner, (last_message_id, sequence)): (UserId, (Uuid, i64)),
) -> Result<Resumed, StoreError> {
    let (conversation_id, first) = (run.conversation_id, run.user_message_id);
    let first = messages::by_id(transaction, conversation_id, first).await?;
    let missing = || DbErr::RecordNotFound("the message that began the run".to_owned());
    let first = first.ok_or_else(missing)?;
    let turn = BegunTurn {
        run_id: run.id,
        owner,
        conversation_id,
        message: first.content,
        first_sequence: first.sequence,
        last_message_id,
        sequence,
        questions: question.ordinal,
        closed: None,
    };
    let state = question.state.unwrap_or_default();
    Ok(Resumed { turn, state })
}

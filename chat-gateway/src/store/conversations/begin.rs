//! Beginning conversations, and numbering their messages.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbBackend, DbErr,
    EntityTrait as _, ExprTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _,
    UpdateMany, sea_query::Expr,
};
use taskflow_shared::{
    database::Batch,
    ids::{UserId, new_id},
};
use uuid::Uuid;

use super::Title;
use crate::{
    domain::Usage,
    store::{
        StoreError,
        entities::{
            conversation::{ActiveModel, Column, Entity},
            run,
        },
        runs::BegunTurn,
        usage,
    },
};

/// Creates a conversation, titled by its first message, whose sequence is 1; returns its id and its
/// title.
pub(in crate::store) fn create(
    batch: &mut Batch<'_>,
    owner: &UserId,
    first_message: &str,
    now: DateTime<Utc>,
) -> (Uuid, String) {
    let id = new_id(now);
    let title = String::from(Title::of_message(first_message));
    let row = ActiveModel {
        id: Set(id),
        user_id: Set(owner.to_string()),
        title: Set(title.clone()),
        last_sequence: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        deleted_at: Set(None),
        input_tokens: Set(0),
        output_tokens: Set(0),
        cached_tokens: Set(0),
    };
    batch.add(&Entity::insert(row));
    (id, title)
}

/// Gives out the sequence of a turn, and of the message with which it begins. On PostgreSQL this locks the
/// conversation until the transaction ends, so that turns of one conversation are begun one after
/// the other.
pub(in crate::store) async fn next_sequence(
    transaction: &impl ConnectionTrait,
    owner: &UserId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let live = Column::DeletedAt.is_null();
    raised(raise(owner, id, now).filter(live), transaction).await
}

/// Gives out a sequence to whoever makes another branch the active one, which is no news.
pub(in crate::store) async fn switch_sequence(
    transaction: &impl ConnectionTrait,
    owner: &UserId,
    id: Uuid,
) -> Result<i64, StoreError> {
    let live = Column::DeletedAt.is_null();
    raised(count_up(owner, id).filter(live), transaction).await
}

/// Gives out the sequence of an answer and counts what it cost, also where the conversation was put
/// away meanwhile: what was done must be there when it is restored. Refused where the turn's run is
/// not as `run` says.
pub(in crate::store) async fn answer_sequence(
    transaction: &impl ConnectionTrait,
    turn: &BegunTurn,
    run: Condition,
    cost: Usage,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let run = run::Entity::find_by_id(turn.run_id)
        .select_only()
        .column(run::Column::Id)
        .filter(run);
    let raise =
        raise(&turn.owner, turn.conversation_id, now).filter(Expr::exists(run.into_query()));
    let raised = raised(with_cost(raise, cost), transaction).await;
    raised.map_err(|error| match error {
        StoreError::NoSuchConversation => StoreError::RunEnded,
        error => error,
    })
}

/// Keeps turns of a person from ending until the transaction does. On SQLite, where one transaction
/// writes at a time, they do anyway.
pub(crate) async fn lock(transaction: &impl ConnectionTrait, owner: &UserId) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let conversations = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::UserId.eq(owner.as_str()))
        .lock_exclusive();
    conversations
        .into_tuple::<Uuid>()
        .all(transaction)
        .await
        .map(drop)
}

/// Counts what was used for a conversation beside its answers.
pub(in crate::store) async fn add_cost(
    transaction: &impl ConnectionTrait,
    turn: &BegunTurn,
    cost: Usage,
) -> Result<(), DbErr> {
    if cost == Usage::default() {
        return Ok(());
    }
    let conversation = Entity::update_many()
        .filter(Column::Id.eq(turn.conversation_id))
        .filter(Column::UserId.eq(turn.owner.as_str()));
    with_cost(conversation, cost)
        .exec(transaction)
        .await
        .map(drop)
}

fn with_cost(conversation: UpdateMany<Entity>, cost: Usage) -> UpdateMany<Entity> {
    let more = |column, tokens| (column, Expr::col(column).add(usage::stored(tokens)));
    let counted = [
        more(Column::InputTokens, cost.input_tokens),
        more(Column::OutputTokens, cost.output_tokens),
        more(Column::CachedTokens, cost.cached_tokens),
    ];
    counted
        .into_iter()
        .fold(conversation, |conversation, (column, sum)| {
            conversation.col_expr(column, sum)
        })
}

fn raise(owner: &UserId, id: Uuid, now: DateTime<Utc>) -> UpdateMany<Entity> {
    count_up(owner, id).col_expr(Column::UpdatedAt, Expr::value(now))
}

fn count_up(owner: &UserId, id: Uuid) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::LastSequence, Expr::col(Column::LastSequence).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::UserId.eq(owner.as_str()))
}

async fn raised(
    raise: UpdateMany<Entity>,
    transaction: &impl ConnectionTrait,
) -> Result<i64, StoreError> {
    let raised = raise.exec_with_returning(transaction).await?;
    let conversation = raised
        .into_iter()
        .next()
        .ok_or(StoreError::NoSuchConversation)?;
    Ok(conversation.last_sequence)
}

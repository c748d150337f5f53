//! Looking at questions.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, Select,
};
use taskflow_shared::ids::UserId;
use uuid::Uuid;

use super::{AWAITING, QuestionStatus, is_open};
use crate::{
    domain::{CallRecord, question::Question},
    store::{
        Store, StoreError,
        entities::{
            question::{Column, Entity, Model},
            run,
        },
        messages,
        runs::{Run, StoredAnswer, under_way},
    },
};

/// A question that waits for its answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OpenQuestion {
    pub(crate) run_id: Uuid,
    pub(crate) question: Question,
}

/// A question of a run, with what the run had come to.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) question: Question,
    pub(crate) status: QuestionStatus,
    /// The message that asks it, and how the run came about up to it.
    pub(crate) message: StoredAnswer,
    /// The calls that had no result yet.
    pub(crate) unanswered: Vec<CallRecord>,
}

impl Store {
    /// Returns the question that the run waits for, if it does.
    pub(crate) async fn open_question(&self, run: &Run) -> Result<Option<Question>, StoreError> {
        let asked = self.questions(run).await?.pop();
        let open = asked.filter(|asked| asked.status == QuestionStatus::Open);
        Ok(open.map(|asked| asked.question))
    }

    /// Tells whether the person's conversation waits for an answer.
    pub(crate) async fn is_waiting(
        &self,
        owner: &UserId,
        conversation_id: Uuid,
    ) -> Result<bool, StoreError> {
        let waiting = run::Entity::find()
            .filter(run::Column::UserId.eq(owner.as_str()))
            .filter(run::Column::ConversationId.eq(conversation_id))
            .filter(under_way())
            .filter(run::Column::Status.eq(AWAITING))
            .count(self.database.reads())
            .await?;
        Ok(waiting > 0)
    }

    /// Returns the questions of a run, in their order.
    pub(crate) async fn questions(&self, run: &Run) -> Result<Vec<Asked>, StoreError> {
        let reads = self.database.reads();
        let questions = Entity::find()
            .filter(Column::RunId.eq(run.id))
            .order_by_asc(Column::Ordinal)
            .all(reads)
            .await?;
        if questions.is_empty() {
            return Ok(Vec::new());
        }
        let ids = questions.iter().map(|question| question.message_id);
        let messages = messages::by_ids(reads, run.conversation_id, ids).await?;
        let messages = messages.into_iter().map(|message| (message.id, message));
        let mut messages: HashMap<_, _> = messages.collect();
        let asked = questions.into_iter().filter_map(|row| {
            let message = messages.remove(&row.message_id)?;
            let question = message.question?;
            Some(Asked {
                question,
                status: QuestionStatus::stored(&row.status),
                message: StoredAnswer {
                    message_id: message.id,
                    text: message.content,
                    tool_calls: message.tool_calls,
                    at: message.created_at,
                    script: row.script,
                },
                unanswered: serde_json::from_value(row.unanswered).unwrap_or_default(),
            })
        });
        Ok(asked.collect())
    }
}

/// The person's questions.
pub(super) fn owned_by(owner: &UserId) -> Select<Entity> {
    Entity::find().filter(Column::UserId.eq(owner.as_str()))
}

/// Returns the open question of a run that was shown to be the person's.
pub(in crate::store) async fn open_of(
    connection: &impl ConnectionTrait,
    run_id: Uuid,
) -> Result<Option<Model>, DbErr> {
    let open = Entity::find().filter(Column::RunId.eq(run_id));
    open.filter(is_open()).one(connection).await
}

/// Returns the question that a request answered, however long ago.
pub(in crate::store) async fn of_request(
    connection: &impl ConnectionTrait,
    owner: &UserId,
    key: &str,
) -> Result<Option<(Model, DateTime<Utc>)>, DbErr> {
    let found = owned_by(owner)
        .filter(Column::IdempotencyKey.eq(key))
        .one(connection)
        .await?;
    Ok(found.and_then(|question| question.closed_at.map(|at| (question, at))))
}

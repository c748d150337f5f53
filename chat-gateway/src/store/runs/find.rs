//! Looking at runs.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, Select,
};
use serde_json::Value;
use taskflow_shared::ids::UserId;
use uuid::Uuid;

use super::RunStatus;
use crate::{
    domain::{CallRecord, Usage},
    store::{
        Store, StoreError,
        entities::run::{Column, Entity, Model},
        messages, questions,
    },
};

/// A run, as its owner sees it. To have one is to have shown that it is theirs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) id: Uuid,
    pub(crate) conversation_id: Uuid,
    pub(crate) user_message_id: Uuid,
    pub(crate) assistant_message_id: Option<Uuid>,
    pub(crate) status: RunStatus,
    pub(crate) model: String,
    /// The code of what went wrong.
    pub(crate) error: Option<Value>,
    pub(crate) usage: Option<Usage>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    pub(super) script: Option<String>,
}

/// The answer of a run that has ended, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredAnswer {
    pub(crate) message_id: Uuid,
    pub(crate) text: String,
    pub(crate) tool_calls: Vec<CallRecord>,
    pub(crate) at: DateTime<Utc>,
    pub(crate) script: String,
}

/// A request that was made before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Earlier {
    /// The run that it began, or one of whose questions it answered.
    pub(crate) run: Run,
    /// SHA-256 of what was asked for.
    pub(crate) body_hash: Option<Vec<u8>>,
    /// How many questions of the run had been answered by then, this one included.
    pub(crate) answered: usize,
    /// When it was made.
    pub(super) at: DateTime<Utc>,
}

impl Store {
    /// Returns the person's run.
    pub(crate) async fn run(&self, owner: &UserId, id: Uuid) -> Result<Run, StoreError> {
        let found = owned_by(owner)
            .filter(Column::Id.eq(id))
            .one(self.database.reads())
            .await?;
        found.map(Run::from).ok_or(StoreError::NoSuchRun)
    }

    /// Returns the request that the person's client gave this key.
    pub(crate) async fn earlier_request(
        &self,
        owner: &UserId,
        key: &str,
    ) -> Result<Option<Earlier>, DbErr> {
        let earlier = of_request(self.database.reads(), owner, key).await?;
        let oldest = self.clock.now() - super::KEY_AGE;
        Ok(earlier.filter(|earlier| earlier.at > oldest))
    }

    /// Returns the answer of a run; `None` where its program was killed before there was one.
    pub(crate) async fn answer(&self, run: &Run) -> Result<Option<StoredAnswer>, StoreError> {
        let Some(id) = run.assistant_message_id else {
            return Ok(None);
        };
        let message = messages::by_id(self.database.reads(), run.conversation_id, id).await?;
        Ok(message.map(|message| StoredAnswer {
            message_id: message.id,
            text: message.content,
            tool_calls: message.tool_calls,
            at: message.created_at,
            script: run.script.clone().unwrap_or_default(),
        }))
    }
}

/// The person's runs.
fn owned_by(owner: &UserId) -> Select<Entity> {
    Entity::find().filter(Column::UserId.eq(owner.as_str()))
}

/// Returns the request with this key, however old.
pub(super) async fn of_request(
    connection: &impl ConnectionTrait,
    owner: &UserId,
    key: &str,
) -> Result<Option<Earlier>, DbErr> {
    let began = owned_by(owner)
        .filter(Column::IdempotencyKey.eq(key))
        .one(connection)
        .await?;
    if let Some(run) = began {
        let (body_hash, at) = (run.body_hash.clone(), run.created_at);
        let run = Run::from(run);
        return Ok(Some(Earlier {
            run,
            body_hash,
            answered: 0,
            at,
        }));
    }
    let Some((question, at)) = questions::of_request(connection, owner, key).await? else {
        return Ok(None);
    };
    let run = owned_by(owner)
        .filter(Column::Id.eq(question.run_id))
        .one(connection)
        .await?;
    Ok(run.map(|run| Earlier {
        run: run.into(),
        body_hash: question.body_hash,
        answered: usize::try_from(question.ordinal).unwrap_or(0),
        at,
    }))
}

impl From<Model> for Run {
    fn from(model: Model) -> Self {
        let usage = model.usage.map(serde_json::from_value).transpose();
        Self {
            id: model.id,
            conversation_id: model.conversation_id,
            user_message_id: model.user_message_id,
            assistant_message_id: model.assistant_message_id,
            status: RunStatus::stored(&model.status),
            model: model.model,
            error: model.error,
            usage: usage.ok().flatten(),
            created_at: model.created_at,
            finished_at: model.finished_at,
            script: model.script,
        }
    }
}

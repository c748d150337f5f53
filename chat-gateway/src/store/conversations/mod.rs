//! Conversations.

mod begin;
mod edit;
mod list;
mod switch;
mod title;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, Select};
use taskflow_shared::ids::UserId;
use uuid::Uuid;

pub(crate) use begin::lock;
pub(super) use begin::{add_cost, answer_sequence, create, next_sequence, switch_sequence};
pub(crate) use list::{ListQuery, Position, Shelf};
pub(crate) use title::{InvalidTitle, Title};

use super::{
    Store, StoreError,
    entities::conversation::{Column, Entity, Model},
    usage,
};
use crate::domain::Usage;

/// A conversation, as its owner sees it. To have one is to have shown that it is theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conversation {
    pub(crate) id: Uuid,
    pub(crate) title: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    /// What its answers cost.
    pub(crate) usage: Usage,
    /// When it was put away.
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

impl From<Model> for Conversation {
    fn from(model: Model) -> Self {
        Self {
            id: model.id,
            title: model.title,
            created_at: model.created_at,
            updated_at: model.updated_at,
            usage: Usage {
                input_tokens: usage::counted(model.input_tokens),
                output_tokens: usage::counted(model.output_tokens),
                cached_tokens: usage::counted(model.cached_tokens),
                estimated_tokens: 0,
            },
            deleted_at: model.deleted_at,
        }
    }
}

impl Store {
    /// Returns the person's conversation.
    pub(crate) async fn conversation(
        &self,
        owner: &UserId,
        id: Uuid,
    ) -> Result<Conversation, StoreError> {
        let found = owned_by(owner)
            .filter(Column::Id.eq(id))
            .one(self.database.reads())
            .await?;
        found
            .map(Conversation::from)
            .ok_or(StoreError::NoSuchConversation)
    }
}

/// The person's conversations that are not deleted.
pub(super) fn owned_by(owner: &UserId) -> Select<Entity> {
    Entity::find()
        .filter(Column::UserId.eq(owner.as_str()))
        .filter(Column::DeletedAt.is_null())
}

/// Those of the person that are put away.
fn deleted_of(owner: &UserId) -> Select<Entity> {
    Entity::find()
        .filter(Column::UserId.eq(owner.as_str()))
        .filter(Column::DeletedAt.is_not_null())
}

//! Table `messages`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) conversation_id: Uuid,
    pub(crate) sequence: i64,
    pub(crate) role: String,
    pub(crate) content: String,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub(crate) tool_calls: Option<Json>,
    pub(crate) status: String,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub(crate) usage: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub(crate) question: Option<Json>,
    pub(crate) created_at: ChronoDateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

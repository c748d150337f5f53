//! Table `runs`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "runs")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) conversation_id: Uuid,
    pub(crate) user_id: String,
    pub(crate) user_message_id: Uuid,
    pub(crate) assistant_message_id: Option<Uuid>,
    pub(crate) status: String,
    pub(crate) lease_expires_at: Option<ChronoDateTimeUtc>,
    pub(crate) model: String,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub(crate) error: Option<Json>,
    pub(crate) idempotency_key: Option<String>,
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub(crate) body_hash: Option<Vec<u8>>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub(crate) usage: Option<Json>,
    pub(crate) created_at: ChronoDateTimeUtc,
    pub(crate) finished_at: Option<ChronoDateTimeUtc>,
    pub(crate) script: Option<String>,
    pub(crate) cancel_requested: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

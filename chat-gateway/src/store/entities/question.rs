//! Table `questions`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "questions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) run_id: Uuid,
    pub(crate) user_id: String,
    pub(crate) ordinal: i32,
    pub(crate) message_id: Uuid,
    pub(crate) status: String,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub(crate) state: Option<Json>,
    #[sea_orm(column_type = "JsonBinary")]
    pub(crate) unanswered: Json,
    pub(crate) script: String,
    pub(crate) idempotency_key: Option<String>,
    #[sea_orm(column_type = "VarBinary(StringLen::None)", nullable)]
    pub(crate) body_hash: Option<Vec<u8>>,
    pub(crate) created_at: ChronoDateTimeUtc,
    pub(crate) expires_at: ChronoDateTimeUtc,
    pub(crate) closed_at: Option<ChronoDateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Table `audit_events`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) run_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) call_number: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) event: String,
    pub(crate) tool: String,
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub(crate) arguments_hash: Vec<u8>,
    pub(crate) result: Option<String>,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) created_at: ChronoDateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

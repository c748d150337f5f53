//! A row of `requests`: the answer to a call that may be repeated.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// All columns.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "requests")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) request_id: String,
    pub(crate) tool: String,
    pub(crate) arguments_hash: Vec<u8>,
    pub(crate) result: Json,
    pub(crate) created_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

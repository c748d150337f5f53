//! A row of `changes`: one write to one task.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// All columns.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "changes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: String,
    pub(crate) task_id: Uuid,
    pub(crate) tool: String,
    pub(crate) before: Option<Json>,
    pub(crate) after: Option<Json>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) undone_at: Option<DateTime<Utc>>,
    pub(crate) number: i64,
    pub(crate) undoes: Option<i64>,
    pub(crate) repeated: bool,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A row of `task_lists`: what is counted for one person.

use sea_orm::entity::prelude::*;

/// All columns.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_lists")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: String,
    pub(crate) last_number: i64,
    pub(crate) pending: i64,
    pub(crate) completed: i64,
    pub(crate) last_change: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

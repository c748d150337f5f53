//! A row of `tasks`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::domain::{Description, Task, TaskNumber, Title};

/// All columns; serialised, it is what the log of changes keeps.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "tasks")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: String,
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) title_folded: String,
    pub(crate) description: String,
    pub(crate) completed_at: Option<DateTime<Utc>>,
    pub(crate) due_date: Option<NaiveDate>,
    pub(crate) due_at: Option<DateTime<Utc>>,
    pub(crate) due_zone: Option<String>,
    pub(crate) recurrence: Option<String>,
    pub(crate) priority: i16,
    pub(crate) project: Option<String>,
    pub(crate) parent_id: Option<Uuid>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    pub(crate) version: i64,
    pub(crate) project_folded: Option<String>,
    pub(crate) labels: String,
    pub(crate) repeats_from_completion: bool,
    pub(crate) due_key: i64,
    pub(crate) smart_key: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for Task {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            number: TaskNumber::new(row.number),
            title: Title::stored(row.title),
            description: Description::stored(row.description),
            completed_at: row.completed_at,
            deleted_at: row.deleted_at,
        }
    }
}

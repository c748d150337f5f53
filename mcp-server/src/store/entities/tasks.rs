//! A row of `tasks`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{Description, Labels, Name, Priority, Recurrence, Task, TaskNumber, Title},
    store::due_columns::DueColumns,
};

/// All columns; serialised, it is what the log of changes keeps.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
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
    pub(crate) parent_number: Option<i64>,
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
        let due = DueColumns {
            due_date: row.due_date,
            due_at: row.due_at,
            due_zone: row.due_zone,
        };
        let recurrence = row.recurrence;
        Self {
            id: row.id,
            number: TaskNumber::new(row.number),
            title: Title::stored(row.title),
            description: Description::stored(row.description),
            due: due.into(),
            recurrence: recurrence
                .map(|rule| Recurrence::stored(rule, row.repeats_from_completion)),
            priority: priority(row.priority),
            project: row.project.map(Name::stored),
            labels: labels(&row.labels),
            parent: row.parent_number.map(TaskNumber::new),
            created_at: row.created_at,
            updated_at: row.updated_at,
            completed_at: row.completed_at,
            deleted_at: row.deleted_at,
        }
    }
}

fn priority(stored: i16) -> Priority {
    let number = u8::try_from(stored).ok();
    number.and_then(Priority::new).unwrap_or_default()
}

fn labels(stored: &str) -> Labels {
    let names: Vec<String> = serde_json::from_str(stored).unwrap_or_default();
    Labels::stored(names.into_iter().map(Name::stored).collect())
}

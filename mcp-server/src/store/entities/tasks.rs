//! A row of `tasks`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use taskflow_shared::ids::UserId;

use crate::{
    domain::{
        Description, Labels, Name, Priority, Recurrence, Status, Task, TaskNumber, Title, due_key,
        smart_key,
    },
    store::due_columns::DueColumns,
};

/// All columns; serialised, it is what the log of changes keeps. What has a default there was not
/// yet kept when the oldest entries were written; the keys are computed anew in any case.
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
    #[serde(default = "no_labels")]
    pub(crate) labels: String,
    #[serde(default)]
    pub(crate) repeats_from_completion: bool,
    #[serde(default)]
    pub(crate) due_key: i64,
    #[serde(default)]
    pub(crate) smart_key: i64,
}

fn no_labels() -> String {
    "[]".to_owned()
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The row of `task`, whose parent has the id `parent_id`.
    pub(crate) fn of(user: &UserId, task: Task, parent_id: Option<Uuid>, version: i64) -> Self {
        let due = DueColumns::from(task.due);
        Self {
            id: task.id,
            user_id: user.to_string(),
            number: task.number.get(),
            title_folded: task.title.folded(),
            title: task.title.into(),
            description: task.description.into(),
            completed_at: task.completed_at,
            due_date: due.due_date,
            due_at: due.due_at,
            due_zone: due.due_zone,
            repeats_from_completion: task
                .recurrence
                .as_ref()
                .is_some_and(|it| it.is_from_completion()),
            recurrence: task
                .recurrence
                .map(|recurrence| recurrence.rule().to_owned()),
            priority: task.priority.get().into(),
            project_folded: task.project.as_ref().map(Name::folded),
            project: task.project.map(|name| name.as_str().to_owned()),
            parent_id,
            parent_number: task.parent.map(TaskNumber::get),
            created_at: task.created_at,
            updated_at: task.updated_at,
            deleted_at: task.deleted_at,
            version,
            labels: names(&task.labels),
            due_key: due_key(task.due.as_ref()),
            smart_key: smart_key(task.due.as_ref(), task.priority),
        }
    }

    /// Returns the row as it is when a write of `now` made `task` of it; `None` where that is what
    /// it was.
    pub(crate) fn changed(
        &self,
        user: &UserId,
        task: Task,
        parent_id: Option<Uuid>,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let unchanged = Self::of(user, task, parent_id, self.version);
        (unchanged != *self).then(|| Self {
            updated_at: now,
            version: self.version + 1,
            ..unchanged
        })
    }

    /// Tells where the task stands.
    pub(crate) fn status(&self) -> Status {
        match (self.deleted_at, self.completed_at) {
            (Some(_), _) => Status::Deleted,
            (None, Some(_)) => Status::Completed,
            (None, None) => Status::Pending,
        }
    }
}

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

/// Returns the names as a JSON array.
fn names(labels: &Labels) -> String {
    let names: Vec<&str> = labels.names().iter().map(Name::as_str).collect();
    serde_json::Value::from(names).to_string()
}

/// Reads what [`names`] wrote.
fn labels(stored: &str) -> Labels {
    let names: Vec<String> = serde_json::from_str(stored).unwrap_or_default();
    Labels::stored(names.into_iter().map(Name::stored).collect())
}

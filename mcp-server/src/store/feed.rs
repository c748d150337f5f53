//! Who changed something last, and what the log says of it: what subscriptions live on.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder as _, QuerySelect as _,
};
use serde::Deserialize;
use taskflow_shared::ids::UserId;

use super::{
    StoreError, Tasks,
    due_columns::DueColumns,
    entities::{changes, task_lists, tasks},
    tasks::owned_by,
};
use crate::domain::{ChangeNumber, Due, TaskNumber};

/// People asked for in one statement: databases have limits to that.
const PEOPLE_AT_ONCE: usize = 500;

/// What the log says of one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged {
    pub(crate) task: TaskNumber,
    /// What was to be seen of it before; `None` where there was nothing.
    pub(crate) before: Option<Sight>,
    /// What is to be seen of it afterwards.
    pub(crate) after: Option<Sight>,
}

/// As much of a task as tells in which lists it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sight {
    /// Whether it is still to be done.
    pub(crate) is_pending: bool,
    pub(crate) due: Option<Due>,
    pub(crate) parent: Option<TaskNumber>,
    /// The project it is in, done or not, folded.
    pub(crate) kept_in: Option<String>,
}

impl Sight {
    /// Returns the project in which it is to be done, folded.
    pub(crate) fn project(&self) -> Option<&str> {
        self.kept_in.as_deref().filter(|_| self.is_pending)
    }
}

/// The members that matter here of a row of `tasks` as the log keeps it.
#[derive(Debug, Deserialize)]
struct Kept {
    number: i64,
    completed_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    due: DueColumns,
    parent_number: Option<i64>,
    deleted_at: Option<DateTime<Utc>>,
    project_folded: Option<String>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
}

#[derive(Debug, FromQueryResult)]
struct Last {
    user_id: String,
    last_change: i64,
}

impl Tasks {
    /// Returns the number of the person's last change; 0 where there is none.
    pub(crate) async fn last_change(&self, user: &UserId) -> Result<ChangeNumber, StoreError> {
        let last = self.last_changes(std::slice::from_ref(user)).await?;
        Ok(ChangeNumber::new(last.get(user).copied().unwrap_or(0)))
    }

    /// Returns the number of the last change of each of these people who has one.
    pub(crate) async fn last_changes(
        &self,
        people: &[UserId],
    ) -> Result<HashMap<UserId, i64>, StoreError> {
        let mut found = HashMap::with_capacity(people.len());
        for people in people.chunks(PEOPLE_AT_ONCE) {
            let ids = people.iter().map(UserId::as_str);
            let rows = task_lists::Entity::find()
                .select_only()
                .columns([task_lists::Column::UserId, task_lists::Column::LastChange])
                .filter(task_lists::Column::UserId.is_in(ids))
                .into_model::<Last>()
                .all(self.database.reads())
                .await?;
            let known = rows
                .into_iter()
                .filter_map(|row| Some((row.user_id.parse().ok()?, row.last_change)));
            found.extend(known);
        }
        Ok(found)
    }

    /// Returns the number of the person's last change before a moment; 0 where there is none.
    pub(crate) async fn last_change_before(
        &self,
        user: &UserId,
        moment: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let number: Option<i64> = changes_of(user)
            .select_only()
            .column(changes::Column::Number)
            .filter(changes::Column::CreatedAt.lte(moment))
            .order_by_desc(changes::Column::Number)
            .limit(1)
            .into_tuple()
            .one(self.database.reads())
            .await?;
        Ok(number.unwrap_or(0))
    }

    /// Returns what the log says after this change, oldest first.
    pub(crate) async fn logged_after(
        &self,
        user: &UserId,
        number: i64,
        limit: u64,
    ) -> Result<Vec<Logged>, StoreError> {
        let rows = changes_of(user)
            .select_only()
            .columns([changes::Column::Before, changes::Column::After])
            .filter(changes::Column::Number.gt(number))
            .order_by_asc(changes::Column::Number)
            .limit(limit)
            .into_model::<Row>()
            .all(self.database.reads())
            .await?;
        Ok(rows.into_iter().filter_map(Row::logged).collect())
    }

    /// Tells whether a project, folded, has a task, done or not.
    pub(crate) async fn has_project(
        &self,
        user: &UserId,
        project: &str,
    ) -> Result<bool, StoreError> {
        let of_project = owned_by(user).filter(tasks::Column::ProjectFolded.eq(project));
        let one = of_project.select_only().column(tasks::Column::Number);
        let one: Option<i64> = one.limit(1).into_tuple().one(self.database.reads()).await?;
        Ok(one.is_some())
    }
}

fn changes_of(user: &UserId) -> sea_orm::Select<changes::Entity> {
    changes::Entity::find().filter(changes::Column::UserId.eq(user.as_str()))
}

impl Row {
    /// What the log kept of a task that has left the trash tells nothing any more.
    fn logged(self) -> Option<Logged> {
        let read = |row: Option<serde_json::Value>| -> Option<Kept> {
            row.and_then(|row| serde_json::from_value(row).ok())
        };
        let (before, after) = (read(self.before), read(self.after));
        let task = after.as_ref().or(before.as_ref())?.number;
        Some(Logged {
            task: TaskNumber::new(task),
            before: before.and_then(Kept::sight),
            after: after.and_then(Kept::sight),
        })
    }
}

impl Kept {
    /// Of a deleted task there is nothing to be seen.
    fn sight(self) -> Option<Sight> {
        if self.deleted_at.is_some() {
            return None;
        }
        Some(Sight {
            is_pending: self.completed_at.is_none(),
            due: self.due.into(),
            parent: self.parent_number.map(TaskNumber::new),
            kept_in: self.project_folded,
        })
    }
}

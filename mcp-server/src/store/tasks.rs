//! The tasks of all people, one person at a time.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, Select};
use taskflow_shared::{clock::Clock, database::Database, ids::UserId, ids::new_id};

use super::{
    StoreError, changes, counters,
    edit::edit,
    entities::tasks,
    list::{self, ListQuery, Page, Similar},
};
use crate::domain::{
    Description, Priority, Search, Task, TaskNumber, TaskUpdate, Title, due_key, smart_key,
};

/// The stored tasks.
#[derive(Debug, Clone)]
pub(crate) struct Tasks {
    database: Database,
    clock: Clock,
}

/// The only way to a task: from its owner. Deleted ones are not there.
pub(super) fn owned_by(user: &UserId) -> Select<tasks::Entity> {
    tasks::Entity::find()
        .filter(tasks::Column::UserId.eq(user.as_str()))
        .filter(tasks::Column::DeletedAt.is_null())
}

impl Tasks {
    /// The tasks in `database`, written at the times that `clock` tells.
    pub(crate) fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// Adds a task and returns it with its number.
    pub(crate) async fn add(
        &self,
        user: &UserId,
        tool: &'static str,
        title: Title,
        description: Description,
    ) -> Result<Task, StoreError> {
        let (user, clock) = (user.clone(), self.clock.clone());
        self.database
            .write(move |transaction| {
                Box::pin(async move {
                    let number = counters::next_number(transaction, &user).await?;
                    // Others have written for as long as this waited for its number.
                    let now = clock.now();
                    let row = tasks::Model {
                        id: new_id(now),
                        number,
                        user_id: user.to_string(),
                        title_folded: title.folded(),
                        title: title.into(),
                        description: description.into(),
                        completed_at: None,
                        due_date: None,
                        due_at: None,
                        due_zone: None,
                        recurrence: None,
                        priority: ORDINARY,
                        project: None,
                        parent_id: None,
                        created_at: now,
                        updated_at: now,
                        deleted_at: None,
                        version: 1,
                        project_folded: None,
                        labels: "[]".to_owned(),
                        repeats_from_completion: false,
                        due_key: due_key(None),
                        smart_key: smart_key(None, Priority::ORDINARY),
                    };
                    insert(transaction, row.clone()).await?;
                    changes::record(transaction, tool, None, &row, now).await?;
                    Ok(row.into())
                })
            })
            .await
    }

    /// Returns what the clock shows.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Returns pending tasks whose titles share words with a search, those that share most first.
    pub(crate) async fn similar(
        &self,
        user: &UserId,
        search: &Search,
        limit: u16,
    ) -> Result<Vec<Similar>, StoreError> {
        list::similar(self.database.reads(), user, search, limit).await
    }

    /// Returns a page of a list.
    pub(crate) async fn list(&self, user: &UserId, query: &ListQuery) -> Result<Page, StoreError> {
        list::page(self.database.reads(), user, query).await
    }

    /// Marks a task as done.
    pub(crate) async fn complete(
        &self,
        user: &UserId,
        tool: &'static str,
        number: TaskNumber,
    ) -> Result<Task, StoreError> {
        self.edit(user, tool, number, move |task, now| task.complete(now))
            .await
    }

    /// Changes what `update` names.
    pub(crate) async fn update(
        &self,
        user: &UserId,
        tool: &'static str,
        number: TaskNumber,
        update: TaskUpdate,
    ) -> Result<Task, StoreError> {
        self.edit(user, tool, number, move |task, _| task.update(update))
            .await
    }

    /// Puts a task away; its number is not given out again.
    pub(crate) async fn delete(
        &self,
        user: &UserId,
        tool: &'static str,
        number: TaskNumber,
    ) -> Result<Task, StoreError> {
        self.edit(user, tool, number, move |task, now| task.delete(now))
            .await
    }

    async fn edit(
        &self,
        user: &UserId,
        tool: &'static str,
        number: TaskNumber,
        change: impl FnOnce(&mut Task, DateTime<Utc>) + Send + 'static,
    ) -> Result<Task, StoreError> {
        edit(&self.database, &self.clock, user, tool, number, change).await
    }
}

/// The priority of a task of which nothing else was said.
const ORDINARY: i16 = 4;

async fn insert(
    transaction: &sea_orm::DatabaseTransaction,
    row: tasks::Model,
) -> Result<(), StoreError> {
    let row = tasks::ActiveModel {
        id: Set(row.id),
        user_id: Set(row.user_id),
        number: Set(row.number),
        title: Set(row.title),
        title_folded: Set(row.title_folded),
        description: Set(row.description),
        priority: Set(row.priority),
        created_at: Set(row.created_at),
        updated_at: Set(row.updated_at),
        version: Set(row.version),
        ..Default::default()
    };
    tasks::Entity::insert(row)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

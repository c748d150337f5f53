//! The tasks of all people, one person at a time.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use taskflow_shared::{clock::Clock, database::Database, ids::UserId};

use super::{
    Applied, Going, Imported, MAX_IMPORTED, NameKind, Names, Overview, Progress, StoreError,
    Titled, Write,
    apply::{self, Operation},
    entities::tasks,
    list::{self, ListQuery, Page, Similar},
    names, overview, read,
    together::{self, Together},
    trash,
};
use crate::{
    domain::{ChangeNumber, NewTask, Search, Task, TaskNumber, TaskUpdate},
    language::Here,
};

/// The stored tasks.
#[derive(Debug, Clone)]
pub(crate) struct Tasks {
    pub(super) database: Database,
    pub(super) clock: Clock,
    together: Together,
}

/// The only way to a task: from its owner. Deleted ones are not there.
pub(super) fn owned_by(user: &UserId) -> Select<tasks::Entity> {
    tasks::Entity::find()
        .filter(tasks::Column::UserId.eq(user.as_str()))
        .filter(tasks::Column::DeletedAt.is_null())
}

/// Writing. Each call is one transaction with one number of change; what is refused of one target
/// is said in its place and does not undo the others.
impl Tasks {
    /// The tasks in `database`, written at the times that `clock` tells.
    pub(crate) fn new(database: Database, clock: Clock) -> Self {
        Self {
            database,
            clock,
            together: Together::default(),
        }
    }

    /// Adds tasks.
    pub(crate) async fn add(&self, write: Write, new: Vec<NewTask>) -> Result<Applied, StoreError> {
        if together::can_wait(&write, &new) {
            let (database, clock) = (&self.database, &self.clock);
            return self.together.add(database, clock, (write, new)).await;
        }
        self.apply(write, Operation::Add(new)).await
    }

    /// Marks tasks as done; those that repeat move to their next date.
    pub(crate) async fn complete(
        &self,
        write: Write,
        targets: Vec<TaskNumber>,
    ) -> Result<Applied, StoreError> {
        self.apply(write, Operation::Complete(targets)).await
    }

    /// Takes back that tasks are done.
    pub(crate) async fn reopen(
        &self,
        write: Write,
        targets: Vec<TaskNumber>,
    ) -> Result<Applied, StoreError> {
        self.apply(write, Operation::Reopen(targets)).await
    }

    /// Changes what `update` names, of each target.
    pub(crate) async fn update(
        &self,
        write: Write,
        targets: Vec<TaskNumber>,
        update: TaskUpdate,
    ) -> Result<Applied, StoreError> {
        self.apply(write, Operation::Update(targets, Box::new(update)))
            .await
    }

    /// Puts tasks into the trash, with all their subtasks.
    pub(crate) async fn delete(
        &self,
        write: Write,
        targets: Vec<TaskNumber>,
    ) -> Result<Applied, StoreError> {
        self.apply(write, Operation::Delete(targets)).await
    }

    /// Adds tasks as they were elsewhere, all of them or none; [`MAX_IMPORTED`] at the most.
    pub(crate) async fn import(
        &self,
        write: Write,
        tasks: Vec<Imported>,
        progress: Progress,
    ) -> Result<Applied, StoreError> {
        if tasks.len() > MAX_IMPORTED {
            return Err(StoreError::TooManyTasks);
        }
        self.apply(write, Operation::Import(tasks, progress)).await
    }

    /// Takes back a change: the one named, or the last that is neither undone nor itself an undo.
    /// An undo that is undone is a redo. What later changes have overtaken is refused as a whole.
    pub(crate) async fn undo(
        &self,
        write: Write,
        change: Option<ChangeNumber>,
    ) -> Result<Applied, StoreError> {
        self.apply(write, Operation::Undo(change)).await
    }

    /// Removes for good what has been in the trash for 30 days; returns how many tasks went.
    pub(crate) async fn empty_trash(&self) -> Result<u64, StoreError> {
        trash::empty(&self.database, self.clock.now()).await
    }

    async fn apply(&self, write: Write, operation: Operation) -> Result<Applied, StoreError> {
        apply::apply(&self.database, &self.clock, write, operation).await
    }
}

/// Reading.
impl Tasks {
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

    /// Returns all tasks in order of number.
    pub(crate) async fn all(&self, user: &UserId) -> Result<Vec<Task>, StoreError> {
        read::all(self.database.reads(), user).await
    }

    /// Returns a task.
    pub(crate) async fn get(&self, user: &UserId, number: TaskNumber) -> Result<Task, StoreError> {
        let mut found = self.by_numbers(user, &[number]).await?;
        found.pop().ok_or(StoreError::NotFound)
    }

    /// Returns those of these tasks that are there, in the order asked for.
    pub(crate) async fn by_numbers(
        &self,
        user: &UserId,
        numbers: &[TaskNumber],
    ) -> Result<Vec<Task>, StoreError> {
        read::by_numbers(self.database.reads(), user, numbers).await
    }

    /// Returns the tasks that deleting these would take, each before those under it.
    pub(crate) async fn subtrees(
        &self,
        user: &UserId,
        numbers: &[TaskNumber],
    ) -> Result<Vec<Going>, StoreError> {
        read::subtrees(self.database.reads(), user, numbers).await
    }

    /// Returns the first tasks directly under one, by number.
    pub(crate) async fn children(
        &self,
        user: &UserId,
        parent: &Task,
        limit: u16,
    ) -> Result<Vec<Task>, StoreError> {
        read::children(self.database.reads(), user, parent, limit).await
    }

    /// Returns the newest pending tasks.
    pub(crate) async fn pending_titles(
        &self,
        user: &UserId,
        limit: u64,
    ) -> Result<Vec<Titled>, StoreError> {
        read::newest(self.database.reads(), user, limit).await
    }

    /// Returns the pending tasks whose titles have all words of a text, or words that begin so,
    /// whatever case and accents, the most pressing first.
    pub(crate) async fn titles(
        &self,
        user: &UserId,
        text: &str,
        limit: u16,
    ) -> Result<Vec<Titled>, StoreError> {
        read::titles(self.database.reads(), user, text, limit).await
    }

    /// Returns some of the projects or labels in use, by name.
    pub(crate) async fn names(
        &self,
        user: &UserId,
        kind: NameKind,
        which: Names<'_>,
        limit: u64,
    ) -> Result<Vec<String>, StoreError> {
        names::names(self.database.reads(), user, kind, which, limit).await
    }

    /// Returns how the person's tasks stand.
    pub(crate) async fn overview(
        &self,
        user: &UserId,
        here: &Here,
    ) -> Result<Overview, StoreError> {
        overview::overview(self.database.reads(), user, here).await
    }
}

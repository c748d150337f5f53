//! The tasks of all people, one person at a time.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use taskflow_shared::{clock::Clock, database::Database, ids::UserId};

use super::{
    Applied, Changed, Going, NameKind, Overview, StoreError, Titled, Write,
    entities::tasks,
    list::{self, ListQuery, Page},
};
use crate::{
    domain::{ChangeNumber, NewTask, Task, TaskNumber, TaskUpdate},
    language::Here,
};

/// The stored tasks.
#[derive(Debug, Clone)]
pub(crate) struct Tasks {
    pub(super) database: Database,
    pub(super) clock: Clock,
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
        Self { database, clock }
    }

    /// Adds tasks.
    pub(crate) async fn add(&self, write: Write, new: Vec<NewTask>) -> Result<Applied, StoreError> {
        todo!()
    }

    /// Marks tasks as done; those that repeat move to their next date.
    pub(crate) async fn complete(
        &self,
        write: Write,
        targets: Vec<TaskNumber>,
    ) -> Result<Applied, StoreError> {
        todo!()
    }

    /// Takes back that tasks are done.
    pub(crate) async fn reopen(
        &self,
        write: Write,
        targets: Vec<TaskNumber>,
    ) -> Result<Applied, StoreError> {
        todo!()
    }

    /// Changes what `update` names, of each target.
    pub(crate) async fn update(
        &self,
        write: Write,
        targets: Vec<TaskNumber>,
        update: TaskUpdate,
    ) -> Result<Applied, StoreError> {
        todo!()
    }

    /// Puts tasks into the trash, with all their subtasks.
    pub(crate) async fn delete(
        &self,
        write: Write,
        targets: Vec<TaskNumber>,
    ) -> Result<Applied, StoreError> {
        todo!()
    }

    /// Takes back a change: the one named, or the last that is neither undone nor itself an undo.
    /// An undo that is undone is a redo. What later changes have overtaken is refused as a whole.
    pub(crate) async fn undo(
        &self,
        write: Write,
        change: Option<ChangeNumber>,
    ) -> Result<Applied, StoreError> {
        todo!()
    }
}

/// Reading.
impl Tasks {
    /// Returns a page of tasks in order of number.
    pub(crate) async fn list(&self, user: &UserId, query: &ListQuery) -> Result<Page, StoreError> {
        list::page(self.database.reads(), user, query).await
    }

    /// Returns a task.
    pub(crate) async fn get(&self, user: &UserId, number: TaskNumber) -> Result<Task, StoreError> {
        todo!()
    }

    /// Returns those of these tasks that are there, in the order asked for.
    pub(crate) async fn by_numbers(
        &self,
        user: &UserId,
        numbers: &[TaskNumber],
    ) -> Result<Vec<Task>, StoreError> {
        todo!()
    }

    /// Returns the tasks that deleting these would take, each before those under it.
    pub(crate) async fn subtrees(
        &self,
        user: &UserId,
        numbers: &[TaskNumber],
    ) -> Result<Vec<Going>, StoreError> {
        todo!()
    }

    /// Returns the newest pending tasks.
    pub(crate) async fn pending_titles(
        &self,
        user: &UserId,
        limit: u64,
    ) -> Result<Vec<Titled>, StoreError> {
        todo!()
    }

    /// Returns pending tasks whose titles begin with `prefix`, whatever case and accents, or in
    /// which a word does.
    pub(crate) async fn titles(
        &self,
        user: &UserId,
        prefix: &str,
        limit: u64,
    ) -> Result<Vec<Titled>, StoreError> {
        todo!()
    }

    /// Returns the projects or labels in use that begin with `prefix`, whatever case and accents.
    pub(crate) async fn names(
        &self,
        user: &UserId,
        kind: NameKind,
        prefix: &str,
        limit: u64,
    ) -> Result<Vec<String>, StoreError> {
        todo!()
    }

    /// Returns how the person's tasks stand.
    pub(crate) async fn overview(
        &self,
        user: &UserId,
        here: &Here,
    ) -> Result<Overview, StoreError> {
        todo!()
    }

    /// Returns the number of the person's last change; 0 where there is none.
    pub(crate) async fn last_change(&self, user: &UserId) -> Result<ChangeNumber, StoreError> {
        todo!()
    }

    /// Returns what changes after this one concerned, oldest first.
    pub(crate) async fn changes_since(
        &self,
        user: &UserId,
        change: ChangeNumber,
        limit: u64,
    ) -> Result<Vec<Changed>, StoreError> {
        todo!()
    }
}

//! What a resource holds, before it is written in one form or another.

use super::{Reader, ResourceUri};
use crate::{
    domain::{Condition, Filter, Name, Sort, StatusFilter, Task, TaskNumber, Tree},
    language::filter,
    store::{ListQuery, NameKind, Names, StoreError},
};

/// The most tasks that a resource shows.
const MAX_TASKS: u16 = 100;

/// What a resource holds.
#[derive(Debug)]
pub(super) enum Content {
    /// One task, and those directly under it.
    Task { task: Box<Task>, parts: Vec<Task> },
    /// Tasks of a list, the most pressing first.
    List(List),
}

/// A list of tasks that are to be done.
#[derive(Debug)]
pub(super) struct List {
    /// What they have in common.
    pub(super) heading: String,
    /// The filter that `list_tasks` finds them with.
    pub(super) filter: String,
    pub(super) tasks: Vec<Task>,
    /// How many there are, shown or not.
    pub(super) total: u64,
}

impl Reader<'_> {
    /// Reads what a URI names; `None` where there is no such thing of this person.
    pub(super) async fn content(&self, uri: &ResourceUri) -> Result<Option<Content>, StoreError> {
        let today = self.here.local().date();
        match uri {
            ResourceUri::Task(number) => self.task(*number).await,
            ResourceUri::Today => self.found(format!("Due today, {today}"), "today").await,
            ResourceUri::Overdue => self.found(format!("Overdue on {today}"), "overdue").await,
            ResourceUri::Project(name) => self.project(name).await,
        }
    }

    async fn task(&self, number: TaskNumber) -> Result<Option<Content>, StoreError> {
        let user = &self.caller.user;
        let task = match self.tasks.get(user, number).await {
            Ok(task) => Box::new(task),
            Err(StoreError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let parts = self.tasks.children(user, &task, MAX_TASKS).await?;
        Ok(Some(Content::Task { task, parts }))
    }

    /// A project is there as long as a task is in it; it is shown by the name it was given.
    async fn project(&self, name: &Name) -> Result<Option<Content>, StoreError> {
        let Some(name) = self.known(NameKind::Projects, name).await? else {
            return Ok(None);
        };
        let heading = format!("Project {}", name.as_str());
        let tree = Tree::Is(Condition::Project(name));
        let written = filter::display(&tree, &self.here);
        let list = self.listed(heading, Filter { written, tree }).await?;
        Ok(Some(list))
    }

    /// Returns a project's or label's name as it was written; `None` where none is in use that
    /// differs at most in case and accents.
    pub(crate) async fn known(
        &self,
        kind: NameKind,
        name: &Name,
    ) -> Result<Option<Name>, StoreError> {
        let user = &self.caller.user;
        let begun = Names::Beginning(name.as_str());
        let names = self.tasks.names(user, kind, begun, 100).await?;
        let mut names = names.into_iter().map(Name::stored);
        Ok(names.find(|known| known == name))
    }

    /// Lists what a filter of ours finds, which is one that is understood.
    async fn found(&self, heading: String, words: &str) -> Result<Option<Content>, StoreError> {
        match filter::parse(words, &self.here) {
            Ok(filter) => self.listed(heading, filter).await.map(Some),
            Err(_) => Ok(None),
        }
    }

    async fn listed(&self, heading: String, filter: Filter) -> Result<Content, StoreError> {
        let user = &self.caller.user;
        let written = filter.written.clone();
        let pending = StatusFilter::Pending;
        let query = ListQuery::new(pending, Some(filter), Sort::Smart, false, MAX_TASKS);
        let page = self.tasks.list(user, &query).await?;
        let numbers: Vec<TaskNumber> = page.tasks.iter().map(|task| task.number).collect();
        Ok(Content::List(List {
            heading,
            filter: written,
            tasks: self.tasks.by_numbers(user, &numbers).await?,
            total: page.total,
        }))
    }
}

//! What a resource holds, before it is written in one form or another.

use super::{Reader, ResourceUri, quoted_name};
use crate::{
    domain::{Name, Task, TaskNumber},
    store::{ListQuery, NameKind, StoreError},
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
            ResourceUri::Today => self.listed(format!("Due today, {today}"), "today").await,
            ResourceUri::Overdue => self.listed(format!("Overdue on {today}"), "overdue").await,
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
        let under = self.tasks.subtrees(user, &[number]).await?;
        let parts = under.into_iter().filter(|going| going.depth == 1);
        let parts: Vec<TaskNumber> = parts
            .map(|going| going.number)
            .take(usize::from(MAX_TASKS))
            .collect();
        let parts = self.tasks.by_numbers(user, &parts).await?;
        Ok(Some(Content::Task { task, parts }))
    }

    /// A project is there as long as a task is in it; it is shown by the name it was given.
    async fn project(&self, name: &Name) -> Result<Option<Content>, StoreError> {
        let Some(name) = self.known(NameKind::Projects, name).await? else {
            return Ok(None);
        };
        let heading = format!("Project {}", name.as_str());
        self.listed(heading, &quoted_name('#', &name)).await
    }

    /// Returns a project's or label's name as it was written; `None` where none is in use that
    /// differs at most in case and accents.
    pub(crate) async fn known(
        &self,
        kind: NameKind,
        name: &Name,
    ) -> Result<Option<Name>, StoreError> {
        let user = &self.caller.user;
        let names = self.tasks.names(user, kind, name.as_str(), 100).await?;
        let mut names = names.into_iter().map(Name::stored);
        Ok(names.find(|known| known == name))
    }

    async fn listed(&self, heading: String, filter: &str) -> Result<Option<Content>, StoreError> {
        let user = &self.caller.user;
        let query = ListQuery {
            status: crate::domain::StatusFilter::Pending,
            search: None,
            after: None,
            limit: MAX_TASKS,
        };
        let page = self.tasks.list(user, &query).await?;
        let numbers = page.tasks.iter().map(|task| TaskNumber::new(task.number));
        let numbers: Vec<TaskNumber> = numbers.collect();
        Ok(Some(Content::List(List {
            heading,
            filter: filter.to_owned(),
            tasks: self.tasks.by_numbers(user, &numbers).await?,
            total: page.total,
        })))
    }
}

//! A task and what can happen to it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Description, TaskNumber, Title};

/// A task of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) id: Uuid,
    pub(crate) number: TaskNumber,
    pub(crate) title: Title,
    pub(crate) description: Description,
    pub(crate) completed_at: Option<DateTime<Utc>>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

/// Where a task stands; each is counted apart, the deleted ones not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Pending,
    Completed,
    Deleted,
}

/// New values for what is named; what is not named stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TaskUpdate {
    pub(crate) title: Option<Title>,
    pub(crate) description: Option<Description>,
}

impl Task {
    /// Returns where the task stands.
    pub(crate) fn status(&self) -> Status {
        match (self.deleted_at, self.completed_at) {
            (Some(_), _) => Status::Deleted,
            (None, Some(_)) => Status::Completed,
            (None, None) => Status::Pending,
        }
    }

    /// Marks the task as done; one that is done already stays as it is.
    pub(crate) fn complete(&mut self, now: DateTime<Utc>) {
        self.completed_at.get_or_insert(now);
    }

    /// Puts the task away; nothing of it is lost.
    pub(crate) fn delete(&mut self, now: DateTime<Utc>) {
        self.deleted_at.get_or_insert(now);
    }

    /// Takes over the new values.
    pub(crate) fn update(&mut self, update: TaskUpdate) {
        if let Some(title) = update.title {
            self.title = title;
        }
        if let Some(description) = update.description {
            self.description = description;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task() -> Task {
        Task {
            id: Uuid::nil(),
            number: TaskNumber::new(1),
            title: Title::parse("Buy milk").unwrap(),
            description: Description::parse("Two litres").unwrap(),
            completed_at: None,
            deleted_at: None,
        }
    }

    #[test]
    fn completing_twice_keeps_the_first_time() {
        let (first, later) = (DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC);
        let mut task = task();
        task.complete(first);
        task.complete(later);
        assert_eq!(task.completed_at, Some(first));
        assert_eq!(task.status(), Status::Completed);
    }

    #[test]
    fn an_update_keeps_what_it_does_not_name() {
        let mut task = task();
        task.update(TaskUpdate {
            title: Some(Title::parse("Buy oat milk").unwrap()),
            ..TaskUpdate::default()
        });
        assert_eq!(task.title.as_str(), "Buy oat milk");
        assert_eq!(task.description.as_str(), "Two litres");
    }

    #[test]
    fn a_deleted_task_is_neither_pending_nor_completed() {
        let mut task = task();
        task.complete(DateTime::UNIX_EPOCH);
        task.delete(DateTime::UNIX_EPOCH);
        assert_eq!(task.status(), Status::Deleted);
    }
}

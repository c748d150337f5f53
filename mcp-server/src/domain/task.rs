//! A task and what can happen to it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{Description, Due, Labels, Name, Priority, Recurrence, TaskNumber, Title};

/// A task of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) id: Uuid,
    pub(crate) number: TaskNumber,
    pub(crate) title: Title,
    pub(crate) description: Description,
    pub(crate) due: Option<Due>,
    /// There is none without a date.
    pub(crate) recurrence: Option<Recurrence>,
    pub(crate) priority: Priority,
    pub(crate) project: Option<Name>,
    pub(crate) labels: Labels,
    /// The task that this one is a part of.
    pub(crate) parent: Option<TaskNumber>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) completed_at: Option<DateTime<Utc>>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

/// A task that is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewTask {
    pub(crate) title: Title,
    pub(crate) description: Description,
    pub(crate) due: Option<Due>,
    /// Without a date it is left out: there is nothing to count from.
    pub(crate) recurrence: Option<Recurrence>,
    pub(crate) priority: Priority,
    pub(crate) project: Option<Name>,
    pub(crate) labels: Labels,
    pub(crate) parent: Option<TaskNumber>,
}

/// Where a task stands; each is counted apart, the deleted ones not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Pending,
    Completed,
    Deleted,
}

/// What completing a task led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Completion {
    /// It was completed before.
    Already,
    /// It is completed.
    Completed,
    /// It repeats, and is due again.
    Repeats,
}

impl NewTask {
    /// A task of which nothing but its title is known.
    pub(crate) fn titled(title: Title) -> Self {
        Self {
            title,
            description: Description::default(),
            due: None,
            recurrence: None,
            priority: Priority::ORDINARY,
            project: None,
            labels: Labels::default(),
            parent: None,
        }
    }
}

impl Task {
    /// The task that comes of adding `new` at `now`.
    pub(crate) fn new(id: Uuid, number: TaskNumber, new: NewTask, now: DateTime<Utc>) -> Self {
        Self {
            id,
            number,
            title: new.title,
            description: new.description,
            recurrence: new.due.and_then(|due| Some(new.recurrence?.starting(&due))),
            due: new.due,
            priority: new.priority,
            project: new.project,
            labels: new.labels,
            parent: new.parent,
            created_at: now,
            updated_at: now,
            completed_at: None,
            deleted_at: None,
        }
    }

    /// Marks the task as done: one that repeats moves to its next date, until there is none. One
    /// that is done already stays as it is.
    pub(crate) fn complete(&mut self, now: DateTime<Utc>, zone: Tz) -> Completion {
        if self.completed_at.is_some() {
            return Completion::Already;
        }
        let next = match (&self.due, &self.recurrence) {
            (Some(due), Some(recurrence)) => recurrence.next(due, now, zone),
            _ => None,
        };
        let Some((due, recurrence)) = next else {
            self.completed_at = Some(now);
            return Completion::Completed;
        };
        self.due = Some(due);
        self.recurrence = Some(recurrence);
        Completion::Repeats
    }

    /// Takes back that the task is done; tells whether it was.
    pub(crate) fn reopen(&mut self) -> bool {
        self.completed_at.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(due: Option<&str>, rule: Option<&str>) -> Task {
        let recurrence = rule.map(|rule| Recurrence::stored(rule.to_owned(), false));
        let new = NewTask {
            due: due.map(|day| Due::date(day.parse().unwrap()).unwrap()),
            recurrence,
            ..NewTask::titled(Title::parse("Water the plants").unwrap())
        };
        Task::new(Uuid::nil(), TaskNumber::new(1), new, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn completing_twice_keeps_the_first_time() {
        let (first, later) = (DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC);
        let mut task = task(None, None);
        assert_eq!(task.complete(first, Tz::UTC), Completion::Completed);
        assert_eq!(task.complete(later, Tz::UTC), Completion::Already);
        assert_eq!(task.completed_at, Some(first));
        assert!(task.reopen() && !task.reopen());
    }

    #[test]
    fn a_task_that_repeats_is_due_again_until_its_series_ends() {
        let mut task = task(Some("2026-11-23"), Some("FREQ=WEEKLY;COUNT=2"));
        let monday = "2026-11-23T10:00:00Z".parse().unwrap();
        assert_eq!(task.complete(monday, Tz::UTC), Completion::Repeats);
        assert_eq!(task.due.unwrap().day().to_string(), "2026-11-30");
        assert_eq!(task.completed_at, None);
        assert_eq!(task.complete(monday, Tz::UTC), Completion::Completed);
        assert_eq!(task.completed_at, Some(monday));
    }

    #[test]
    fn nothing_repeats_without_a_date() {
        assert_eq!(task(None, Some("FREQ=DAILY")).recurrence, None);
    }
}

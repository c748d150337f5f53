//! What is to change about a task.

use chrono::NaiveTime;

use super::{
    Description, Due, Labels, Name, Priority, Recurrence, Task, TaskNumber, Title, TooManyLabels,
};

/// What is to become of one field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Patch<T> {
    /// It was not named, and stays.
    #[default]
    Keep,
    /// It is to have no value.
    Clear,
    /// It is to have this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Returns the value of the field afterwards.
    pub(crate) fn applied(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

/// What is to become of the labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum LabelsUpdate {
    /// They were not named, and stay.
    #[default]
    Keep,
    /// These instead.
    Replace(Labels),
    /// Some more, and some less.
    Change {
        /// Those that come.
        add: Labels,
        /// Those that go, where they are there.
        remove: Labels,
    },
}

/// New values for what is named; what is not named stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TaskUpdate {
    pub(crate) title: Option<Title>,
    /// An empty one clears.
    pub(crate) description: Option<Description>,
    /// Clearing it ends the repetition too, which has nothing to count from.
    pub(crate) due: Patch<Due>,
    /// How it repeats from now on, and the first date of that.
    pub(crate) repeat: Patch<(Recurrence, Due)>,
    /// Clearing it leaves the ordinary one.
    pub(crate) priority: Patch<Priority>,
    pub(crate) project: Patch<Name>,
    pub(crate) labels: LabelsUpdate,
    /// Clearing it moves the task to the top.
    pub(crate) parent: Patch<TaskNumber>,
}

impl Task {
    /// Takes over the new values, but for the parent, which depends on other tasks.
    pub(crate) fn update(&mut self, update: &TaskUpdate) -> Result<(), TooManyLabels> {
        if let Some(title) = &update.title {
            self.title = title.clone();
        }
        if let Some(description) = &update.description {
            self.description = description.clone();
        }
        self.labels = match &update.labels {
            LabelsUpdate::Keep => self.labels.clone(),
            LabelsUpdate::Replace(labels) => labels.clone(),
            LabelsUpdate::Change { add, remove } => self.labels.changed(add, remove)?,
        };
        self.project = update.project.clone().applied(self.project.take());
        let priority = update.priority.applied(Some(self.priority));
        self.priority = priority.unwrap_or_default();
        self.schedule(update);
        Ok(())
    }

    fn schedule(&mut self, update: &TaskUpdate) {
        self.due = update.due.applied(self.due);
        match &update.repeat {
            Patch::Keep => {}
            Patch::Clear => self.recurrence = None,
            Patch::Set((recurrence, first)) => {
                self.recurrence = Some(recurrence.clone());
                self.due = match update.due {
                    Patch::Set(due) => Some(due),
                    Patch::Keep | Patch::Clear => Some(beginning(self.due, *first)),
                };
            }
        }
        let named = update.due != Patch::Keep || update.repeat != Patch::Keep;
        self.recurrence = match (self.due, self.recurrence.take()) {
            (Some(due), Some(recurrence)) if named => Some(recurrence.starting(&due)),
            (Some(_), recurrence) => recurrence,
            (None, _) => None,
        };
    }
}

/// Where a repetition begins: on the day that the task was due already, at the time of day that
/// the repetition names; of a task without a date, on the repetition's own first date.
fn beginning(due: Option<Due>, first: Due) -> Due {
    let Some(due) = due else { return first };
    match first {
        Due::Date(_) => due,
        Due::At { zone, .. } => {
            let time: NaiveTime = first.wall().time();
            Due::local(due.day().and_time(time), zone).unwrap_or(due)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use chrono_tz::{Europe::Zurich, Tz};
    use uuid::Uuid;

    use super::*;
    use crate::domain::NewTask;

    fn day(text: &str) -> Due {
        Due::date(text.parse().unwrap()).unwrap()
    }

    fn at(text: &str, zone: Tz) -> Due {
        Due::local(text.parse().unwrap(), zone).unwrap()
    }

    fn rule(text: &str) -> Recurrence {
        Recurrence::stored(text.to_owned(), false)
    }

    fn task(due: Option<Due>) -> Task {
        let new = NewTask {
            description: Description::parse("Two litres").unwrap(),
            due,
            recurrence: Some(rule("FREQ=DAILY")),
            project: Some(Name::parse("Home").unwrap()),
            priority: Priority::new(1).unwrap(),
            ..NewTask::titled(Title::parse("Buy milk").unwrap())
        };
        Task::new(Uuid::nil(), TaskNumber::new(1), new, DateTime::UNIX_EPOCH)
    }

    fn updated(mut task: Task, update: TaskUpdate) -> Task {
        task.update(&update).unwrap();
        task
    }

    #[test]
    fn an_update_keeps_what_it_does_not_name() {
        let before = task(Some(day("2026-11-23")));
        assert_eq!(updated(before.clone(), TaskUpdate::default()), before);
        let title = Title::parse("Buy oat milk").unwrap();
        let update = TaskUpdate {
            title: Some(title.clone()),
            ..TaskUpdate::default()
        };
        assert_eq!(updated(before.clone(), update), Task { title, ..before });
    }

    #[test]
    fn what_is_cleared_has_no_value_or_the_ordinary_one() {
        let update = TaskUpdate {
            priority: Patch::Clear,
            project: Patch::Clear,
            ..TaskUpdate::default()
        };
        let task = updated(task(None), update);
        assert_eq!((task.priority, task.project), (Priority::ORDINARY, None));
    }

    #[test]
    fn another_date_keeps_the_repetition_and_none_ends_it() {
        let with = |due| TaskUpdate {
            due,
            ..TaskUpdate::default()
        };
        let task = task(Some(day("2026-11-23")));
        let moved = updated(task.clone(), with(Patch::Set(day("2026-11-25"))));
        assert_eq!(moved.due, Some(day("2026-11-25")));
        assert_eq!(moved.recurrence, Some(rule("FREQ=DAILY")));
        let cleared = updated(task, with(Patch::Clear));
        assert_eq!((cleared.due, cleared.recurrence), (None, None));
    }

    #[test]
    fn a_repetition_begins_on_the_date_that_is_there_at_its_own_time() {
        let repeating = |task: Task, first: Due| {
            let update = TaskUpdate {
                repeat: Patch::Set((rule("FREQ=WEEKLY"), first)),
                ..TaskUpdate::default()
            };
            updated(task, update).due.unwrap()
        };
        let dated = || task(Some(day("2026-11-25")));
        let first = at("2026-11-22T09:00:00", Zurich);
        assert_eq!(repeating(task(None), first), first);
        assert_eq!(repeating(dated(), day("2026-11-22")), day("2026-11-25"));
        let both = at("2026-11-25T09:00:00", Zurich);
        assert_eq!(repeating(dated(), first), both);
    }

    #[test]
    fn a_date_that_is_named_with_the_repetition_is_its_beginning() {
        let due = day("2026-12-01");
        let update = TaskUpdate {
            due: Patch::Set(due),
            repeat: Patch::Set((rule("FREQ=WEEKLY"), day("2026-11-22"))),
            ..TaskUpdate::default()
        };
        assert_eq!(updated(task(None), update).due, Some(due));
    }
}

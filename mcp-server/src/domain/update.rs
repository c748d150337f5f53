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
        if self.due.is_none() {
            self.recurrence = None;
        }
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

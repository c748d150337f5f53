//! What is read of tasks beside lists.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::domain::{ChangeNumber, TaskNumber};

/// A task by its number and title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Titled {
    pub(crate) number: TaskNumber,
    pub(crate) title: String,
}

/// A task that goes to the trash with another one, or is that one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Going {
    pub(crate) number: TaskNumber,
    pub(crate) title: String,
    /// How far below the task that was named it is; 0 is that one.
    pub(crate) depth: u32,
}

/// How a person's tasks stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Overview {
    /// The person's date, and the zone it is told in.
    pub(crate) today: NaiveDate,
    pub(crate) zone: Tz,
    /// How many tasks are to be done.
    pub(crate) pending: u64,
    /// Due before now: on an earlier day, or earlier today.
    pub(crate) overdue: u64,
    /// Due today, the overdue ones of today included.
    pub(crate) due_today: u64,
    /// Due on the seven days after today.
    pub(crate) next_7_days: u64,
    pub(crate) no_date: u64,
    /// Completed since Monday, each turn of a repeating task counted.
    pub(crate) completed_this_week: u64,
    /// With the number of tasks to be done in each, most first, 50 at the most.
    pub(crate) projects: Vec<Counted>,
    /// As the projects.
    pub(crate) labels: Vec<Counted>,
}

/// A project or label, and how many tasks are to be done in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) name: String,
    pub(crate) tasks: u64,
}

/// What names are the names of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameKind {
    Projects,
    Labels,
}

/// That a change concerned a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) change: ChangeNumber,
    pub(crate) task: TaskNumber,
    /// The projects it was in before and is in after, as they were written.
    pub(crate) projects: Vec<String>,
}

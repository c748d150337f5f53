//! Which resources a change is seen in.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{Due, TaskNumber},
    resources::ResourceUri,
    store::{Logged, Sight},
};

/// The person's present day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) zone: Tz,
}

impl Day {
    /// Returns the day that it is in `zone` at this moment.
    pub(super) fn of(now: DateTime<Utc>, zone: Tz) -> Self {
        Self {
            date: now.with_timezone(&zone).date_naive(),
            zone,
        }
    }

    /// Returns how long the day still lasts, and a second more.
    pub(super) fn rest(&self, now: DateTime<Utc>) -> TimeDelta {
        const SECOND: TimeDelta = TimeDelta::seconds(1);
        let next = self.date.checked_add_days(Days::new(1));
        let midnight =
            next.and_then(|next| Due::local(next.and_time(NaiveTime::MIN), self.zone).ok());
        match midnight {
            Some(Due::At { at, .. }) => (at - now).max(TimeDelta::zero()) + SECOND,
            _ => TimeDelta::days(1),
        }
    }
}

/// Whether a change can be seen in what is read at `uri`. It says yes rather too often than too
/// seldom: a host then reads the same once more.
pub(super) fn touches(change: &Logged, uri: &ResourceUri, day: Day) -> bool {
    let mut seen = [&change.before, &change.after].into_iter().flatten();
    match uri {
        ResourceUri::Task(number) => {
            change.task == *number || seen.any(|sight| is_under(sight, *number))
        }
        ResourceUri::Today => seen.any(|sight| is_due(sight, day, |due| due == day.date)),
        ResourceUri::Overdue => seen.any(|sight| is_due(sight, day, |due| due <= day.date)),
        ResourceUri::Project(name) => {
            let name = name.folded();
            seen.any(|sight| sight.project() == Some(&name))
        }
    }
}

/// Whether a change may have given a project its first task, or taken its last.
pub(super) fn moves_between_projects(change: &Logged) -> bool {
    let project =
        |sight: &Option<Sight>| sight.as_ref().and_then(Sight::project).map(str::to_owned);
    project(&change.before) != project(&change.after)
}

fn is_under(sight: &Sight, parent: TaskNumber) -> bool {
    sight.parent == Some(parent)
}

/// A moment can fall on one day where it was meant and on another where the person is.
fn is_due(sight: &Sight, day: Day, is_meant: impl Fn(NaiveDate) -> bool) -> bool {
    let Some(due) = sight.due.filter(|_| sight.is_pending) else {
        return false;
    };
    let here = match due {
        Due::Date(date) => date,
        Due::At { at, .. } => at.with_timezone(&day.zone).date_naive(),
    };
    is_meant(due.day()) || is_meant(here)
}

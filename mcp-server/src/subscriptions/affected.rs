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

/// Returns the projects, folded, to which a change may have given the first task, or of which it
/// may have taken the last.
pub(super) fn projects_with_others(change: &Logged) -> impl Iterator<Item = &str> {
    let [before, after] = [&change.before, &change.after].map(|sight| {
        let sight = sight.as_ref();
        sight.and_then(|sight| sight.kept_in.as_deref())
    });
    let moved = (before != after).then_some([before, after]);
    moved.into_iter().flatten().flatten()
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

#[cfg(test)]
mod tests {
    use chrono_tz::{Pacific::Auckland, Tz::UTC};

    use super::*;
    use crate::domain::Name;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn sight(due: Option<Due>) -> Sight {
        Sight {
            is_pending: true,
            due,
            parent: None,
            kept_in: Some("home".to_owned()),
        }
    }

    fn change(before: Option<Sight>, after: Option<Sight>) -> Logged {
        Logged {
            task: TaskNumber::new(1),
            before,
            after,
        }
    }

    #[test]
    fn the_day_lasts_until_the_persons_midnight() {
        let now = at("2026-11-22T10:59:00Z");
        assert_eq!(Day::of(now, Auckland).rest(now), TimeDelta::seconds(61));
        assert_eq!(
            Day::of(now, UTC).rest(now),
            TimeDelta::seconds(13 * 3600 + 61)
        );
        // The clocks are put forward at two, so the night is an hour shorter.
        let now = at("2026-09-26T12:00:00Z");
        assert_eq!(
            Day::of(now, Auckland).rest(now),
            TimeDelta::seconds(23 * 3600 + 1)
        );
    }

    #[test]
    fn a_day_is_touched_by_what_leaves_it_and_by_what_comes() {
        let now = at("2026-11-22T12:00:00Z");
        let day = Day::of(now, UTC);
        let on = |date: &str| Some(sight(Some(Due::Date(date.parse().unwrap()))));
        let (today, later) = (on("2026-11-22"), on("2026-11-25"));
        let is_touched = |change: &Logged| touches(change, &ResourceUri::Today, day);
        assert!(is_touched(&change(today.clone(), later.clone())));
        assert!(is_touched(&change(None, today.clone())));
        assert!(is_touched(&change(today.clone(), None)));
        assert!(!is_touched(&change(None, later.clone())));
        let done = today.map(|sight| Sight {
            is_pending: false,
            ..sight
        });
        assert!(!is_touched(&change(done, None)));
        let late = change(None, on("2026-11-20"));
        assert!(touches(&late, &ResourceUri::Overdue, day));
        assert!(!touches(&change(None, later), &ResourceUri::Overdue, day));
    }

    #[test]
    fn a_moment_counts_on_the_persons_day_and_on_that_it_was_meant_on() {
        let day = Day::of(at("2026-11-22T12:00:00Z"), Auckland);
        let due = |at: DateTime<Utc>| change(None, Some(sight(Some(Due::At { at, zone: UTC }))));
        for (moment, is_today) in [
            ("2026-11-22T12:00:00Z", true),
            ("2026-11-23T20:00:00Z", true),
            ("2026-11-22T10:00:00Z", false),
            ("2026-11-24T01:00:00Z", false),
        ] {
            assert_eq!(
                touches(&due(at(moment)), &ResourceUri::Today, day),
                is_today,
                "{moment}"
            );
        }
    }

    #[test]
    fn a_project_is_the_same_in_any_case_and_done_tasks_are_not_seen_in_it() {
        let day = Day::of(at("2026-11-22T12:00:00Z"), UTC);
        let home = ResourceUri::Project(Name::parse("HOME").unwrap());
        let done = Some(Sight {
            is_pending: false,
            ..sight(None)
        });
        assert!(touches(&change(None, Some(sight(None))), &home, day));
        assert!(!touches(&change(None, done.clone()), &home, day));
        let left = change(done.clone(), None);
        assert_eq!(projects_with_others(&left).collect::<Vec<_>>(), ["home"]);
        let stayed = change(done, Some(sight(None)));
        assert_eq!(projects_with_others(&stayed).count(), 0);
    }
}

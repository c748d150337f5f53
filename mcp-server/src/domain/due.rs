//! When a task is due.

use chrono::{
    DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeZone as _, Timelike as _, Utc,
};
use chrono_tz::Tz;

use super::Priority;

/// When a task is due: on a day, wherever the person is then, or at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// The whole of this day.
    Date(NaiveDate),
    /// A moment, and the zone in whose clock it was meant.
    At {
        /// The moment.
        at: DateTime<Utc>,
        /// The zone.
        zone: Tz,
    },
}

/// The date is not one that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Dates must be from 1970-01-01 to 9999-12-31")]
pub(crate) struct DateOutOfRange;

impl Due {
    /// Takes a day, if it is in the years 1970 to 9999.
    pub(crate) fn date(date: NaiveDate) -> Result<Self, DateOutOfRange> {
        kept(date).map(Self::Date)
    }

    /// Takes a time on the clocks of `zone`. One that the clocks leave out when they are put
    /// forward moves forward as they do; of one that they show twice it takes the first.
    pub(crate) fn local(local: NaiveDateTime, zone: Tz) -> Result<Self, DateOutOfRange> {
        kept(local.date())?;
        Ok(Self::At {
            at: moment(local, zone),
            zone,
        })
    }

    /// Returns the day on which the task is due, on the clocks it was meant in.
    pub(crate) fn day(&self) -> NaiveDate {
        match self {
            Self::Date(date) => *date,
            Self::At { .. } => self.wall().date(),
        }
    }

    /// Returns the time on the clocks it was meant in; the first moment of a whole day.
    pub(crate) fn wall(&self) -> NaiveDateTime {
        match self {
            Self::Date(date) => date.and_time(chrono::NaiveTime::MIN),
            Self::At { at, zone } => at.with_timezone(zone).naive_local(),
        }
    }

    /// Returns the second of the day; of a whole day, the one after its last.
    fn second(&self) -> i64 {
        match self {
            Self::Date(_) => SECONDS,
            Self::At { .. } => i64::from(self.wall().time().num_seconds_from_midnight()),
        }
    }
}

/// Seconds of a day.
const SECONDS: i64 = 86_400;
/// A day after all those that are kept, for what has none.
const NEVER: i64 = 10_000_000;

/// Returns the number by which tasks are ordered by when they are due: earlier ones first, on a
/// day those with a time first, those without a date last.
pub(crate) fn due_key(due: Option<&Due>) -> i64 {
    match due {
        Some(due) => day_number(due) * SECONDS + due.second().min(SECONDS - 1),
        None => NEVER * SECONDS,
    }
}

/// Returns the number of the order that suits most: by day, on a day by priority, then by time.
pub(crate) fn smart_key(due: Option<&Due>, priority: Priority) -> i64 {
    const PRIORITIES: i64 = 8;
    /// More than there are seconds in a day.
    const TIMES: i64 = 131_072;
    let (day, second) = due.map_or((NEVER, SECONDS), |due| (day_number(due), due.second()));
    (day * PRIORITIES + i64::from(priority.get())) * TIMES + second
}

/// Days since 1970-01-01.
fn day_number(due: &Due) -> i64 {
    const EPOCH: i32 = 719_163;
    i64::from(due.day().num_days_from_ce() - EPOCH)
}

fn kept(date: NaiveDate) -> Result<NaiveDate, DateOutOfRange> {
    if (1970..=9999).contains(&date.year()) {
        Ok(date)
    } else {
        Err(DateOutOfRange)
    }
}

/// The clocks are put forward by two hours at the most (Troll) but for whole days that islands
/// skipped; so a later time of the same clocks is found within two days.
fn moment(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    if let Some(at) = zone.from_local_datetime(&local).earliest() {
        return at.to_utc();
    }
    // The offset before the gap, applied to a time within it, is the time moved forward.
    let before = local - chrono::TimeDelta::days(2);
    let offset = before.signed_duration_since(
        zone.from_local_datetime(&before)
            .earliest()
            .map_or(before, |at| at.naive_utc()),
    );
    (local - offset).and_utc()
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Zurich;

    use super::*;

    fn local(text: &str) -> Due {
        Due::local(text.parse().unwrap(), Zurich).unwrap()
    }

    #[test]
    fn a_time_that_clocks_skip_moves_forward_and_of_a_doubled_one_the_first_counts() {
        let wall = |due: Due| due.wall().to_string();
        assert_eq!(wall(local("2026-03-29T02:30:00")), "2026-03-29 03:30:00");
        let Due::At { at, .. } = local("2026-10-25T02:30:00") else {
            panic!("not a moment");
        };
        assert_eq!(at.to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn days_before_1970_are_refused() {
        let date = NaiveDate::from_ymd_opt(1969, 12, 31).unwrap();
        assert_eq!(Due::date(date), Err(DateOutOfRange));
    }

    #[test]
    fn keys_order_by_day_then_priority_then_time() {
        let day = Due::date("2026-11-22".parse().unwrap()).unwrap();
        let (early, late) = (local("2026-11-22T08:00:00"), local("2026-11-22T23:59:59"));
        let (p1, p4) = (Priority::new(1).unwrap(), Priority::ORDINARY);
        assert!(due_key(Some(&early)) < due_key(Some(&late)));
        assert!(due_key(Some(&late)) <= due_key(Some(&day)));
        assert!(due_key(Some(&day)) < due_key(None));
        assert!(smart_key(Some(&late), p1) < smart_key(Some(&early), p4));
        assert!(smart_key(Some(&late), p4) < smart_key(Some(&day), p4));
        assert_eq!(due_key(None), 864_000_000_000);
        assert_eq!(smart_key(None, p4), 10_485_760_610_688);
    }
}

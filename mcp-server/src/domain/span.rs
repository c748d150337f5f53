//! Stretches of time on a person's calendar.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Due;

/// From one edge, which is within, to another, which is not; without an edge it is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Option<Edge>,
    pub(crate) until: Option<Edge>,
}

/// Where a stretch begins or ends, for both ways in which a task can be due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The first whole day after it.
    pub(crate) day: NaiveDate,
    /// The first moment after it.
    pub(crate) at: DateTime<Utc>,
}

impl Edge {
    /// Where `day` begins on the clocks of `zone`.
    pub(crate) fn start(day: NaiveDate, zone: Tz) -> Self {
        let midnight = day.and_time(NaiveTime::MIN);
        Self {
            day,
            at: moment(midnight, zone),
        }
    }

    /// The moment itself, and the whole day it falls on after it.
    pub(crate) fn moment(at: DateTime<Utc>, zone: Tz) -> Self {
        let day = at.with_timezone(&zone).date_naive();
        Self { day, at }
    }

    /// Just after the moment.
    pub(crate) fn just_after(at: DateTime<Utc>, zone: Tz) -> Self {
        Self {
            at: at + INSTANT,
            ..Self::moment(at, zone)
        }
    }

    /// Tells whether it lies between two days.
    pub(crate) fn is_midnight(&self, zone: Tz) -> bool {
        *self == Self::start(self.day, zone)
    }
}

impl Span {
    /// The days from `first`, so many of them.
    pub(crate) fn days(first: NaiveDate, count: u64, zone: Tz) -> Self {
        Self::between(first, following(first, count), zone)
    }

    /// The day or the very moment.
    pub(crate) fn on(due: &Due, zone: Tz) -> Self {
        match due {
            Due::Date(day) => Self::days(*day, 1, zone),
            Due::At { at, .. } => {
                let until = Edge::just_after(*at, zone);
                let from = Edge { at: *at, ..until };
                Self {
                    from: Some(from),
                    until: Some(until),
                }
            }
        }
    }

    /// From the beginning of one day to that of another.
    pub(crate) fn between(first: NaiveDate, until: NaiveDate, zone: Tz) -> Self {
        Self {
            from: Some(Edge::start(first, zone)),
            until: Some(Edge::start(until, zone)),
        }
    }

    /// All before it.
    pub(crate) fn before(self) -> Self {
        Self {
            from: None,
            until: self.from,
        }
    }

    /// All up to its end.
    pub(crate) fn by(self) -> Self {
        Self { from: None, ..self }
    }

    /// All from its beginning on.
    pub(crate) fn since(self) -> Self {
        Self {
            until: None,
            ..self
        }
    }

    /// All after it. What is due on a whole day is so until it ends, and so after any moment of it.
    pub(crate) fn after(self) -> Self {
        Self {
            from: self.until,
            until: None,
        }
    }
}

/// The shortest time that both databases tell apart.
pub(crate) const INSTANT: TimeDelta = TimeDelta::microseconds(1);

/// Returns the day so many days later; the last of all where there is none.
pub(crate) fn following(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days))
        .unwrap_or(NaiveDate::MAX)
}

/// Outside the years that dates are kept in, offsets do not matter; SQLite compares moments as
/// text, and so cannot do with more than four digits of a year.
fn moment(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match Due::local(local, zone) {
        Ok(Due::At { at, .. }) => at,
        _ => local.and_utc().min(LAST),
    }
}

/// The last instant that is kept.
const LAST: DateTime<Utc> = match DateTime::from_timestamp_micros(253_402_300_799_999_999) {
    Some(last) => last,
    None => DateTime::<Utc>::MAX_UTC,
};

//! What was read: a day, a time, or both.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _, Utc};

use crate::domain::{DateOutOfRange, Due};
use crate::language::Here;

/// A day, a time of day, both, or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// A day.
    Date(NaiveDate),
    /// A time of day without a day.
    Time(NaiveTime),
    /// A time on a day, on the person's clock.
    DateTime(NaiveDateTime),
    /// A moment, as `in 2 hours` or a time with an offset says it.
    Moment(DateTime<Utc>),
}

impl When {
    /// Returns the due date that is meant. A time without a day is that of today, or of tomorrow
    /// if it has passed.
    pub(crate) fn due(self, here: &Here) -> Result<Due, DateOutOfRange> {
        match self {
            Self::Date(date) => Due::date(date),
            Self::Time(time) => Due::local(next(time, here)?, here.zone),
            Self::DateTime(local) => Due::local(local, here.zone),
            Self::Moment(at) => at_moment(at, here),
        }
    }

    /// Returns the day, on the person's clock; none of a time without a day.
    pub(crate) fn date(self, here: &Here) -> Option<NaiveDate> {
        match self {
            Self::Date(date) => Some(date),
            Self::Time(_) => None,
            Self::DateTime(local) => Some(local.date()),
            Self::Moment(at) => Some(at.with_timezone(&here.zone).date_naive()),
        }
    }

    /// Returns the time of day, on the person's clock; none of a whole day.
    pub(crate) fn time(self, here: &Here) -> Option<NaiveTime> {
        match self {
            Self::Date(_) => None,
            Self::Time(time) => Some(time),
            Self::DateTime(local) => Some(local.time()),
            Self::Moment(at) => Some(at.with_timezone(&here.zone).time()),
        }
    }
}

fn next(time: NaiveTime, here: &Here) -> Result<NaiveDateTime, DateOutOfRange> {
    let now = here.local();
    let passed = u64::from(time <= now.time());
    let day = now.date().checked_add_days(Days::new(passed));
    Ok(day.ok_or(DateOutOfRange)?.and_time(time))
}

/// Due dates are kept to the second.
fn at_moment(at: DateTime<Utc>, here: &Here) -> Result<Due, DateOutOfRange> {
    let at = at.with_nanosecond(0).ok_or(DateOutOfRange)?;
    let local = at.with_timezone(&here.zone).naive_local();
    Due::date(local.date())?;
    Ok(Due::At {
        at,
        zone: here.zone,
    })
}

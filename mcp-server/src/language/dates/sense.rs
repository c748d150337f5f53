//! What a piece of a date says.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// What a piece of a date says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sense {
    Day(Day),
    Clock(Clock),
    /// A bare hour, which is a time only with a part of the day: `8 tonight`.
    Hour(Clock),
    Part(Part),
    /// A day and a part of it: `tonight`.
    DayPart(Day, Part),
    /// A moment: `in 2 hours`.
    Moment(DateTime<Utc>),
    /// A year that follows a time: `Nov 27 09:30:00 2026`.
    Year(i32),
}

/// A day, and how it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) said: Said,
}

/// How a day was said, as far as it matters for what stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// `friday`: today is one too, if a time that is still to come is named.
    Weekday,
    /// `the 13th`: a weekday may follow or precede it.
    Monthly,
    /// `27 nov`: a year may follow.
    Yearly,
    /// `today`: midnight is the one to come.
    Today,
    /// Otherwise.
    Exactly,
}

/// A time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// As on a clock of 24 hours, if `half` is not open.
    pub(super) time: NaiveTime,
    pub(super) half: Half,
    /// The offset from UTC in seconds.
    pub(super) offset: Option<i32>,
}

/// Which half of the day a time is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// It is said: `5pm`, `17:30`.
    Said,
    /// As it is written, unless a part of the day says otherwise: `5:30`.
    Written,
    /// Usual hours are meant: `at 5`, `half past six`.
    Open,
    /// The moment between two days.
    Midnight,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Lunch,
    Afternoon,
    Evening,
    Night,
    /// The day as a whole, up to its end.
    Whole,
}

impl Day {
    pub(super) fn exactly(date: NaiveDate) -> Self {
        Self {
            date,
            said: Said::Exactly,
        }
    }
}

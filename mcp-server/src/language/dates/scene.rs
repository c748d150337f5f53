//! Now and here, as rules need them.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};

use super::sense::{Day, Said, Sense};
use crate::domain::Due;
use crate::language::Here;

/// Now and here, as rules need them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'h> {
    pub(super) here: &'h Here,
    /// What the person's clock shows.
    pub(super) now: NaiveDateTime,
    pub(super) today: NaiveDate,
}

impl<'h> Scene<'h> {
    pub(super) fn new(here: &'h Here) -> Self {
        let now = here.local();
        Self {
            here,
            now,
            today: now.date(),
        }
    }

    /// Returns the day so many days from today.
    pub(super) fn day(&self, days: i64) -> Option<Sense> {
        exactly(super::calendar::plus_days(self.today, days))
    }

    /// Returns the moment at which the clock will show on that day what it shows now.
    pub(super) fn at_this_time(&self, date: NaiveDate) -> Option<Sense> {
        let local = date.and_time(self.now.time());
        match Due::local(local, self.here.zone).ok()? {
            Due::At { at, .. } => Some(Sense::Moment(at)),
            Due::Date(_) => None,
        }
    }

    pub(super) fn today(&self) -> Day {
        Day {
            date: self.today,
            said: Said::Today,
        }
    }
}

/// Makes sense of a day that is meant and no other.
pub(super) fn exactly(date: Option<NaiveDate>) -> Option<Sense> {
    Some(Sense::Day(Day::exactly(date?)))
}

/// Tells whether a month has begun and goes on: its first day is not what is meant by it.
pub(super) fn is_begun(first: NaiveDate, today: NaiveDate) -> bool {
    first < today && (first.year(), first.month()) == (today.year(), today.month())
}

/// Makes sense of a period by its first day.
pub(super) fn period(first: Option<NaiveDate>) -> Option<Sense> {
    said(first, Said::Period)
}

/// Makes sense of a day said in this way.
pub(super) fn said(date: Option<NaiveDate>, said: Said) -> Option<Sense> {
    Some(Sense::Day(Day { date: date?, said }))
}

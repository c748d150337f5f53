//! Now and here, as rules need them.

use chrono::{NaiveDate, NaiveDateTime};

use super::sense::{Day, Said, Sense};
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

/// Makes sense of a day said in this way.
pub(super) fn said(date: Option<NaiveDate>, said: Said) -> Option<Sense> {
    Some(Sense::Day(Day { date: date?, said }))
}

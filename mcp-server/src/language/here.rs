//! When and where something was written.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

/// When and where something was written: what `tomorrow` and `12/1` mean there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Here {
    /// The moment.
    pub(crate) now: DateTime<Utc>,
    /// The person's time zone.
    pub(crate) zone: Tz,
    /// Which number of `12/1` is the month.
    pub(crate) order: DateOrder,
}

/// Which of two numbers of a date is the month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum DateOrder {
    /// `12/1` is the first of December, as in the United States.
    #[default]
    MonthFirst,
    /// `12/1` is the twelfth of January, as nearly everywhere else.
    DayFirst,
}

impl Here {
    /// Returns what the person's clock shows.
    pub(crate) fn local(&self) -> NaiveDateTime {
        self.now.with_timezone(&self.zone).naive_local()
    }
}

//! Days of the year that have names.

use chrono::Weekday::{self, Mon, Sun, Thu};

/// Days that people know by name: month and day, or month, number and day of the week.
const HOLIDAYS: [(&[&str], i16, Holiday); 24] = [
    (&["christmas"], 12, Holiday::On(25)),
    (&["christmas", "day"], 12, Holiday::On(25)),
    (&["xmas"], 12, Holiday::On(25)),
    (&["christmas", "eve"], 12, Holiday::On(24)),
    (&["boxing", "day"], 12, Holiday::On(26)),
    (&["new", "years", "eve"], 12, Holiday::On(31)),
    (&["new", "years", "day"], 1, Holiday::On(1)),
    (&["new", "years"], 1, Holiday::On(1)),
    (&["new", "year"], 1, Holiday::On(1)),
    (&["new", "year", "day"], 1, Holiday::On(1)),
    (&["mothers", "day"], 5, Holiday::Nth(2, Sun)),
    (&["fathers", "day"], 6, Holiday::Nth(3, Sun)),
    (&["independence", "day"], 7, Holiday::On(4)),
    (&["memorial", "day"], 5, Holiday::Nth(-1, Mon)),
    (&["labor", "day"], 9, Holiday::Nth(1, Mon)),
    (&["mlk", "day"], 1, Holiday::Nth(3, Mon)),
    (&["presidents", "day"], 2, Holiday::Nth(3, Mon)),
    (&["valentines", "day"], 2, Holiday::On(14)),
    (&["valentines"], 2, Holiday::On(14)),
    (&["valentine"], 2, Holiday::On(14)),
    (&["valentine", "day"], 2, Holiday::On(14)),
    (&["st", "patricks", "day"], 3, Holiday::On(17)),
    (&["halloween"], 10, Holiday::On(31)),
    (&["thanksgiving"], 11, Holiday::Nth(4, Thu)),
];

/// When a holiday is in its month.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holiday {
    /// On this day.
    On(i16),
    /// On the nth such day of the week.
    Nth(i16, Weekday),
}

/// Returns the words, the month and the date of each holiday.
pub(super) fn holidays() -> impl Iterator<Item = (&'static [&'static str], i16, Holiday)> {
    HOLIDAYS.iter().copied()
}

//! The same words at other times, in other places and with the day first.

use chrono_tz::Europe::Zurich;

use super::{here_at, new_york, understood_at};
use crate::language::DateOrder::{DayFirst, MonthFirst};

#[test]
fn a_wednesday_before_a_leap_day_in_new_york() {
    let here = new_york("2024-02-28T14:15:00Z");
    understood_at(
        &here,
        &[
            ("today", "2024-02-28"),
            ("tomorrow", "2024-02-29"),
            ("day after tomorrow", "2024-03-01"),
            ("in 2 days", "2024-03-01"),
            ("in a year", "2025-02-28"),
            ("feb 29", "2024-02-29"),
            ("29 feb", "2024-02-29"),
            ("end of month", "2024-02-29"),
            ("end of next month", "2024-03-31"),
            ("next month", "2024-03-01"),
            ("last day of february", "2024-02-29"),
            ("leap day", "2024-02-29"),
            ("wednesday", "2024-03-06"),
            ("this wednesday", "2024-03-06"),
            ("next wednesday", "2024-03-06"),
            ("wednesday at 5pm", "2024-02-28T17:00"),
            ("wednesday at 9am", "2024-03-06T09:00"),
            ("thursday", "2024-02-29"),
            ("friday", "2024-03-01"),
            ("this friday", "2024-03-01"),
            ("next friday", "2024-03-08"),
            ("next thursday", "2024-03-07"),
            ("monday", "2024-03-04"),
            ("next monday", "2024-03-04"),
            ("next sunday", "2024-03-10"),
            ("last wednesday", "2024-02-21"),
            ("last monday", "2024-02-26"),
            ("friday this week", "2024-03-01"),
            ("friday next week", "2024-03-08"),
            ("friday week", "2024-03-08"),
            ("a week from friday", "2024-03-08"),
            ("this weekend", "2024-03-02"),
            ("weekend", "2024-03-02"),
            ("next weekend", "2024-03-09"),
            ("last weekend", "2024-02-24"),
            ("end of week", "2024-03-03"),
            ("midweek", "2024-02-28"),
            ("mid month", "2024-03-15"),
            ("10am", "2024-02-28T10:00"),
            ("9am", "2024-02-29T09:00"),
            ("9:15", "2024-02-29T09:15"),
            ("9:16", "2024-02-28T09:16"),
            ("noon", "2024-02-28T12:00"),
            ("at 5", "2024-02-28T17:00"),
            ("this morning", "2024-02-28"),
            ("this evening", "2024-02-28T19:00"),
            ("the 28th", "2024-02-28"),
            ("the 27th", "2024-03-27"),
            ("the 31st", "2024-03-31"),
            ("easter", "2024-03-31"),
            ("good friday", "2024-03-29"),
            ("thanksgiving", "2024-11-28"),
            ("black friday", "2024-11-29"),
            ("labor day", "2024-09-02"),
            ("memorial day", "2024-05-27"),
            ("2024-02-28T17:00Z", "2024-02-28T12:00"),
            ("5pm utc", "2024-02-28T12:00"),
        ],
    );
}

#[test]
fn the_last_hour_of_a_year() {
    let here = new_york("2027-01-01T04:30:00Z");
    understood_at(
        &here,
        &[
            ("today", "2026-12-31"),
            ("tomorrow", "2027-01-01"),
            ("tonight", "2026-12-31"),
            ("in an hour", "2027-01-01T00:30"),
            ("in 30 minutes", "2027-01-01T00:00"),
            ("midnight", "2027-01-01T00:00"),
            ("tonight at midnight", "2027-01-01T00:00"),
            ("new year", "2027-01-01"),
            ("new year's eve", "2026-12-31"),
            ("next year", "2027-01-01"),
            ("next month", "2027-01-01"),
            ("end of year", "2026-12-31"),
            ("end of next year", "2027-12-31"),
            ("end of q4", "2026-12-31"),
            ("end of q1", "2027-03-31"),
            ("dec 30", "2027-12-30"),
            ("dec 31", "2026-12-31"),
            ("jan 1", "2027-01-01"),
            ("the 1st", "2027-01-01"),
            ("in a month", "2027-01-31"),
            ("in 2 months", "2027-02-28"),
            ("a month ago", "2026-11-30"),
            ("11:45pm", "2026-12-31T23:45"),
            ("11:15pm", "2027-01-01T23:15"),
            ("in 14 months", "2028-02-29"),
        ],
    );
}

#[test]
fn with_the_day_first() {
    let here = here_at("2026-11-22T14:00:00Z", Zurich, DayFirst);
    understood_at(
        &here,
        &[
            ("12/1", "2027-01-12"),
            ("1/12", "2026-12-01"),
            ("12/1/2027", "2027-01-12"),
            ("1/12/26", "2026-12-01"),
            ("27/11", "2026-11-27"),
            ("11/27", "2026-11-27"),
            ("01-12-2026", "2026-12-01"),
            ("1.12.2026", "2026-12-01"),
            ("2026-12-01", "2026-12-01"),
            ("2026/12/01", "2026-12-01"),
            ("5/6/2027 at 9:30", "2027-06-05T09:30"),
        ],
    );
}

#[test]
fn seconds_of_now_stay_in_moments_only() {
    let here = here_at("2026-11-22T14:07:33.250Z", Zurich, MonthFirst);
    understood_at(
        &here,
        &[
            ("in 30 minutes", "2026-11-22T15:37:33"),
            ("now", "2026-11-22T15:07:33"),
            ("tomorrow at 9", "2026-11-23T09:00"),
        ],
    );
}

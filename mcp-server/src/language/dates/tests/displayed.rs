//! Dates in the words that people are shown.

use chrono_tz::{America::New_York, Europe::Zurich};

use super::{here_at, zurich};
use crate::domain::Due;
use crate::language::DateOrder::MonthFirst;
use crate::language::dates::{display, parse};

#[test]
fn near_days_have_names_and_others_are_written_out() {
    for (text, expected) in [
        ("2026-11-21", "yesterday"),
        ("2026-11-22", "today"),
        ("2026-11-23", "tomorrow"),
        ("2026-11-24", "Tue 24 Nov 2026"),
        ("2027-03-05", "Fri 5 Mar 2027"),
        ("2026-11-23T17:00", "tomorrow 17:00"),
        ("2026-11-22T09:05:30", "today 09:05:30"),
        ("9999-12-31T23:59", "Fri 31 Dec 9999 23:59"),
    ] {
        let due = parse(text, &zurich()).unwrap();
        assert_eq!(display(&due, &zurich()), expected);
    }
}

#[test]
fn the_second_of_two_equal_times_is_shown_with_its_offset() {
    let at = "2026-10-25T01:30:00Z".parse().unwrap();
    let due = Due::At { at, zone: Zurich };
    let shown = display(&due, &zurich());
    assert_eq!(shown, "Sun 25 Oct 2026 02:30:00 +01:00");
    assert_eq!(parse(&shown, &zurich()), Ok(due));
}

#[test]
fn a_time_meant_elsewhere_is_shown_on_the_clock_here() {
    let here = here_at("2026-11-22T14:00:00Z", New_York, MonthFirst);
    let due = parse("tomorrow 17:00", &zurich()).unwrap();
    assert_eq!(display(&due, &here), "tomorrow 11:00");
}

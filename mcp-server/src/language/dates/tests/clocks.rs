//! Days on which clocks are put forward or back.

use chrono_tz::{Europe::Zurich, Pacific::Apia};

use super::{here_at, new_york, understood_at};
use crate::domain::Due;
use crate::language::DateOrder::MonthFirst;
use crate::language::dates::parse;

#[test]
fn a_time_that_clocks_leave_out_moves_forward() {
    let spring = here_at("2026-03-28T20:00:00Z", Zurich, MonthFirst);
    understood_at(
        &spring,
        &[
            ("tomorrow at 2:30am", "2026-03-29T03:30"),
            ("2026-03-29T02:00", "2026-03-29T03:00"),
            ("tomorrow at 1:59am", "2026-03-29T01:59"),
            ("tomorrow 03:00", "2026-03-29T03:00"),
            ("in 12 hours", "2026-03-29T10:00"),
            ("in 1 day", "2026-03-29"),
            ("in 1 day and 2 hours", "2026-03-29T23:00"),
            ("tomorrow at noon", "2026-03-29T12:00"),
        ],
    );
    let spring = new_york("2027-03-13T20:00:00Z");
    understood_at(
        &spring,
        &[
            ("tomorrow at 2:30am", "2027-03-14T03:30"),
            ("in 24 hours", "2027-03-14T16:00"),
        ],
    );
}

#[test]
fn of_a_time_that_clocks_show_twice_the_first_counts() {
    let autumn = new_york("2026-10-31T12:00:00Z");
    let due = |text| match parse(text, &autumn) {
        Ok(Due::At { at, .. }) => at.to_rfc3339(),
        other => panic!("{other:?}"),
    };
    assert_eq!(due("tomorrow at 1:30am"), "2026-11-01T05:30:00+00:00");
    assert_eq!(
        due("2026-11-01 01:30:00 -05:00"),
        "2026-11-01T06:30:00+00:00"
    );
    assert_eq!(due("tomorrow at 2am"), "2026-11-01T07:00:00+00:00");
    assert_eq!(due("in 24 hours"), "2026-11-01T12:00:00+00:00");
}

#[test]
fn a_day_that_an_island_skipped_is_a_day_and_its_times_move_to_the_next() {
    let here = here_at("2011-12-29T20:00:00Z", Apia, MonthFirst);
    understood_at(
        &here,
        &[
            ("tomorrow", "2011-12-30"),
            ("tomorrow at noon", "2011-12-31T12:00"),
        ],
    );
}

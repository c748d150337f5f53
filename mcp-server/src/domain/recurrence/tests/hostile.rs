//! Rules that are made to take long or to have no date.

use chrono::Datelike as _;

use super::{super::phase, *};

#[test]
fn rules_without_any_date_are_refused() {
    for text in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3",
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2",
    ] {
        let error = Recurrence::parse_rule(text).unwrap_err();
        assert_eq!(error, InvalidRule::Unusable(UnusableRule::Never), "{text}");
    }
}

#[test]
fn no_rule_gives_more_than_24_times_a_day() {
    let all = (0..60).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let error = Recurrence::parse_rule(&format!("FREQ=DAILY;BYMINUTE={all}")).unwrap_err();
    assert_eq!(error, InvalidRule::Unusable(UnusableRule::Times));
    assert!(Recurrence::parse_rule(&"FREQ=DAILY;".repeat(200)).is_err());
}

#[test]
fn evaluation_begins_a_period_before_the_date_and_at_most_500_years_before_the_limit() {
    for frequency in ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"] {
        for interval in [1, 2, 7, 100] {
            let rule = Rule::parse(&format!("FREQ={frequency};INTERVAL={interval}")).unwrap();
            for (start, floor) in [
                ("1970-01-01T00:00:00", "2026-11-22T09:00:00"),
                ("2026-11-22T09:00:00", "2026-01-01T00:00:00"),
                ("1970-02-28T23:59:00", "9999-12-31T23:00:00"),
            ] {
                let (start, floor) = (start.parse().unwrap(), floor.parse().unwrap());
                let begin = phase::begin(&rule, start, floor).unwrap();
                assert!(begin <= start.max(floor));
                assert!(floor.year() - begin.year() <= 2 * 100 || frequency != "YEARLY");
                let skipped = occurrences(&rule, start, begin).take_while(|time| *time < floor);
                assert!(skipped.count() <= 3, "{rule}");
                let years = phase::shift(begin);
                assert!((9_501..=9_900).contains(&(begin.year() + years)));
                assert_eq!(years % 400, 0);
            }
        }
    }
}

#[test]
fn a_series_that_never_comes_around_ends() {
    // Every seventh day from a Sunday is never a Monday.
    let never = rule("FREQ=DAILY;INTERVAL=7;BYDAY=MO");
    assert_eq!(series(&never, "2026-11-22", 1), [""; 0]);
    assert_eq!(
        series(
            &rule("FREQ=HOURLY;INTERVAL=24;BYHOUR=3"),
            "2026-11-22T05:00",
            1
        ),
        [""; 0]
    );
    assert_eq!(
        series(
            &rule("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29"),
            "2027-03-01",
            1
        ),
        [""; 0]
    );
}

/// The crate indexes tables by week and day; none of them may be left.
#[test]
fn every_week_and_day_number_is_evaluated_in_every_kind_of_year() {
    let numbers = |most: i16| (-most..=most).filter(|number| *number != 0);
    let counted = || numbers(53).skip(1);
    let rules = counted()
        .flat_map(|week| ["MO", "WE", "SA", "SU"].map(|day| format!("BYWEEKNO={week};WKST={day}")))
        .chain(numbers(366).map(|day| format!("BYYEARDAY={day}")))
        .chain(counted().flat_map(|nth| ["MO", "TH", "SU"].map(|day| format!("BYDAY={nth}{day}"))));
    for text in rules {
        let rule = Rule::parse(&format!("FREQ=YEARLY;{text}")).unwrap();
        let start = "2000-01-01T00:00:00".parse().unwrap();
        let dates = occurrences(&rule, start, start).take_while(|time| time.year() < 2029);
        assert!(dates.count() > 0, "{text}");
    }
}

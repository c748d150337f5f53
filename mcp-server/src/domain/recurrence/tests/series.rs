//! Dates that follow each other.

use super::*;

#[track_caller]
fn follows(rule_text: &str, first: &str, expected: &[&str]) {
    let dates = series(&rule(rule_text), first, expected.len());
    assert_eq!(dates, expected, "{rule_text} from {first}");
}

#[test]
fn dates_without_a_time_stay_dates() {
    follows("FREQ=DAILY", "2026-03-28", &["2026-03-29", "2026-03-30"]);
    follows(
        "FREQ=WEEKLY;BYDAY=MO,FR",
        "2026-11-23",
        &["2026-11-27", "2026-11-30"],
    );
    follows(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        "2026-11-23",
        &["2026-12-07", "2026-12-21"],
    );
    follows("FREQ=WEEKLY", "2026-11-22", &["2026-11-29", "2026-12-06"]);
    follows(
        "FREQ=MONTHLY;BYDAY=-1FR",
        "2026-11-27",
        &["2026-12-25", "2027-01-29"],
    );
    follows(
        "FREQ=MONTHLY;BYDAY=2TU,4TU",
        "2026-11-24",
        &["2026-12-08", "2026-12-22"],
    );
    follows("FREQ=YEARLY", "2026-11-22", &["2027-11-22"]);
}

#[test]
fn a_rule_given_as_such_leaves_out_short_months() {
    follows(
        "FREQ=MONTHLY",
        "2026-01-31",
        &["2026-03-31", "2026-05-31", "2026-07-31"],
    );
    follows("FREQ=MONTHLY;BYMONTHDAY=30", "2026-01-30", &["2026-03-30"]);
    follows("FREQ=YEARLY", "2028-02-29", &["2032-02-29"]);
}

#[test]
fn a_series_that_starts_late_in_a_month_keeps_to_the_end_of_short_months() {
    let starting = |text: &str, first: &str| rule(text).starting(&due(first));
    let monthly = starting("FREQ=MONTHLY", "2026-12-31");
    assert_eq!(
        monthly.rule(),
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    );
    let dates = series(&monthly, "2026-12-31", 3);
    assert_eq!(dates, ["2027-01-31", "2027-02-28", "2027-03-31"]);
    let yearly = starting("FREQ=YEARLY", "2028-02-29");
    assert_eq!(
        series(&yearly, "2028-02-29", 4).join(" "),
        "2029-02-28 2030-02-28 2031-02-28 2032-02-29"
    );
    let quarterly = starting("FREQ=MONTHLY;INTERVAL=3", "2026-11-30");
    assert_eq!(
        series(&quarterly, "2026-11-30", 2),
        ["2027-02-28", "2027-05-30"]
    );
    assert_eq!(
        starting("FREQ=MONTHLY", "2026-12-28").rule(),
        "FREQ=MONTHLY"
    );
}

#[test]
fn the_time_on_the_clock_stays_when_clocks_change() {
    follows(
        "FREQ=DAILY",
        "2026-03-28T09:00",
        &["2026-03-29T09:00", "2026-03-30T09:00"],
    );
    follows(
        "FREQ=DAILY",
        "2026-10-24T09:00",
        &["2026-10-25T09:00", "2026-10-26T09:00"],
    );
}

#[test]
fn a_time_that_clocks_leave_out_moves_forward_once() {
    follows(
        "FREQ=DAILY;BYHOUR=2;BYMINUTE=30",
        "2026-03-28T02:30",
        &["2026-03-29T03:30", "2026-03-30T02:30"],
    );
}

#[test]
fn a_rule_with_times_gives_a_date_its_time() {
    follows(
        "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0",
        "2026-11-22",
        &["2026-11-23T09:00", "2026-11-23T17:00"],
    );
    follows(
        "FREQ=HOURLY;INTERVAL=12",
        "2026-11-22T19:00",
        &["2026-11-23T07:00", "2026-11-23T19:00"],
    );
}

#[test]
fn count_runs_down_and_until_is_the_last_day() {
    let thrice = rule("FREQ=DAILY;COUNT=3");
    let (_, then) = thrice
        .next(&due("2026-11-22"), moment("2026-11-22T10:00"), ZONE)
        .unwrap();
    assert_eq!(then.rule(), "FREQ=DAILY;COUNT=2");
    assert_eq!(
        series(&thrice, "2026-11-22", 9),
        ["2026-11-23", "2026-11-24"]
    );
    follows(
        "FREQ=DAILY;UNTIL=20261124",
        "2026-11-22",
        &["2026-11-23", "2026-11-24"],
    );
    for (end, last) in [
        ("20261124", "2026-11-24T09:00"),
        ("20261124T085959", "2026-11-23T09:00"),
        ("20261124T080000Z", "2026-11-24T09:00"),
        ("20261124T075959Z", "2026-11-23T09:00"),
    ] {
        let dates = series(
            &rule(&format!("FREQ=DAILY;UNTIL={end}")),
            "2026-11-22T09:00",
            9,
        );
        assert_eq!(dates.last().map(String::as_str), Some(last), "{end}");
    }
}

#[test]
fn an_overdue_series_goes_on_from_now_in_its_own_rhythm() {
    for (text, first, now, expected) in [
        (
            "FREQ=DAILY;INTERVAL=3",
            "2026-11-01",
            "2026-11-22T18:00",
            "2026-11-22",
        ),
        (
            "FREQ=DAILY;INTERVAL=3",
            "2026-11-02",
            "2026-11-22T18:00",
            "2026-11-23",
        ),
        (
            "FREQ=DAILY",
            "2026-11-01T09:00",
            "2026-11-22T18:00",
            "2026-11-23T09:00",
        ),
        (
            "FREQ=DAILY",
            "2026-11-01T19:00",
            "2026-11-22T18:00",
            "2026-11-22T19:00",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2",
            "2020-01-06",
            "2026-11-22T18:00",
            "2026-11-30",
        ),
        (
            "FREQ=MONTHLY;INTERVAL=5",
            "1970-01-31",
            "2026-11-22T18:00",
            "2027-07-31",
        ),
        (
            "FREQ=YEARLY;INTERVAL=4",
            "1972-02-29",
            "2026-11-22T18:00",
            "2028-02-29",
        ),
        (
            "FREQ=HOURLY;INTERVAL=5",
            "1970-01-01T00:00",
            "2026-11-22T18:00",
            "2026-11-22T19:00",
        ),
    ] {
        let next = rule(text).next(&due(first), moment(now), ZONE);
        assert_eq!(
            next.map(|(next, _)| shown(&next)).as_deref(),
            Some(expected),
            "{text} from {first}"
        );
    }
}

#[test]
fn a_time_that_the_clocks_leave_out_once_is_come_back_to() {
    for (text, expected) in [
        (
            "FREQ=DAILY",
            ["2026-03-29T03:30", "2026-03-30T02:30", "2026-03-31T02:30"],
        ),
        (
            "FREQ=WEEKLY",
            ["2026-03-29T03:30", "2026-04-05T02:30", "2026-04-12T02:30"],
        ),
        (
            "FREQ=DAILY;COUNT=9",
            ["2026-03-29T03:30", "2026-03-30T02:30", "2026-03-31T02:30"],
        ),
    ] {
        let first = if text == "FREQ=WEEKLY" {
            "2026-03-22T02:30"
        } else {
            "2026-03-28T02:30"
        };
        follows(text, first, &expected);
    }
    let every = Recurrence::stored("FREQ=DAILY".into(), true);
    let (next, every) = every
        .next(&due("2026-03-28T02:30"), moment("2026-03-28T09:00"), ZONE)
        .unwrap();
    assert_eq!(shown(&next), "2026-03-29T03:30");
    let (next, _) = every.next(&next, moment("2026-03-29T09:00"), ZONE).unwrap();
    assert_eq!(shown(&next), "2026-03-30T02:30");
}

#[test]
fn what_the_clocks_leave_alone_is_not_written_into_the_rule() {
    let (_, daily) = rule("FREQ=DAILY")
        .next(&due("2026-03-28T04:30"), moment("2026-03-28T09:00"), ZONE)
        .unwrap();
    assert_eq!(daily.rule(), "FREQ=DAILY");
    let (_, hourly) = rule("FREQ=HOURLY;INTERVAL=24")
        .next(&due("2026-03-28T02:30"), moment("2026-03-28T09:00"), ZONE)
        .unwrap();
    assert_eq!(hourly.rule(), "FREQ=HOURLY;INTERVAL=24");
}

#[test]
fn a_task_done_early_gets_the_date_after_the_one_that_was_due() {
    let next = rule("FREQ=WEEKLY").next(&due("2026-12-01"), moment("2026-11-22T09:00"), ZONE);
    assert_eq!(shown(&next.unwrap().0), "2026-12-08");
}

#[test]
fn after_completion_counts_from_that_day() {
    for (text, first, now, expected) in [
        (
            "FREQ=DAILY;INTERVAL=3",
            "2026-11-01",
            "2026-11-22T18:00",
            "2026-11-25",
        ),
        (
            "FREQ=DAILY;INTERVAL=3",
            "2026-11-25",
            "2026-11-22T18:00",
            "2026-11-28",
        ),
        (
            "FREQ=DAILY;INTERVAL=3",
            "2026-11-01T09:00",
            "2026-11-22T18:00",
            "2026-11-25T09:00",
        ),
        (
            "FREQ=DAILY;BYHOUR=9;BYMINUTE=0",
            "2026-11-22T09:00",
            "2026-11-22T08:00",
            "2026-11-23T09:00",
        ),
        (
            "FREQ=WEEKLY;BYDAY=MO",
            "2026-11-16",
            "2026-11-23T18:00",
            "2026-11-30",
        ),
        (
            "FREQ=MONTHLY",
            "2026-01-05",
            "2026-01-31T18:00",
            "2026-02-28",
        ),
        (
            "FREQ=HOURLY;INTERVAL=12",
            "2026-11-22T08:00",
            "2026-11-22T09:10",
            "2026-11-22T21:10",
        ),
    ] {
        let every = Recurrence::stored(text.into(), true);
        let next = every.next(&due(first), moment(now), ZONE);
        assert_eq!(
            next.map(|(next, _)| shown(&next)).as_deref(),
            Some(expected),
            "{text} from {first}"
        );
    }
}

#[test]
fn a_series_ends_with_the_calendar() {
    follows("FREQ=DAILY", "9999-12-30", &["9999-12-31"]);
    assert_eq!(series(&rule("FREQ=DAILY"), "9999-12-31", 1), [""; 0]);
}

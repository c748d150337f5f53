//! Texts that are no date, or not surely one.

use super::zurich;
use crate::language::dates::{Finder, UnclearDate, parse, prefix};
use crate::language::tokens::tokens;

pub(super) fn refused(texts: &[&str]) {
    for text in texts {
        let read = parse(text, &zurich());
        assert!(
            matches!(read, Err(UnclearDate::NotUnderstood(_))),
            "{text}: {read:?}"
        );
    }
}

#[test]
fn other_words_are_no_date() {
    refused(&[
        "",
        " ",
        ".",
        ",",
        "-",
        "milk",
        "buy milk",
        "may",
        "march",
        "mar",
        "june",
        "december",
        "second",
        "minute",
        "day",
        "days",
        "week",
        "month",
        "year",
        "the",
        "at",
        "on",
        "in",
        "next",
        "last",
        "this",
        "someday",
        "sometime",
        "soon",
        "later",
        "asap",
        "never",
        "whenever",
        "maybe",
        "eventually",
        "tba",
        "someday next week",
        "second floor",
        "the second floor",
        "sun screen",
        "march for science",
        "May the 4th party",
        "tomorrow's",
        "tomorrow never dies",
        "friday-ish",
        "today.com",
        "noonish",
        "5ish",
        "p1",
        "#42",
        "@5pm@",
        "monday!milk",
        "a",
        "one",
        "five",
        "5",
        "12",
        "17",
        "2027",
        "1984",
        "1.5",
        "1.12",
        "1.12.3",
        "100",
        "10k",
        "$5",
        "5%",
        "5 euros",
        "1/2 cup",
        "24/7",
        "3:2",
        "10-12",
        "1-2-3",
        "12-1",
        "555-1234",
        "1/2/3/4",
        "v1.2.3",
    ]);
}

#[test]
fn what_may_mean_several_days_is_no_date() {
    refused(&[
        "this week",
        "this month",
        "this year",
        "later this week",
        "early next week",
        "next few days",
        "a few days",
        "in a few days",
        "in some weeks",
        "3 days",
        "2 weeks",
        "an hour",
        "90 minutes",
        "in 5",
        "in november",
        "summer",
        "next summer",
        "spring",
        "mother's day",
        "father's day",
        "monday after next",
        "the friday after next",
        "the week before christmas",
        "week of december 7",
        "monday or tuesday",
        "monday to friday",
        "monday-friday",
        "mon, wed and fri",
        "every day",
        "daily",
        "weekdays",
        "mondays",
        "5-6pm",
        "5pm-6pm",
        "from 5 to 6",
        "13:00-14:00",
        "9 to 5",
        "5 to 10",
        "sept 12-13",
        "nov 27 - 29",
        "after friday",
        "after 5pm",
        "since monday",
        "not friday",
        "not today",
        "any day but friday",
        "tomorrow at midnight",
        "friday midnight",
        "tonight at 2",
        "half three",
        "17h",
        "tomorrow 5",
        "friday 5",
        "at 5 30",
        "4pm EST",
        "9am CET",
        "5pm somewhere",
        "in 1.5 days",
        "in half a week",
        "in half a month",
        "fortnight",
        "tuesday next month",
        "friday next year",
        "tuesday in december",
        "friday january 2027",
        "following friday",
        "tomorrow 5h",
        "tuesday 2026-12",
        "sometime next week",
        "november 2026",
        "2026-11",
        "this sunday",
        "friday in two weeks",
        "friday this week",
        "monday of this week",
        "this quarter",
        "q4",
        "in q4",
        "early december",
        "late march",
        "early tomorrow",
        "late tonight",
        "first week of december",
        "next christmas",
        "9 tomorrow",
        "at 730",
        "an hour before 5",
        "before friday",
        "before christmas",
        "before the 10th",
        "due before 6pm",
        "by before 2027",
        "tomorrow before noon",
        "12 hours before 5pm 6pm",
        "in 1984",
        "labor day weekend",
        "labour day",
        "election day",
        "week 50",
        "end of winter",
        "dec 1 26",
        "2-15",
        "10-31-74",
        "10:00 - 11:00",
        "all week",
        "rest of the week",
        "dinner time",
        "after lunch",
        "around christmas time",
        "on my birthday",
        "payday",
        "until further notice",
        "one of these days",
        "some day next month",
        "every monday",
        "each friday at 5",
        "between monday and friday",
        "weekly",
        "monthly on the 5th",
        "tomorrow or friday",
        "tomorrow and friday",
        "if it rains",
    ]);
}

#[test]
fn impossible_dates_are_refused() {
    refused(&[
        "feb 30",
        "30 february",
        "february 31st",
        "29 feb 2027",
        "feb 29 2027",
        "april 31",
        "31 june",
        "the 32nd",
        "the 45th",
        "the 0th",
        "32 december",
        "november 0",
        "13/13",
        "12/40",
        "40/12",
        "0/5",
        "2/30",
        "30/2/2027",
        "13/13/2026",
        "2026-13-01",
        "2026-02-30",
        "2026-00-10",
        "2026-1-0",
        "20261301",
        "99/99/9999",
        "31.11.2026",
        "0.0.2026",
        "24:00",
        "25:00",
        "12:60",
        "17:30:61",
        "13pm",
        "0pm",
        "17pm",
        "17:30pm",
        "13 o'clock",
        "0 o'clock",
        "at 25",
        "at 24",
        "2500 hours",
        "at 2400",
        "half past 13 o'clock",
        "5pm in the morning",
        "9am tonight",
        "tomorrow evening at 9am",
        "fifth friday of february 2027",
        "6th monday of december",
        "2026-12-01T25:00",
        "in 99999999999 days",
        "in 4000000000 years",
        "99999999999 weeks ago",
    ]);
}

#[test]
fn contradictions_are_refused() {
    refused(&[
        "monday 2026-12-01",
        "friday nov 28",
        "friday, 28 november 2026",
        "27 nov 2026, thursday",
        "thu the 1st",
        "monday the 5th",
        "tomorrow friday",
        "today monday",
        "monday tuesday",
        "monday next friday",
        "today tomorrow",
        "tomorrow yesterday",
        "5pm 6pm",
        "noon midnight",
        "5pm noon",
        "nov 27 nov 28",
        "in 2 hours at 5pm",
        "now tomorrow",
        "nov 27 2026 2027",
        "tomorrow morning evening",
        "christmas tomorrow",
        "wed aug 05 12:00:00 2016",
    ]);
}

#[test]
fn no_part_of_what_is_unclear_is_a_date_in_a_title() {
    for (text, words) in [
        ("feb 30", 2),
        ("monday 2026-12-01 report", 6),
        ("tomorrow at midnight", 3),
        ("tonight at 2", 3),
        ("tomorrow evening at 9am", 4),
        ("friday nov 28", 3),
        ("13:00-14:00 lunch", 7),
        ("5pm-6pm", 3),
        ("monday-friday", 3),
        ("today.com is down", 3),
    ] {
        let tokens = tokens(text);
        assert_eq!(prefix(&tokens, &zurich()), None, "{text}");
        assert_eq!(
            Finder::new(&tokens, &zurich()).attempt(0),
            Some((None, words)),
            "{text}"
        );
    }
    for text in ["tomorrow", "milk", "may", "at 5 Main Street"] {
        let read = Finder::new(&tokens(text), &zurich()).attempt(0);
        assert!(!matches!(read, Some((None, _))), "{text}");
    }
}

#[test]
fn dates_out_of_range_are_refused_by_name_of_the_limit() {
    for text in [
        "1969-12-31",
        "in 10000 years",
        "100 years ago",
        "dec 31 1969",
        "1/1/1969",
        "1066-10-14",
    ] {
        let error = parse(text, &zurich()).unwrap_err().to_string();
        assert_eq!(
            error, "Dates must be from 1970-01-01 to 9999-12-31",
            "{text}"
        );
    }
}

#[test]
fn an_error_repeats_the_text_and_shows_examples_that_are_understood() {
    let error = parse("the twelfth of never", &zurich())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "Could not read \"the twelfth of never\" as a date; for example: tomorrow 5pm, next friday, \
         2026-12-01"
    );
    let (_, examples) = error.split_once("for example: ").unwrap();
    for example in examples.split(", ") {
        assert!(parse(example, &zurich()).is_ok(), "{example}");
    }
}

#[test]
fn a_long_text_is_refused_and_repeated_in_part() {
    let error = parse(&"tomorrow ".repeat(1000), &zurich())
        .unwrap_err()
        .to_string();
    assert!(error.len() < 200, "{error}");
    assert!(
        error.contains("tomorrow tomorrow…") || error.contains('…'),
        "{error}"
    );
}

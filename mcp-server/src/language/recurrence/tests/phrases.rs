//! Phrases that are understood.

use super::*;
use crate::language::{dates, tokens::tokens};

/// Phrase, rule and first date. `@night` is the hour of that part of the day, `*` any date.
fn table() -> Vec<(&'static str, String, &'static str)> {
    let lines = include_str!("phrases.txt").lines();
    let told = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    told.map(|line| {
        let mut cells = line.split('|').map(str::trim);
        let mut next = || cells.next().unwrap();
        (next(), with_hours(next()), next())
    })
    .collect()
}

fn with_hours(rule: &str) -> String {
    let parts = [
        ("@morning", "in the morning"),
        ("@afternoon", "in the afternoon"),
        ("@evening", "in the evening"),
        ("@night", "at night"),
    ];
    parts.iter().fold(rule.into(), |rule, (part, said)| {
        if !rule.contains(part) {
            return rule;
        }
        let (time, _) = dates::time_prefix(&tokens(said), &here()).unwrap();
        rule.replace(part, &time.format("%-H").to_string())
    })
}

#[test]
fn phrases_mean_what_people_mean() {
    let mut wrong = Vec::new();
    for (phrase, expected, first) in table() {
        let read = match parse(phrase, &here()) {
            Ok(repeat) => (rule(&repeat.recurrence), shown(&repeat.first)),
            Err(error) => (error.to_string(), String::new()),
        };
        if read.0 != expected || (first != "*" && read.1 != first) {
            wrong.push(format!(
                "{phrase}: {} | {}, not {expected} | {first}",
                read.0, read.1
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        table().len(),
        wrong.join("\n")
    );
    assert!(table().len() >= 250);
}

#[test]
fn what_phrases_mean_is_shown_in_words_that_mean_the_same() {
    for (phrase, expected, _) in table() {
        let Ok(repeat) = parse(phrase, &here()) else {
            panic!("{phrase}: {expected}");
        };
        let words = display(&repeat.recurrence);
        let again = parse(&words, &here()).map(|repeat| repeat.recurrence);
        assert_eq!(again, Ok(repeat.recurrence), "{phrase} is shown as {words}");
    }
}

#[test]
fn a_prefix_ends_where_the_repetition_ends() {
    for (text, taken, expected) in [
        ("every monday call mom", 2, "WEEKLY;BYDAY=MO"),
        ("every monday, call mom", 2, "WEEKLY;BYDAY=MO"),
        ("every 1st p1 #Home", 2, "MONTHLY;BYMONTHDAY=1"),
        ("every day at 9am with Bob", 4, "DAILY;BYHOUR=9;BYMINUTE=0"),
        ("every 3 days for Bob", 3, "DAILY;INTERVAL=3"),
        ("every last friday of nothing", 3, "MONTHLY;BYDAY=-1FR"),
    ] {
        let (repeat, read) = prefix(&tokens(text), &here()).unwrap();
        assert_eq!(
            (rule(&repeat.recurrence).as_str(), read),
            (expected, taken),
            "{text}"
        );
    }
    for text in [
        "monday",
        "3 days",
        "call every monday",
        "every",
        "every one",
        "the last friday",
    ] {
        assert_eq!(prefix(&tokens(text), &here()), None, "{text}");
    }
}

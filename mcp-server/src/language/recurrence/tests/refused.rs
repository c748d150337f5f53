//! What is not understood.

use super::*;

#[test]
fn what_does_not_say_how_a_task_repeats_is_refused_with_examples() {
    for text in [
        "",
        "every",
        "every!",
        "tomorrow",
        "sometimes",
        "often",
        "every now and then",
        "every 0 days",
        "every -1 days",
        "every 3",
        "every minute",
        "every 5 minutes",
        "every second",
        "twice a week",
        "3 times a day",
        "every day at 25:00",
        "every day at 9am and 5:30pm",
        "every 32nd",
        "every 0th",
        "every march 32",
        "every feb 30",
        "every 6th monday",
        "every 29th and 31st",
        "every blue moon",
        "every day until",
        "every day until nonsense",
        "every day for",
        "every day and more",
        "every 1001 days",
        "every 101 years",
        "every 99999999999 days",
        "every monday every month",
        "not every day",
        "every day until june until july",
        "every day except every day",
        "every 5.5 days",
        "every 3 workdays",
        "every other weekday",
        "every jan 29 and feb 28",
    ] {
        let error = parse(text, &here())
            .map(|repeat| rule(&repeat.recurrence))
            .unwrap_err();
        let words = error.to_string();
        assert!(
            words.ends_with("every day at 9am, every 2 weeks on monday, every last friday"),
            "{text}: {words}"
        );
    }
}

#[test]
fn a_rule_is_refused_with_the_reason() {
    let error = parse("FREQ=DAILY;INTERVAL=0", &here())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "Could not read the recurrence rule: INTERVAL cannot be \"0\"; it takes a number from 1 to 1,000"
    );
}

#[test]
fn a_series_that_is_over_before_it_begins_is_refused() {
    let error = parse("every monday until 2026-11-22", &here()).unwrap_err();
    assert_eq!(
        error,
        UnclearRepeat::Ended("every monday until 2026-11-22".into())
    );
}

//! What holds for every text and every rule.

use proptest::prelude::*;

use super::*;
use crate::language::{
    recurrence::{may_occur, prefix},
    tokens::tokens,
};

/// Words that repetitions are made of, in any order.
fn jumbles() -> impl Strategy<Value = String> {
    let words: Vec<&str> = include_str!("phrases.txt").split_whitespace().collect();
    prop::collection::vec(prop::sample::select(words), 0..10).prop_map(|words| words.join(" "))
}

fn rules() -> impl Strategy<Value = String> {
    let days = prop::sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 1..=7);
    let base = prop_oneof![
        prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"])
            .prop_map(str::to_owned),
        days.prop_map(|days| format!("WEEKLY;BYDAY={}", days.join(","))),
        prop::collection::vec(1..=31u8, 1..4)
            .prop_map(|days| format!("MONTHLY;BYMONTHDAY={}", join(&days))),
        (1..=5u8, 1..=5u8).prop_map(|(a, b)| format!("MONTHLY;BYDAY={a}TU,{b}TU")),
        (1..=4u8).prop_map(|nth| format!("MONTHLY;BYDAY=-{nth}TU,-{nth}SU")),
        (1..=4i8).prop_map(|at| format!("MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={at},-{at}")),
        (29..=31u8).prop_map(|last| format!(
            "MONTHLY;BYMONTHDAY=28,{};BYSETPOS=-1",
            join(&(29..=last).collect::<Vec<_>>())
        )),
        (1..=12u8, 1..=31u8)
            .prop_map(|(month, day)| format!("YEARLY;BYMONTH={month};BYMONTHDAY={day}")),
        (1..=12u8, 1..=5u8)
            .prop_map(|(month, nth)| format!("YEARLY;BYMONTH={month};BYDAY={nth}FR")),
        (1..=366u16).prop_map(|day| format!("YEARLY;BYYEARDAY={day}")),
    ];
    let tail = |part: &'static str, range: std::ops::Range<u16>| {
        prop::option::of(range)
            .prop_map(move |n| n.map_or(String::new(), |n| format!(";{part}={n}")))
    };
    let time = prop::option::of((0..24u8, 0..60u8))
        .prop_map(|time| time.map_or(String::new(), |(h, m)| format!(";BYHOUR={h};BYMINUTE={m}")));
    (base, tail("INTERVAL", 1..90), tail("COUNT", 1..900), time)
        .prop_map(|(base, interval, count, time)| format!("FREQ={base}{interval}{count}{time}"))
}

fn join(numbers: &[u8]) -> String {
    let texts: Vec<String> = numbers.iter().map(u8::to_string).collect();
    texts.join(",")
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(text in "\\PC*", jumble in jumbles()) {
        let _ = parse(&text, &here());
        let _ = parse(&format!("every {text}"), &here());
        let _ = parse(&jumble, &here());
    }

    #[test]
    fn no_repetition_is_where_none_may_occur(jumble in jumbles()) {
        let tokens = tokens(&jumble);
        for at in 0..tokens.len() {
            let read = prefix(&tokens[at..], &here());
            prop_assert!(read.is_none() || may_occur(&tokens), "{}", jumble);
        }
    }

    #[test]
    fn what_is_shown_reads_as_the_same_rule(text in rules(), from_completion: bool) {
        let Ok(recurrence) = Recurrence::parse_rule(&text) else { return Ok(()) };
        let recurrence = Recurrence::stored(recurrence.rule().into(), from_completion);
        let words = display(&recurrence);
        prop_assert_eq!(parse(&words, &here()).map(|repeat| repeat.recurrence), Ok(recurrence), "{}", words);
    }

    #[test]
    fn what_is_understood_has_a_first_date_to_come_and_reads_the_same_when_shown(jumble in jumbles()) {
        let Ok(repeat) = parse(&format!("every {jumble}"), &here()) else { return Ok(()) };
        match repeat.first {
            Due::Date(day) => prop_assert!(day >= here().local().date()),
            Due::At { at, .. } => prop_assert!(at >= here().now),
        }
        let words = display(&repeat.recurrence);
        let again = parse(&words, &here()).map(|repeat| repeat.recurrence);
        prop_assert_eq!(again, Ok(repeat.recurrence), "{}", words);
    }
}

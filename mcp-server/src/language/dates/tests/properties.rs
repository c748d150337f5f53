//! What holds of any text and any date.

use chrono::DateTime;
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;

use super::here_at;
use crate::domain::Due;
use crate::language::dates::words::{LEADS, MONTHS, UNITS, WEEKDAYS};
use crate::language::dates::{Finder, When, display, parse, prefix, time_prefix};
use crate::language::tokens::tokens;
use crate::language::{DateOrder, Here};

fn zone() -> impl Strategy<Value = Tz> {
    (0..TZ_VARIANTS.len()).prop_map(|index| TZ_VARIANTS[index])
}

/// Any place, at any moment from 1971 to 9998.
fn here() -> impl Strategy<Value = Here> {
    let order = prop_oneof![Just(DateOrder::MonthFirst), Just(DateOrder::DayFirst)];
    (moment(), zone(), order).prop_map(|(now, zone, order)| Here {
        now: DateTime::from_timestamp(now, 0).unwrap(),
        zone,
        order,
    })
}

fn moment() -> impl Strategy<Value = i64> {
    // As often in the years of all the changes of clocks as in any.
    prop_oneof![
        31_536_000_i64..2_500_000_000,
        31_536_000_i64..253_370_764_800
    ]
}

/// Texts of the words that dates are made of, in no order.
fn jumble() -> impl Strategy<Value = String> {
    let words: Vec<String> = [WEEKDAYS.iter().map(|(word, _)| *word).collect::<Vec<_>>()]
        .into_iter()
        .chain([MONTHS.iter().map(|(word, _)| *word).collect()])
        .chain([UNITS.iter().map(|(word, _)| *word).collect()])
        .chain([LEADS.to_vec()])
        .chain([vec![
            "next",
            "last",
            "this",
            "of",
            "the",
            "in",
            "a",
            "an",
            "half",
            "past",
            "to",
            "quarter",
            "first",
            "second",
            "end",
            "beginning",
            "from",
            "now",
            "ago",
            "after",
            "before",
            "today",
            "tomorrow",
            "tonight",
            "noon",
            "midnight",
            "morning",
            "evening",
            "christmas",
            "easter",
            "mid",
            "weekend",
            "couple",
            "and",
            "5",
            "12",
            "13",
            "31",
            "2027",
            "5pm",
            "17:30",
            "3rd",
            "12/1",
            "2026-12-01",
            "1.12.2026",
            ",",
            "-",
            ".",
            "'26",
            "one",
            "twenty",
            "may",
            "utc",
            "+",
            "T17:00",
            "20261201",
            "99999999999",
            "0",
            "1h30m",
            "+02:00",
            "o'clock",
            "p.m.",
        ]])
        .flatten()
        .map(str::to_owned)
        .collect();
    let joints = prop_oneof![4 => Just(" "), 1 => Just(""), 1 => Just("-"), 1 => Just(", ")];
    let word = (proptest::sample::select(words), joints);
    proptest::collection::vec(word, 1..9).prop_map(|words| {
        words
            .iter()
            .flat_map(|(word, joint)| [word.as_str(), joint])
            .collect()
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![jumble(), any::<String>(), "[a-z0-9:./ ,'-]{0,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_much(text in text(), here in here()) {
        let _ = parse(&text, &here);
        let tokens = tokens(&text);
        for at in 0..tokens.len() {
            for taken in [
                prefix(&tokens[at..], &here).map(|(_, taken)| taken),
                time_prefix(&tokens[at..], &here).map(|(_, taken)| taken),
            ].into_iter().flatten() {
                prop_assert!((1..=tokens.len() - at).contains(&taken));
            }
        }
    }

    #[test]
    fn what_was_read_at_one_token_changes_nothing_at_the_next(text in text(), here in here()) {
        let tokens = tokens(&text);
        let finder = Finder::new(&tokens, &here);
        for at in 0..tokens.len() {
            let alone = Finder::new(&tokens[at..], &here).attempt(0);
            prop_assert_eq!(finder.attempt(at), alone);
        }
    }

    #[test]
    fn tokens_are_what_stands_in_the_text_in_order(text in any::<String>()) {
        let mut last = 0;
        for token in tokens(&text) {
            prop_assert!(token.start >= last && token.end > token.start);
            prop_assert_eq!(text.get(token.start..token.end), Some(token.text));
            last = token.end;
        }
    }

    #[test]
    fn a_text_that_is_a_date_from_its_first_word_to_its_last_is_that_date(
        text in text(), here in here(),
    ) {
        let tokens = tokens(&text);
        if let Some((when, taken)) = prefix(&tokens, &here)
            && taken == tokens.len()
            && text.len() <= 200
        {
            prop_assert_eq!(parse(&text, &here).ok(), when.due(&here).ok());
        }
    }

    #[test]
    fn what_is_shown_of_a_moment_means_it(at in moment(), here in here()) {
        let at = DateTime::from_timestamp(at, 0).unwrap();
        let due = Due::At { at, zone: here.zone };
        let shown = display(&due, &here);
        prop_assert_eq!(parse(&shown, &here), Ok(due), "{}", shown);
    }

    #[test]
    fn what_is_shown_of_a_day_means_it(days in 719_163..3_652_059_i32, here in here()) {
        let date = chrono::NaiveDate::from_num_days_from_ce_opt(days).unwrap();
        let shown = display(&Due::Date(date), &here);
        prop_assert_eq!(parse(&shown, &here), Ok(Due::Date(date)), "{}", shown);
    }

    #[test]
    fn what_is_shown_of_the_days_around_a_change_of_clocks_means_it(
        at in 0_i64..2_500_000_000, zone in zone(),
    ) {
        // The hours before and after the next change of the clocks there.
        let here = here_at("2026-11-22T14:00:00Z", zone, DateOrder::MonthFirst);
        let offset = |at: i64| {
            use chrono::Offset as _;
            let there = DateTime::from_timestamp(at, 0).unwrap().with_timezone(&zone);
            there.offset().fix().local_minus_utc()
        };
        let change = (0..400).map(|day| at + day * 86_400).find(|day| offset(*day) != offset(day + 86_400));
        for minutes in change.into_iter().flat_map(|day| (0..96).map(move |quarter| day + quarter * 900)) {
            let at = DateTime::from_timestamp(minutes + 86_400, 0).unwrap();
            let due = Due::At { at, zone };
            let shown = display(&due, &here);
            prop_assert_eq!(parse(&shown, &here), Ok(due), "{}", shown);
        }
    }

    #[test]
    fn a_weekday_is_one_of_the_next_seven_days(here in here(), index in 0..WEEKDAYS.len()) {
        let (word, weekday) = WEEKDAYS[index];
        let Ok(Due::Date(date)) = parse(word, &here) else { panic!("{word}") };
        let days = (date - here.local().date()).num_days();
        prop_assert_eq!(chrono::Datelike::weekday(&date), weekday);
        prop_assert!((1..=7).contains(&days));
    }

    #[test]
    fn a_time_is_in_the_next_day(here in here(), hour in 0..24_u32, minute in 0..60_u32) {
        let tokens_of = format!("{hour:02}:{minute:02}");
        let tokens = tokens(&tokens_of);
        let (when, taken) = prefix(&tokens, &here).unwrap();
        prop_assert_eq!(taken, tokens.len());
        prop_assert!(matches!(when, When::Time(_)));
        let Ok(Due::At { at, .. }) = when.due(&here) else { panic!("{tokens_of}") };
        let wait = (at - here.now).num_hours();
        // Days on which clocks change, or which islands skip, are longer.
        prop_assert!((0..=49).contains(&wait), "{}", wait);
    }
}

//! What holds for every rule.

use proptest::prelude::*;

use super::*;

/// Parts of rules, most of which go together.
fn texts() -> impl Strategy<Value = String> {
    let frequency = prop::sample::select(vec!["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]);
    let part = prop_oneof![
        (1..=12u8).prop_map(|n| format!(";BYMONTH={n}")),
        (1..=31u8).prop_map(|n| format!(";BYMONTHDAY={n},-{n}")),
        (1..=5u8).prop_map(|n| format!(";BYDAY={n}TU,-{n}SU")),
        Just(";BYDAY=MO,WE,FR".to_owned()),
        Just(";BYDAY=SA,SU".to_owned()),
        (1..=2u8).prop_map(|n| format!(";BYSETPOS=-{n},{n}")),
        (0..=23u8).prop_map(|n| format!(";BYHOUR={n}")),
        (1..=53u8).prop_map(|n| format!(";BYWEEKNO={n}")),
        (1..=366u16).prop_map(|n| format!(";BYYEARDAY={n}")),
        (1..=30u16).prop_map(|n| format!(";INTERVAL={n}")),
    ];
    (frequency, prop::collection::vec(part, 0..4))
        .prop_map(|(frequency, parts)| format!("FREQ={frequency}{}", parts.concat()))
}

fn dues() -> impl Strategy<Value = Due> {
    let day = (0..80_000i64)
        .prop_map(|days| chrono::NaiveDate::default() + chrono::TimeDelta::days(days));
    (day, prop::option::of(0..1_440u32)).prop_map(|(day, minute)| match minute {
        Some(minute) => {
            Due::local(day.and_hms_opt(minute / 60, minute % 60, 0).unwrap(), ZONE).unwrap()
        }
        None => Due::date(day).unwrap(),
    })
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(text in "\\PC*") {
        let _ = Recurrence::parse_rule(&text);
        let _ = Recurrence::parse_rule(&format!("FREQ=DAILY;{text}"));
        let _ = Recurrence::parse_rule(&format!("FREQ=YEARLY;BYDAY={text}"));
    }

    #[test]
    fn what_is_stored_reads_the_same(text in texts()) {
        if let Ok(rule) = Recurrence::parse_rule(&text) {
            prop_assert_eq!(Recurrence::parse_rule(rule.rule()).unwrap(), rule);
        }
    }

    #[test]
    fn the_next_date_is_later_and_has_not_passed(
        text in texts(), due in dues(), late in -1_000..20_000i64, from_completion: bool,
    ) {
        let Ok(rule) = Recurrence::parse_rule(&text) else { return Ok(()) };
        let rule = Recurrence::stored(rule.rule().into(), from_completion);
        let now = due.wall().and_utc() + chrono::TimeDelta::hours(late);
        if let Some((next, _)) = rule.next(&due, now, ZONE) {
            match (next, due) {
                (Due::At { at, .. }, Due::At { at: before, .. }) => prop_assert!(at > before && at >= now),
                (Due::At { at, .. }, Due::Date(before)) => prop_assert!(next.day() > before && at >= now),
                _ => prop_assert!(next.day() > due.day() && next.day() >= now.with_timezone(&ZONE).date_naive()),
            }
        }
    }

    /// Dates one by one are those that the crate gives for the rule as it was written. (Left out
    /// are intervals with days, which another start gives another rhythm, and weeks without days,
    /// of which the crate takes the whole week.)
    #[test]
    fn completing_in_time_walks_the_series_of_the_crate(text in texts(), due in dues()) {
        let Ok(rule) = Recurrence::parse_rule(&text) else { return Ok(()) };
        prop_assume!(!text.contains("INTERVAL") || !text.contains("BY"));
        prop_assume!(!text.contains("BYWEEKNO") || text.contains("BYDAY"));
        let first = match series(&rule, &shown(&due), 1).pop() {
            Some(first) => first,
            None => return Ok(()),
        };
        let start = super::due(&first);
        prop_assume!(matches!(start, Due::Date(_)));
        let begin = start.wall().and_local_timezone(rrule::Tz::UTC).unwrap();
        let of_crate: rrule::RRule<rrule::Unvalidated> = rule.rule().parse().unwrap();
        let expected: Vec<String> = (&of_crate.build(begin).unwrap().limit())
            .into_iter()
            .skip(1)
            .take(5)
            .map(|date| date.date_naive().to_string())
            .collect();
        prop_assert_eq!(series(&rule, &first, expected.len()), expected);
    }
}

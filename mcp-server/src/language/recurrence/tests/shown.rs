//! Rules in words.

use super::*;

fn words(rule: &str) -> String {
    display(&Recurrence::parse_rule(rule).unwrap())
}

#[test]
fn rules_are_shown_in_words() {
    for (rule, expected) in [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "every 3 days for 5 times"),
        (
            "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30",
            "every day at 9:30am and 5:30pm",
        ),
        ("FREQ=HOURLY;INTERVAL=12", "every 12 hours"),
        (
            "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=9;BYMINUTE=0",
            "every Monday, Wednesday and Friday at 9am",
        ),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "every weekend"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            "every 2 weeks on Tuesday",
        ),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "every month on the 15th"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "every month on the 31st",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=3FR", "every month on the 3rd Friday"),
        (
            "FREQ=MONTHLY;BYDAY=2TU,4TU",
            "every month on the 2nd and 4th Tuesday",
        ),
        (
            "FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2",
            "every 2 months on the last Friday",
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            "every month on the 1st weekday",
        ),
        ("FREQ=YEARLY;UNTIL=20301231", "every year until 2030-12-31"),
        (
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5",
            "every year on March 5",
        ),
        (
            "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            "every year on the 4th Thursday of November",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
            "every year on February 29",
        ),
        ("FREQ=WEEKLY;BYMONTH=1;BYDAY=MO", "every Monday in January"),
    ] {
        assert_eq!(words(rule), expected);
    }
}

#[test]
fn a_rule_that_has_no_words_is_shown_as_it_is() {
    for rule in [
        // In words it would keep to the last day of short months.
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=DAILY;UNTIL=20271231T170000Z",
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=DAILY;BYHOUR=9",
    ] {
        assert_eq!(words(rule), rule);
    }
    let from_completion = Recurrence::stored("FREQ=YEARLY;BYYEARDAY=100".into(), true);
    assert_eq!(
        display(&from_completion),
        "every! FREQ=YEARLY;BYYEARDAY=100"
    );
}

#[test]
fn from_completion_is_marked() {
    let rule = Recurrence::stored("FREQ=DAILY;INTERVAL=3".into(), true);
    assert_eq!(display(&rule), "every! 3 days");
}

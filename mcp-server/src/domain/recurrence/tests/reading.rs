//! Rules from text.

use super::*;

#[test]
fn rules_are_stored_in_one_form() {
    for (text, stored) in [
        ("freq=weekly;byday=fr,mo,fr", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("RRULE:FREQ=DAILY;INTERVAL=1;", "FREQ=DAILY"),
        (
            " rrule:FREQ=MONTHLY;BYDAY=+1MO,-1FR ",
            "FREQ=MONTHLY;BYDAY=-1FR,1MO",
        ),
        ("FREQ=WEEKLY;WKST=SU;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        (
            "FREQ=WEEKLY;WKST=SU;BYDAY=MO;INTERVAL=2",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU",
        ),
        ("FREQ=DAILY;COUNT=05", "FREQ=DAILY;COUNT=5"),
        (
            "FREQ=DAILY;UNTIL=20271231t170000z",
            "FREQ=DAILY;UNTIL=20271231T170000Z",
        ),
        (
            "FREQ=DAILY;BYSECOND=0;BYMINUTE=30;BYHOUR=9",
            "FREQ=DAILY;BYHOUR=9;BYMINUTE=30",
        ),
        (
            "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        ),
    ] {
        assert_eq!(rule(text).rule(), stored, "{text}");
        assert_eq!(rule(stored).rule(), stored);
    }
}

#[test]
fn what_cannot_be_a_rule_is_refused_with_the_part() {
    for (text, says) in [
        ("", "not a part"),
        ("daily", "not a part"),
        ("INTERVAL=2;FREQ=DAILY", "begins with FREQ"),
        ("FREQ=DAILY;FREQ=DAILY", "not a part"),
        ("FREQ=DAILY;INTERVAL=2;INTERVAL=2", "each part once"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20271231", "each part once"),
        (
            "FREQ=SECONDLY",
            "FREQ cannot be \"SECONDLY\"; it takes YEARLY",
        ),
        ("FREQ=DAILY;INTERVAL=0", "from 1 to 1,000"),
        ("FREQ=DAILY;INTERVAL=1001", "from 1 to 1,000"),
        ("FREQ=YEARLY;INTERVAL=101", "at most 100"),
        ("FREQ=DAILY;UNTIL=20270230", "UNTIL cannot be"),
        ("FREQ=WEEKLY;BYDAY=XMO", "BYDAY cannot be"),
        ("FREQ=WEEKLY;BYDAY=é", "BYDAY cannot be"),
        ("FREQ=WEEKLY;BYDAY=1MO", "does not go with"),
        ("FREQ=MONTHLY;BYDAY=MO,2TU", "either all"),
        ("FREQ=MONTHLY;BYDAY=6MO", "from -4 to 5"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go"),
        ("FREQ=DAILY;BYWEEKNO=1", "BYWEEKNO does not go"),
        ("FREQ=DAILY;BYSECOND=30", "whole minutes"),
        ("FREQ=MONTHLY;BYSETPOS=1", "chooses among"),
        ("FREQ=DAILY;X-EVERY=1", "not a part"),
    ] {
        let error = Recurrence::parse_rule(text).unwrap_err().to_string();
        assert!(error.contains(says), "{text}: {error}");
    }
}

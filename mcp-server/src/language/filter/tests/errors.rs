//! What is said of what is no filter.

use super::{super::parse, here};

const ERRORS: &[(&str, usize, &str)] = &[
    ("created", 8, "A date is missing, as in due before friday"),
    ("", 1, "A condition is missing at the end"),
    ("   ", 1, "A condition is missing at the end"),
    ("today &", 8, "A condition is missing at the end"),
    ("& today", 1, "A condition is missing here"),
    ("today & | p1", 9, "A condition is missing here"),
    ("today |, p1", 8, "A condition is missing here"),
    ("()", 2, "A condition is missing here"),
    ("(today", 1, "The parenthesis is not closed"),
    ("today)", 6, "No parenthesis is open here"),
    ("(today) p1", 9, "Write & or | between conditions"),
    ("today (p1)", 7, "Write & or | between conditions"),
    ("today p1", 7, "Write & or | between conditions"),
    ("p1 overdue", 4, "Write & or | between conditions"),
    ("no date @waiting", 9, "Write & or | between conditions"),
    ("!", 2, "A condition is missing at the end"),
    ("p1 & not", 9, "A condition is missing at the end"),
    (
        "overdu",
        1,
        "\"overdu\" is not known; did you mean overdue?",
    ),
    (
        "today & overude",
        9,
        "\"overude\" is not known; did you mean overdue?",
    ),
    (
        "recuring | p1",
        1,
        "\"recuring\" is not known; did you mean recurring?",
    ),
    (
        "p1 & no dates",
        6,
        "\"no dates\" is not known; did you mean no date?",
    ),
    ("p5", 1, "\"p5\" is not known; did you mean p1?"),
    ("bananas", 1, "\"bananas\" is not known"),
    ("größe & 日本 & foo", 1, "\"größe\" is not known"),
    ("p1 & 日本 & foo", 6, "\"日本\" is not known"),
    ("#", 1, "A project or label needs a name"),
    ("p1 & @", 6, "A project or label needs a name"),
    (
        "#Two words",
        6,
        "Write & or | between conditions, or quotes around a name of several words: #\"Two words\"",
    ),
    ("#\"Two", 2, "The quotation is not closed"),
    ("p1 & search \"x", 13, "The quotation is not closed"),
    ("p1 & x\\", 7, "Nothing follows the backslash"),
    ("search", 7, "Words to search for are missing"),
    ("search & p1", 7, "Words to search for are missing"),
    ("search \"\"", 8, "Words to search for are missing"),
    ("search %%", 8, "A search must contain letters or digits"),
    (
        "subtasks of:x",
        13,
        "The number of a task is missing, as in subtasks of:4",
    ),
    ("priority 9", 10, "Priorities are p1, p2, p3 and p4"),
    (
        "due before",
        11,
        "A date is missing, as in due before friday",
    ),
    (
        "due before: & p1",
        11,
        "A date is missing, as in due before friday",
    ),
];

#[test]
fn errors_point_at_the_place() {
    for (text, column, words) in ERRORS {
        let error = parse(text, &here()).unwrap_err();
        let said = error.to_string();
        let first = said.lines().next().unwrap();
        assert_eq!(first, format!("{words} (column {column})"), "{text:?}");
        assert_eq!(error.column(), *column, "{text:?}");
    }
}

#[test]
fn a_date_that_is_none_is_pointed_at() {
    let error = parse("p1 & due before blorgday", &here()).unwrap_err();
    assert_eq!(error.column(), 17);
    assert!(error.to_string().contains("blorgday"), "{error}");
}

#[test]
fn an_error_shows_the_text_and_examples() {
    let said = parse("today &\noverdu", &here()).unwrap_err().to_string();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[1], "today & overdu");
    assert_eq!(lines[2], "        ^");
    assert!(lines[3].contains("today | overdue"), "{said}");
    // Of a long text, what is around the place.
    let long = format!("{} & nonsense", vec!["p1"; 40].join(" | "));
    let said = parse(&long, &here()).unwrap_err().to_string();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[1].find("nonsense"), lines[2].find('^'));
}

#[test]
fn from_and_to_take_days_in_their_order() {
    for text in [
        "due between 2026-12-02 and 2026-12-01",
        "due from 5pm to 6pm",
        "created from 2026-11-02 to 2026-11-01",
    ] {
        let said = parse(text, &here()).unwrap_err().to_string();
        assert!(said.starts_with("From and to take days"), "{said}");
    }
    let said = parse("due from friday", &here()).unwrap_err().to_string();
    assert!(said.starts_with("A date is missing"), "{said}");
}

#[test]
fn limits_are_named() {
    let long = "x".repeat(1_001);
    let many = vec!["p1"; 51].join("|");
    let deep = format!("{}p1{}", "(".repeat(21), ")".repeat(21));
    for (text, words) in [
        (long, "A filter has at most 1000 characters (column 1001)"),
        (many, "A filter has at most 50 conditions (column 151)"),
        (deep, "Parentheses go at most 20 deep (column 21)"),
    ] {
        let said = parse(&text, &here()).unwrap_err().to_string();
        assert_eq!(said.lines().next(), Some(words));
    }
    assert!(parse(&vec!["p1"; 50].join("|"), &here()).is_ok());
}

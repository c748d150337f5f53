//! What is refused, and the words that say so.

use super::*;

fn refused(text: &str) -> String {
    parse(text, &here()).unwrap_err()
}

#[test]
fn an_error_names_the_line_and_the_limit() {
    let long = "x".repeat(201);
    let name = "n".repeat(61);
    let labels: String = (0..51).map(|n| format!(" @label{n}")).collect();
    for (text, expected) in [
        (
            "",
            "Write one task a line, for example: Pay rent every 1st p1 #Home @bills",
        ),
        (
            " \n\t\r\n",
            "Write one task a line, for example: Pay rent every 1st p1 #Home @bills",
        ),
        ("Buy milk\n\ntomorrow p1 #Home", "Line 3: Title is required"),
        (
            &format!("Buy milk\n{long}"),
            "Line 2: Title exceeds 200 characters",
        ),
        (
            &format!("{long}{long}{long}{long}"),
            "Line 1: Title exceeds 200 characters",
        ),
        (&"\" ".repeat(3_000), "Line 1: Title exceeds 200 characters"),
        (
            &format!("Buy milk #{name}"),
            "Line 1: a project or label has at most 60 characters",
        ),
        (
            &format!("Buy milk{labels}"),
            "Line 1: a task has at most 50 labels",
        ),
        (
            &"x\n".repeat(101),
            "Quick-add takes at most 100 lines at once",
        ),
        (
            &"x".repeat(10_001),
            "Quick-add takes at most 10,000 characters at once",
        ),
    ] {
        assert_eq!(refused(text), expected);
    }
}

#[test]
fn all_that_is_allowed_is_taken() {
    let labels: String = (0..50).map(|n| format!(" @label{n}")).collect();
    let lines = format!("{}{labels}\n{}", "x".repeat(200), "y\n".repeat(99));
    let lines = parse(&lines, &here()).unwrap();
    assert_eq!((lines.len(), lines[0].labels.len()), (100, 50));
}

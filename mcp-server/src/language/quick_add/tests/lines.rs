//! Line by line.

use super::*;

/// Lines form by form, as people write them, and as they are meant to deceive.
const TABLES: [&str; 3] = [
    include_str!("lines.txt"),
    include_str!("ordinary.txt"),
    include_str!("provoking.txt"),
];

fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = TABLES.iter().flat_map(|table| table.lines());
    lines
        .filter_map(|line| line.split_once(" => "))
        .filter(|(line, _)| !line.starts_with("# line"))
}

/// `*` in the table stands for any date or rule, because it is not this grammar that decides.
fn agrees(told: &str, expected: &str) -> bool {
    let (told, expected) = (cells(told), cells(expected));
    told.len() == expected.len()
        && told
            .iter()
            .zip(&expected)
            .all(|(told, expected)| *expected == "*" && !told.is_empty() || told == expected)
}

fn cells(text: &str) -> Vec<&str> {
    text.split('|').map(str::trim).collect()
}

#[test]
fn lines_mean_what_people_mean() {
    let mut wrong = Vec::new();
    for (line, expected) in table() {
        let read = match parse(line, &here()) {
            Ok(lines) => lines.first().map(told).unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        if !agrees(&read, expected) {
            wrong.push(format!("{line}\n     is {read}\n    not {expected}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        table().count(),
        wrong.join("\n")
    );
    assert!(table().count() >= 600);
}

#[test]
fn what_is_read_is_shown_as_a_line_that_says_the_same() {
    for (line, _) in table() {
        let read = parse(line, &here()).unwrap();
        let shown = display(&read[0], &here());
        assert_eq!(
            parse(&shown, &here()).as_ref(),
            Ok(&read),
            "{line} is shown as {shown}"
        );
    }
}

#[test]
fn a_title_that_looks_like_more_is_escaped() {
    for (line, shown) in [
        ("Buy milk tomorrow p1", "Buy milk p1 tomorrow"),
        ("Watch \\tomorrow", "Watch \\tomorrow"),
        ("Write \\#hashtag", "Write \\#hashtag"),
        ("Call mom every day at 9am", "Call mom every day at 9am"),
        ("Buy milk @\"at home\"", "Buy milk @\"at home\""),
        ("Fix issue #42 p2", "Fix issue #42 p2"),
    ] {
        let read = parse(line, &here()).unwrap();
        assert_eq!(display(&read[0], &here()), shown);
    }
}

#[test]
fn each_line_is_a_task_and_blank_lines_are_none() {
    let text = "- Buy milk tomorrow\r\n\n  \n* Call mom p1\n1. Pay rent #Home\n";
    let lines: Vec<String> = parse(text, &here()).unwrap().iter().map(told).collect();
    assert_eq!(
        lines,
        ["Buy milk | 2026-11-23", "Call mom | p1", "Pay rent | #Home"]
    );
}

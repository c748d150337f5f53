//! What holds for every line.

use proptest::prelude::*;

use super::*;

/// Words that lines are made of, in any order.
fn jumbles() -> impl Strategy<Value = String> {
    let words: Vec<&str> = include_str!("lines.txt").split_whitespace().collect();
    prop::collection::vec(prop::sample::select(words), 1..12).prop_map(|words| words.join(" "))
}

/// Letters that mean something, close together.
fn signs() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec![
            "#",
            "@",
            "\"",
            "\\",
            "p1",
            "!!2",
            " ",
            "a",
            "5",
            "-",
            "(",
            ")",
            ":",
            "tomorrow",
            "every day",
            "“",
            "é",
        ]),
        1..16,
    )
    .prop_map(|parts| parts.concat())
}

fn reads_the_same_when_shown(text: &str) -> Result<(), TestCaseError> {
    let Ok(lines) = parse(text, &here()) else {
        return Ok(());
    };
    for line in lines {
        let shown = display(&line, &here());
        prop_assert_eq!(
            parse(&shown, &here()),
            Ok(vec![line]),
            "{} is shown as {}",
            text,
            shown
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_reads_the_same_when_shown(text in "\\PC*") {
        reads_the_same_when_shown(&text)?;
    }

    #[test]
    fn words_in_any_order_read_the_same_when_shown(text in jumbles()) {
        reads_the_same_when_shown(&text)?;
    }

    #[test]
    fn signs_in_any_order_read_the_same_when_shown(text in signs()) {
        reads_the_same_when_shown(&text)?;
    }

    #[test]
    fn a_title_of_any_words_can_be_written_as_a_line(title in jumbles()) {
        let Ok(title) = crate::domain::Title::parse(&title) else { return Ok(()) };
        let line = QuickLine {
            title: title.into(),
            due: None,
            recurrence: None,
            priority: None,
            project: None,
            labels: Vec::new(),
        };
        let shown = display(&line, &here());
        prop_assert_eq!(parse(&shown, &here()), Ok(vec![line]), "{}", shown);
    }
}

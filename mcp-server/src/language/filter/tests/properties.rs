//! What holds of every text and of every filter.

use proptest::prelude::*;

use super::{
    super::{display, parse},
    here,
};

/// Texts of the pieces that filters are made of, in any order.
fn alike() -> impl Strategy<Value = String> {
    let pieces = [
        "today",
        "overdue",
        "7 days",
        "no date",
        "p1",
        "#Work",
        "#\"Two & words\"",
        "@x",
        "search milk",
        "search \"a | b\"",
        "subtasks of:4",
        "due before",
        "created after",
        "completed by",
        "friday",
        "friday 5pm",
        "2026-12-01",
        "&",
        "|",
        ",",
        "!",
        "(",
        ")",
        "and",
        "or",
        "not",
        "\\",
        "\"",
        ":",
        "é",
        "recurring",
        "all",
        "2027",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..12)
        .prop_map(|words| words.join(" "))
}

fn whole() -> impl Strategy<Value = String> {
    let conditions = [
        "today",
        "tomorrow 9:30",
        "overdue",
        "7 days",
        "no date",
        "p1",
        "no priority",
        "#Work",
        "#\"Two & \\\"w\"",
        "@x",
        "no labels",
        "search milk",
        "search \"a | b\"",
        "subtasks of:4",
        "due before friday",
        "due after friday 5pm",
        "due by 5pm",
        "created after 2026-11-01",
        "created on 2026-11-01 12:30",
        "completed by yesterday",
        "completed",
        "pending",
        "due",
        "no parent",
        "all",
        "due by 2026-12-24",
        "this week",
        "created in december",
        "completed after monday",
        "due from friday to friday",
    ];
    let condition = prop::sample::select(conditions.to_vec()).prop_map(str::to_owned);
    condition.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4)
                .prop_map(|parts| format!("({})", parts.join(" & "))),
            prop::collection::vec(inner.clone(), 1..4)
                .prop_map(|parts| format!("({})", parts.join(", "))),
            inner.prop_map(|part| format!("!({part})")),
        ]
    })
}

fn reads_back(text: &str) -> Result<(), TestCaseError> {
    if let Ok(filter) = parse(text, &here()) {
        let printed = display(&filter.tree, &here());
        let again = parse(&printed, &here());
        prop_assert_eq!(
            again.map(|filter| filter.tree),
            Ok(filter.tree),
            "{} -> {}",
            text,
            printed
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,60}") {
        reads_back(&text)?;
    }

    #[test]
    fn no_text_that_looks_like_a_filter_panics(text in alike()) {
        reads_back(&text)?;
    }

    #[test]
    fn what_is_written_reads_back_the_same(text in whole()) {
        prop_assert!(parse(&text, &here()).is_ok() || text.len() > 500, "{}", text);
        reads_back(&text)?;
    }

    #[test]
    fn errors_point_into_the_text(text in alike()) {
        if let Err(error) = parse(&text, &here()) {
            prop_assert!((1..=text.chars().count() + 1).contains(&error.column()));
            prop_assert!(error.to_string().contains('^'));
        }
    }
}

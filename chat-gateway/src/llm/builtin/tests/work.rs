//! How much is done for messages that are made to be slow, counted rather than timed.

use std::cell::Cell;

use crate::llm::builtin::grammar::parse;

thread_local! {
    static FITS: Cell<usize> = const { Cell::new(0) };
}

/// Counts patterns that are tried at a token.
pub(in crate::llm::builtin) fn count() {
    FITS.set(FITS.get() + 1);
}

fn fits(text: &str) -> usize {
    FITS.set(0);
    parse(text);
    FITS.get()
}

/// Pieces of messages in which a command might begin again and again.
const HOSTILE: &[&str] = &[
    "add a and ",
    "add a, ",
    "add a and show my tasks and ",
    "call mom and delete photos and ",
    "show and delete 1 and ",
    "buy milk and ",
    "add a. ",
    "1. a ",
    "but ",
    "then ",
    "; ",
    "hi! ",
    "every ",
    "tomorrow ",
    "please ",
];

#[test]
fn the_work_for_a_long_message_grows_with_its_length_and_no_faster() {
    for piece in HOSTILE {
        let text = |length| piece.chars().cycle().take(length).collect::<String>();
        let (few, many) = (fits(&text(1_000)), fits(&text(2_000)));
        assert!(10 * many <= 22 * few, "{piece:?}: {few}, then {many}");
    }
}

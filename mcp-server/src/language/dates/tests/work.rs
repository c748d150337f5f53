//! How much is done for texts that are made to be slow, counted rather than timed.

use std::cell::Cell;

use super::zurich;
use crate::language::dates::{Finder, parse, time_prefix};
use crate::language::tokens::tokens;

thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Counts nodes of the tree of patterns that are visited, and slots that are tried there.
pub(in crate::language::dates) fn count(steps: usize) {
    STEPS.set(STEPS.get() + steps);
}

fn steps(work: impl FnOnce()) -> usize {
    STEPS.set(0);
    work();
    STEPS.get()
}

/// Looks for a date from every token on, in each way there is, as quick-add does.
fn look_everywhere(text: &str) {
    let (tokens, here) = (tokens(text), zurich());
    let finder = Finder::new(&tokens, &here);
    for at in 0..tokens.len() {
        finder.attempt(at);
        time_prefix(&tokens[at..], &here);
    }
}

/// Pieces of texts that are long, or that begin many patterns and end none.
const HOSTILE: &[&str] = &[
    "the day after ",
    "day after day before ",
    "3 days before 3 days after ",
    "3 business days before 2 working days after ",
    "a week from a week from ",
    "monday after monday after ",
    "first monday after first monday after ",
    "1 hour and 1 minute and ",
    "1 hour before 1 hour before ",
    "half past quarter to ",
    "first monday of the ",
    "the first day of the ",
    "first thing first thing ",
    "this time this time ",
    "last business day of the last ",
    "next next week next year ",
    "2026-12-01T17:00:00 ",
    "2026-W50-2026-W50-",
    "5:5:5:5:",
    "1/2/3/4/",
    "1-dec-26-",
    "on at by due ",
    "on on on on ",
    "at at at ",
    "the the the ",
    "a a a ",
    "in a in a ",
    "christmas new year easter ",
    "this coming this coming ",
    "twenty one twenty one ",
    "twenty-",
    "a quarter to a quarter to ",
    "99999999999999999999 ",
    "may second march first ",
    ", , . - ",
    "5p.m.",
    "é",
    "'",
    "((((",
];

#[test]
fn the_work_for_a_long_text_grows_with_its_length_and_no_faster() {
    for piece in HOSTILE {
        let text = |length| piece.chars().cycle().take(length).collect::<String>();
        let (short, long) = (text(1_000), text(10_000));
        let few = steps(|| look_everywhere(&short));
        let many = steps(|| look_everywhere(&long));
        let tokens = tokens(&long).len();
        assert!(many <= 11 * few + 1_000, "{piece:?}: {few}, then {many}");
        assert!(many <= 400 * tokens, "{piece:?}: {many} of {tokens} tokens");
    }
}

#[test]
fn a_text_that_is_to_be_a_date_takes_little_work() {
    for piece in HOSTILE {
        let text: String = piece.chars().cycle().take(200).collect();
        let steps = steps(|| drop(parse(&text, &zurich())));
        assert!(steps <= 1_500, "{piece:?}: {steps}");
    }
}

//! No slot is passed over at a word with which it begins.

use super::zurich;
use crate::language::dates::openings::opens;
use crate::language::dates::pattern::Tree;
use crate::language::dates::reader::{Known, Reader};
use crate::language::dates::rules::GRAMMAR;
use crate::language::dates::scene::Scene;
use crate::language::dates::slots::{SLOTS, Slot, Slots};
use crate::language::dates::words::{
    AFTERWARDS, JOINTS, MONTHS, NUMBERS, TOMORROW, UNIT_LETTERS, UNITS, WEEKDAYS, WHOLE_LEADS,
};
use crate::language::tokens::tokens;

/// What makes something of the word before it.
const NEXT: &[&str] = &[
    "",
    "one",
    "first",
    "days",
    "days ago",
    "of",
    "of an hour",
    "quarters of an hour",
    "year",
    "past five",
    "to midnight",
    "minutes past 5",
    "oclock",
    "pm",
    "-one days",
    "midnight",
    "27",
];

fn words(tree: &Tree, all: &mut Vec<&'static str>) {
    let after_words = tree.words.iter().map(|(_, below)| below);
    let after_slots = tree.slots.iter().map(|(_, below)| below);
    let below = after_words.chain(after_slots);
    all.extend(tree.words.iter().map(|(word, _)| *word));
    below.for_each(|tree| words(tree, all));
}

#[test]
fn every_word_with_which_a_slot_begins_is_known() {
    let mut all = [AFTERWARDS, JOINTS, TOMORROW, WHOLE_LEADS].concat();
    words(&GRAMMAR.tree, &mut all);
    all.extend(WEEKDAYS.iter().map(|(word, _)| *word));
    all.extend(MONTHS.iter().map(|(word, _)| *word));
    all.extend([UNITS, UNIT_LETTERS].concat().iter().map(|(word, _)| *word));
    all.extend(NUMBERS.iter().flat_map(|(one, first, _)| [*one, *first]));
    all.sort_unstable();
    all.dedup();
    let here = zurich();
    for word in all.iter().filter(|word| !word.is_empty()) {
        for text in NEXT.iter().map(|next| format!("at {word} {next}")) {
            let tokens = tokens(&text);
            let known = Known::default();
            let reader = Reader::new(&tokens, Scene::new(&here), true, &known);
            for (name, slot) in SLOTS.iter().filter(|(_, slot)| *slot != Slot::Date) {
                let read = slot.read(&reader, 1, &mut Slots::default());
                assert!(read.is_none() || opens(&tokens[1]), "{name}: {text}");
            }
        }
    }
}

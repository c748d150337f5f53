//! Patterns of rules, and the tree in which they are looked up.
//!
//! A pattern is written as it is said. `[…]` may be missing, of `(…|…)` one is there, and
//! `{weekday}` is a slot: `[the] day (after|before) {date}`.

use super::slots::{SLOTS, Slot};

/// A word or a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    Word(&'static str),
    Slot(Slot),
}

/// All patterns, sharing what they begin with.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The rule that ends here, by its number.
    pub(super) rule: Option<usize>,
    /// What goes on with a word, in the order of their lengths and then of their letters: lengths
    /// are compared faster than letters.
    pub(super) words: Vec<(&'static str, Tree)>,
    /// What goes on with a slot, in their order.
    pub(super) slots: Vec<(Slot, Tree)>,
}

impl Tree {
    /// Adds a rule under its pattern; one that was added before under the same words stays.
    pub(super) fn insert(&mut self, elements: &[Element], rule: usize) {
        let Some((first, rest)) = elements.split_first() else {
            self.rule.get_or_insert(rule);
            return;
        };
        let after = match first {
            Element::Word(word) => {
                let place = self.place(word);
                entry(&mut self.words, place, word)
            }
            Element::Slot(slot) => {
                let place = self.slots.binary_search_by_key(slot, |(slot, _)| *slot);
                entry(&mut self.slots, place, *slot)
            }
        };
        if let Some(after) = after {
            after.insert(rest, rule);
        }
    }

    /// Returns what goes on with a word.
    pub(super) fn after(&self, word: &str) -> Option<&Self> {
        let (_, tree) = self.words.get(self.place(word).ok()?)?;
        Some(tree)
    }

    /// Tells whether something goes on with a slot.
    pub(super) fn goes_on_with(&self, slot: Slot) -> bool {
        self.slots.iter().any(|(known, _)| *known == slot)
    }

    fn place(&self, word: &str) -> Result<usize, usize> {
        let order = |known: &str| known.len().cmp(&word.len()).then_with(|| known.cmp(word));
        self.words.binary_search_by(|(known, _)| order(known))
    }
}

/// What is at a place, or is put there.
fn entry<K>(all: &mut Vec<(K, Tree)>, place: Result<usize, usize>, key: K) -> Option<&mut Tree> {
    let place = place.unwrap_or_else(|free| {
        all.insert(free, (key, Tree::default()));
        free
    });
    all.get_mut(place).map(|(_, tree)| tree)
}

/// Returns every sequence that a pattern allows; nothing if it is malformed.
pub(super) fn sequences(pattern: &'static str) -> Option<Vec<Vec<Element>>> {
    let (sequences, rest) = choices(pattern)?;
    rest.is_empty().then_some(sequences)
}

type Sequences = Vec<Vec<Element>>;

/// Reads sequences between `|`, up to a closing bracket or the end.
fn choices(mut text: &'static str) -> Option<(Sequences, &'static str)> {
    let mut all = Vec::new();
    loop {
        let (sequences, rest) = sequence(text)?;
        all.extend(sequences);
        match rest.strip_prefix('|') {
            Some(next) => text = next,
            None => return Some((all, rest)),
        }
    }
}

fn sequence(mut text: &'static str) -> Option<(Sequences, &'static str)> {
    let mut so_far = vec![Vec::new()];
    loop {
        text = text.trim_start();
        if text.is_empty() || text.starts_with([')', ']', '|']) {
            return Some((so_far, text));
        }
        let (next, rest) = element(text)?;
        so_far = so_far
            .iter()
            .flat_map(|head| {
                next.iter()
                    .map(move |tail| [head.as_slice(), tail].concat())
            })
            .collect();
        text = rest;
    }
}

fn element(text: &'static str) -> Option<(Sequences, &'static str)> {
    if let Some(inner) = text.strip_prefix('[') {
        let (mut inside, rest) = choices(inner)?;
        inside.push(Vec::new());
        return Some((inside, rest.strip_prefix(']')?));
    }
    if let Some(inner) = text.strip_prefix('(') {
        let (inside, rest) = choices(inner)?;
        return Some((inside, rest.strip_prefix(')')?));
    }
    if let Some(inner) = text.strip_prefix('{') {
        let (name, rest) = inner.split_once('}')?;
        let (_, slot) = SLOTS.iter().find(|(known, _)| *known == name)?;
        return Some((vec![vec![Element::Slot(*slot)]], rest));
    }
    let end = text.find([' ', ')', ']', '|']).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    Some((vec![vec![Element::Word(word)]], rest))
}

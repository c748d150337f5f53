//! The words with which slots begin: at any other word no slot needs to be tried.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::pattern::Tree;
use super::rules::GRAMMAR;
use super::slots::Slot;
use super::words::{MONTHS, NUMBERS, TOMORROW, UNITS, WEEKDAYS};
use crate::language::tokens::Token;

/// Words of counts, years and times that no table has.
const OTHERS: &[&str] = &[
    "a", "an", "another", "couple", "dozen", "half", "hundred", "last", "midday", "midnight",
    "next", "noon", "pair", "this",
];

static OPENINGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let mut words: HashSet<_> = OTHERS.iter().chain(TOMORROW).copied().collect();
    words.extend(WEEKDAYS.iter().map(|(word, _)| *word));
    words.extend(MONTHS.iter().map(|(word, _)| *word));
    words.extend(UNITS.iter().map(|(word, _)| *word));
    words.extend(NUMBERS.iter().flat_map(|(one, first, _)| [*one, *first]));
    words
});

/// Tells whether a slot other than one for any day could begin with the token.
pub(super) fn opens(token: &Token<'_>) -> bool {
    let Some(word) = token.word() else {
        return true;
    };
    // `fridays`, `q3`, `dec3`
    let one = word.strip_suffix('s').unwrap_or(word);
    OPENINGS.contains(word)
        || OPENINGS.contains(one)
        || word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Tells from the first two tokens whether a piece of a date could begin at a token.
pub(super) fn may_begin(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(first) = tokens.get(at) else {
        return false;
    };
    let Some(word) = first.word() else {
        return first.number().is_some() || first.is_sign('+');
    };
    opens(first)
        || GRAMMAR
            .tree
            .after(word)
            .is_some_and(|tree| goes_on(tree, tokens.get(at + 1)))
}

/// Tells whether a pattern could end before the token, or go on with it.
fn goes_on(tree: &Tree, next: Option<&Token<'_>>) -> bool {
    let with = |next: &Token<'_>| {
        let Some(word) = next.word() else {
            return true;
        };
        let slot = opens(next) && !tree.slots.is_empty() || tree.goes_on_with(Slot::Date);
        slot || tree.after(word).is_some()
    };
    tree.rule.is_some() || next.is_some_and(with)
}

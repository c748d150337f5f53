//! Titles, cut out of what was written and tidied, but never rewritten.

use crate::llm::builtin::text::{Phrase, fold};

/// Returns `phrase` as a title: a quotation exactly as it is; anything else without the words that
/// only led to it, its first letter in upper case.
pub(super) fn clean(phrase: Phrase<'_>) -> String {
    let phrase = phrase.trim_marks();
    if let Some(quotation) = phrase.quotation() {
        return quotation.trim().to_owned();
    }
    let bare = phrase
        .after(LEADS)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(phrase);
    if let Some(quotation) = bare.quotation() {
        return quotation.trim().to_owned();
    }
    let mut title = capitalised(bare.verbatim().trim());
    if !title
        .chars()
        .any(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’'))
    {
        return String::new();
    }
    title.push_str(bare.trailing_dots());
    title
}

const LEADS: &[&str] = &[
    "to",
    ": to?",
    "- to?",
    "that",
    "that? i|we have|need|want|ought|got to",
    "that? i|we should|must",
];

/// Returns `text` with its first letter in upper case, unless its first word is written in a way
/// of its own: an address, `iPhone`, `2FA`.
fn capitalised(text: &str) -> String {
    let first_word = text.split_whitespace().next().unwrap_or_default();
    let is_special = first_word.contains(['/', '@', '_', '\\'])
        || first_word.chars().skip(1).any(char::is_uppercase)
        || first_word.trim_end_matches('.').contains('.');
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() && !is_special => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// Tells whether two titles are the same to a reader.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

//! The words of a text, by which conversations are searched.

use std::{collections::BTreeSet, ops::Range};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The letters of a word that are kept: more than anybody looks for.
const MAX_LETTERS: usize = 64;
/// Bytes of words that are kept of one text: no answer is longer, and a database takes no more.
const MAX_BYTES: usize = 128 * 1024;

/// Words that are looked for, in any order, whatever their case and accents; each may be the
/// beginning of a longer word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SearchWords(Vec<String>);

/// The text is empty or too long to be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("q must have 1 to 200 characters.")]
pub(crate) struct InvalidSearch;

impl SearchWords {
    /// The most characters (not bytes) of a search.
    const MAX_CHARS: usize = 200;
    /// The most words that are looked for; the first ones say enough.
    const MAX_WORDS: usize = 16;

    /// Takes the words out of what somebody wrote; signs alone are no words.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidSearch> {
        let text = text.trim();
        match text.chars().count() {
            1..=Self::MAX_CHARS => {}
            _ => return Err(InvalidSearch),
        }
        let words = words(text).map(|(_, word)| word);
        Ok(Self(words.take(Self::MAX_WORDS).collect()))
    }

    /// Returns the words, folded; none where there were signs alone.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Tells whether a folded word is one of those, or begins with one.
    pub(crate) fn match_word(&self, word: &str) -> bool {
        self.iter().any(|searched| word.starts_with(searched))
    }
}

/// Returns the words of a text with where they stand in it, each in lower case without accents.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.find(|(_, letter)| is_letter(*letter))?;
        while rest.next_if(|(_, letter)| is_letter(*letter)).is_some() {}
        let end = rest.peek().map_or(text.len(), |(end, _)| *end);
        Some(start..end)
    })
    .filter_map(|place| {
        let word = folded(text.get(place.clone())?);
        (!word.is_empty()).then_some((place, word))
    })
}

/// Returns each word once, as far as they are kept.
pub(crate) fn distinct_words(text: &str) -> BTreeSet<String> {
    let mut left = MAX_BYTES;
    let mut kept = BTreeSet::new();
    for (_, word) in words(text) {
        if kept.contains(&word) {
            continue;
        }
        let Some(rest) = left.checked_sub(word.len()) else {
            break;
        };
        left = rest;
        kept.insert(word);
    }
    kept
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

fn folded(word: &str) -> String {
    word.nfkd()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric() && !is_combining_mark(*letter))
        .take(MAX_LETTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searched(text: &str) -> Vec<String> {
        let search = SearchWords::parse(text).unwrap();
        search.iter().map(str::to_owned).collect()
    }

    #[test]
    fn words_are_found_whatever_their_case_and_accents() {
        for (text, expected) in [
            ("CAFÉ, crème!", &["cafe", "creme"][..]),
            ("Cafe\u{301}s", &["cafes"]),
            ("İstanbul’s ÅNGSTRÖM", &["istanbul", "s", "angstrom"]),
            ("Ёлка ΆΛΦΑ 日本", &["елка", "αλφα", "日本"]),
            (
                "\"a\" AND b* OR (c:d) -- %_\\ ' ½",
                &["a", "and", "b", "or", "c", "d", "12"],
            ),
            ("!!! ' \" * \u{301}", &[]),
        ] {
            assert_eq!(searched(text), expected, "{text}");
        }
    }

    #[test]
    fn a_search_is_bounded() {
        assert_eq!(SearchWords::parse(" \n"), Err(InvalidSearch));
        assert_eq!(SearchWords::parse(&"é".repeat(201)), Err(InvalidSearch));
        assert_eq!(searched(&"x ".repeat(99)).len(), SearchWords::MAX_WORDS);
        assert_eq!(searched(&"x".repeat(200))[0].len(), MAX_LETTERS);
    }

    #[test]
    fn no_text_has_more_words_than_are_kept() {
        let text: String = (0..40_000).map(|number| format!("word{number} ")).collect();
        let kept: usize = distinct_words(&text).iter().map(String::len).sum();
        assert!((MAX_BYTES - 16..=MAX_BYTES).contains(&kept), "{kept}");
        assert_eq!(distinct_words("b a B á").len(), 2);
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "– Käse, e\u{301}té";
        let places: Vec<&str> = words(text).map(|(place, _)| &text[place]).collect();
        assert_eq!(places, ["Käse", "e\u{301}té"]);
    }
}

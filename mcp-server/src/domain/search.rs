//! Words that are looked for.

use super::{text, words};

/// Words that a title must have, in any order, whatever their case and accents; each may be the
/// beginning of a longer word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Search(Vec<String>);

/// The text is not a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidSearch {
    /// It has more than 200 characters, as no title has.
    #[error("search exceeds 200 characters")]
    TooLong,
    /// It has something in it, but nothing that is looked for, such as an accent alone.
    #[error("search must contain letters or digits")]
    Nothing,
}

impl Search {
    /// The most characters (not bytes) of a search.
    const MAX_CHARS: usize = 200;
    /// The most words that are looked for; the first ones say enough.
    const MAX_WORDS: usize = 16;

    /// Takes the words out of what somebody wrote; `None` where that is nothing.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, InvalidSearch> {
        let parts = |letter: char| letter.is_whitespace() || letter.is_control();
        let text = text.trim_matches(parts);
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > Self::MAX_CHARS {
            return Err(InvalidSearch::TooLong);
        }
        let folded = text::folded(text);
        let words: Vec<String> = words::of(&folded)
            .take(Self::MAX_WORDS)
            .map(str::to_owned)
            .collect();
        if words.is_empty() {
            return Err(InvalidSearch::Nothing);
        }
        Ok(Some(Self(words)))
    }

    /// Returns the words, folded as [`super::Title::folded`] folds.
    pub(crate) fn words(&self) -> &[String] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_its_words() {
        let search = Search::parse(" Café\tMILK\0, (50%)").unwrap().unwrap();
        assert_eq!(search.words(), ["cafe", "milk", "50"]);
        assert_eq!(Search::parse(" \n"), Ok(None));
        for nothing in ["\u{301}", "%%", "- !"] {
            assert_eq!(Search::parse(nothing), Err(InvalidSearch::Nothing));
        }
    }
}

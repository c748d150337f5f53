//! Which tasks are asked for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text;

/// Tasks by whether they are done.
// Says nothing in the schema, where every word is read with every conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(description = "")]
pub(crate) enum StatusFilter {
    #[default]
    All,
    Pending,
    Completed,
}

/// Words that must all stand in a title, in any order, whatever their case and accents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Search(Vec<String>);

impl Search {
    /// The most words that are looked for; the first ones say enough.
    const MAX_WORDS: usize = 16;

    /// Takes the words out of what somebody wrote; `None` where there are none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let folded = text::folded(text);
        let words = folded.split(|letter: char| letter.is_whitespace() || letter.is_control());
        let words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .take(Self::MAX_WORDS)
            .map(str::to_owned)
            .collect();
        (!words.is_empty()).then_some(Self(words))
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
        assert_eq!(
            Search::parse(" Café\tMILK\0").unwrap().words(),
            ["cafe", "milk"]
        );
        assert_eq!(Search::parse(" \n"), None);
    }
}

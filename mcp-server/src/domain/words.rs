//! The words of a folded text.

/// What stands between words beside white space. Changed together with the migration
/// `list_indexes`, by which the database takes titles apart.
pub(crate) const BETWEEN: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”„«»–—―•·¡¿、。「」";
/// The letters of a word by which it is found in the index; what follows is compared in the title.
pub(crate) const MAX_INDEXED: usize = 64;

/// Returns the words of a text that is folded already, as often as they are in it.
pub(crate) fn of(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|letter: char| {
            letter.is_whitespace() || letter.is_control() || BETWEEN.contains(letter)
        })
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_between_words_and_all_else_is_in_them() {
        let words: Vec<&str> = of("mom's follow-up (50%): “naïve” 日本、東京 🎉").collect();
        assert_eq!(
            words,
            [
                "mom", "s", "follow", "up", "50", "naïve", "日本", "東京", "🎉"
            ]
        );
    }
}

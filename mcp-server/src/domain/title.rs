//! A task's title.

use super::text;

/// A task's title: 1 to 200 characters on one line, kept as it was written but for white space
/// around it and for line breaks, which become spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title(String);

/// The text is not a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidTitle {
    /// There is nothing in it.
    #[error("Title is required")]
    Empty,
    /// It has more than 200 characters.
    #[error("Title exceeds 200 characters")]
    TooLong,
}

impl Title {
    /// The most characters (not bytes) of a title.
    const MAX_CHARS: usize = 200;

    /// Reads a title from what somebody wrote.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidTitle> {
        let title = text::on_one_line(text);
        match title.chars().count() {
            0 => Err(InvalidTitle::Empty),
            1..=Self::MAX_CHARS => Ok(Self(title)),
            _ => Err(InvalidTitle::TooLong),
        }
    }

    /// Takes a title that was stored, and so was valid then.
    pub(crate) fn stored(title: String) -> Self {
        Self(title)
    }

    /// Returns the title as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the title as search compares it.
    pub(crate) fn folded(&self) -> String {
        text::folded(&self.0)
    }
}

impl From<Title> for String {
    fn from(title: Title) -> Self {
        title.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_as_written_but_for_white_space_around_it() {
        let title = Title::parse("  Call 'Mom' & <Dad>  tonight 🎉 ").unwrap();
        assert_eq!(title.as_str(), "Call 'Mom' & <Dad>  tonight 🎉");
    }

    #[test]
    fn two_hundred_characters_are_a_title_whatever_their_bytes() {
        assert!(Title::parse(&"é".repeat(200)).is_ok());
        assert_eq!(Title::parse(&"é".repeat(201)), Err(InvalidTitle::TooLong));
        for nothing in ["", " \n ", "\u{200b}\u{200b}"] {
            assert_eq!(Title::parse(nothing), Err(InvalidTitle::Empty));
        }
    }
}

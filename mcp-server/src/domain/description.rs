//! A task's description.

use super::text;

/// What is said about a task beyond its title: up to 2,000 characters, which may have lines;
/// empty where there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Description(String);

/// The text has more than 2,000 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Description exceeds 2000 characters")]
pub(crate) struct InvalidDescription;

impl Description {
    /// The most characters (not bytes) of a description.
    const MAX_CHARS: usize = 2_000;

    /// Reads a description from what somebody wrote.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidDescription> {
        let description = text::in_lines(text);
        if description.chars().count() > Self::MAX_CHARS {
            return Err(InvalidDescription);
        }
        Ok(Self(description))
    }

    /// Takes a description that was stored, and so was valid then.
    pub(crate) fn stored(description: String) -> Self {
        Self(description)
    }

    /// Returns the description as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Description> for String {
    fn from(description: Description) -> Self {
        description.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_thousand_characters_are_the_most() {
        assert!(Description::parse(&"é".repeat(2_000)).is_ok());
        assert_eq!(
            Description::parse(&"é".repeat(2_001)),
            Err(InvalidDescription)
        );
        assert_eq!(Description::parse(" "), Ok(Description::default()));
    }
}

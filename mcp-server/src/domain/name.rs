//! Names of projects and labels.

use super::text;

/// The name of a project or a label: 1 to 60 characters on one line. Names that differ only in
/// case and accents are the same.
#[derive(Debug, Clone)]
pub(crate) struct Name(String);

/// The text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidName {
    /// There is nothing in it.
    #[error("a project or label needs a name")]
    Empty,
    /// It has more than 60 characters.
    #[error("a project or label has at most 60 characters")]
    TooLong,
}

impl Name {
    /// The most characters (not bytes) of a name.
    const MAX_CHARS: usize = 60;

    /// Reads a name from what somebody wrote, which has no sign before it.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidName> {
        let name = text::on_one_line(text);
        match name.chars().count() {
            0 => Err(InvalidName::Empty),
            1..=Self::MAX_CHARS => Ok(Self(name)),
            _ => Err(InvalidName::TooLong),
        }
    }

    /// Takes a name that was stored, and so was valid then.
    pub(crate) fn stored(name: String) -> Self {
        Self(name)
    }

    /// Returns the name as it was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name as names are compared.
    pub(crate) fn folded(&self) -> String {
        text::folded(&self.0)
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}

impl Eq for Name {}

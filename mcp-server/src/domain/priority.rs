//! How urgent a task is.

/// How urgent a task is: 1 is the most urgent, 4 the ordinary; people write `p1` to `p4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Priority(u8);

impl Priority {
    /// That of a task of which nothing else was said.
    pub(crate) const ORDINARY: Self = Self(4);

    /// Takes a number from 1 to 4.
    pub(crate) fn new(number: u8) -> Option<Self> {
        (1..=4).contains(&number).then_some(Self(number))
    }

    /// Returns the number.
    pub(crate) fn get(self) -> u8 {
        self.0
    }
}

impl Default for Priority {
    fn default() -> Self {
        Self::ORDINARY
    }
}

//! What is wrong with a file.

use std::fmt;

/// As many problems as are shown.
const SHOWN: usize = 20;

/// Everything that is wrong with a file, by its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    file: String,
    found: Vec<Problem>,
}

/// What is wrong in a line; lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) line: usize,
    pub(super) words: String,
}

impl Problem {
    pub(super) fn new(line: usize, words: impl fmt::Display) -> Self {
        let words = words.to_string();
        Self { line, words }
    }
}

impl Problems {
    pub(super) fn new(file: &str, mut found: Vec<Problem>) -> Self {
        found.sort_by_key(|problem| problem.line);
        let file = file.to_owned();
        Self { file, found }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing was imported:")?;
        for Problem { line, words } in self.found.iter().take(SHOWN) {
            write!(f, "\n  {}:{line}: {words}", self.file)?;
        }
        match self.found.len().checked_sub(SHOWN) {
            Some(more @ 1..) => write!(f, "\n  and {more} more"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Problems {}

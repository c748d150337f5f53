//! What is said of a text that is not understood as a filter.

use std::fmt;

/// What is wrong with a filter, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FilterError {
    text: String,
    column: usize,
    problem: String,
}

/// What is wrong at a place of the text that is known elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// Counted in characters from 1.
    pub(super) column: usize,
    pub(super) words: String,
}

impl Problem {
    pub(super) fn new(column: usize, words: impl Into<String>) -> Self {
        Self {
            column,
            words: words.into(),
        }
    }

    /// Says in which text it is.
    pub(super) fn within(self, text: &str) -> FilterError {
        FilterError {
            text: text.to_owned(),
            column: self.column,
            problem: self.words,
        }
    }
}

impl FilterError {
    /// Returns where the text stops being a filter, counted in characters from 1.
    pub(crate) fn column(&self) -> usize {
        self.column
    }
}

impl std::error::Error for FilterError {}

impl fmt::Display for FilterError {
    /// The problem, the text with a caret under the place, and examples.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, caret) = excerpt(&self.text, self.column);
        writeln!(f, "{} (column {})", self.problem, self.column)?;
        writeln!(f, "{line}")?;
        writeln!(f, "{:>caret$}", "^")?;
        f.write_str(
            "Filters are such as: today | overdue, p1 & #Work & !@waiting, no date, 7 days, \
             due before friday, created after 2026-11-01, subtasks of:4, search milk",
        )
    }
}

/// As much of the text as stands on a line, and the column of the place on it.
fn excerpt(text: &str, column: usize) -> (String, usize) {
    const BEFORE: usize = 50;
    const LINE: usize = 80;
    let left_out = column.saturating_sub(BEFORE + 1);
    let line = text.chars().skip(left_out).take(LINE);
    let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
    (line.map(shown).collect(), column - left_out)
}

//! Stretches of a line that are read as language.

use std::ops::Range;

use super::marks::Marks;
use crate::language::tokens::{Token, tokens};

/// What stands beside a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// The beginning or the end of the line, with nothing but marks between.
    Edge,
    /// A mark, and more behind it.
    Mark,
    /// Text that is not read.
    Text,
}

/// Tokens of a line between which there is neither a mark nor text that is not read.
#[derive(Debug)]
pub(super) struct Run<'l> {
    pub(super) tokens: Vec<Token<'l>>,
    pub(super) before: Beside,
    pub(super) after: Beside,
}

/// Splits a line at its marks and at what is not read.
pub(super) fn runs<'l>(line: &'l str, marks: &Marks) -> Vec<Run<'l>> {
    let mut barriers: Vec<(Range<usize>, Beside)> = Vec::new();
    barriers.extend(
        marks
            .taken
            .iter()
            .map(|range| (range.clone(), Beside::Mark)),
    );
    barriers.extend(marks.kept.iter().map(|range| (range.clone(), Beside::Text)));
    barriers.sort_unstable_by_key(|(range, _)| range.start);
    let mut runs = Vec::new();
    let mut left = tokens(line).into_iter().peekable();
    let mut before = Beside::Edge;
    for (range, kind) in barriers {
        let mut run = Vec::new();
        while let Some(token) = left.next_if(|token| token.start < range.start) {
            run.push(token);
        }
        while left.next_if(|token| token.start < range.end).is_some() {}
        if !run.is_empty() {
            runs.push(Run {
                tokens: run,
                before,
                after: kind,
            });
            before = kind;
        } else if before != Beside::Text || kind == Beside::Text {
            before = match (before, kind) {
                (Beside::Edge, Beside::Mark) => Beside::Edge,
                (_, kind) => kind,
            };
        }
    }
    let rest: Vec<_> = left.collect();
    if !rest.is_empty() {
        runs.push(Run {
            tokens: rest,
            before,
            after: Beside::Edge,
        });
    } else if let Some(last) = runs.last_mut()
        && last.after == Beside::Mark
        && before != Beside::Text
    {
        last.after = Beside::Edge;
    }
    runs
}

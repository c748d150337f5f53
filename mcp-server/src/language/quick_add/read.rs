//! From text to tasks.

use std::ops::Range;

use super::{
    Problem, QuickAddError, QuickLine,
    joints::without,
    marks::Marks,
    runs::runs,
    when::{self, Found},
};
use crate::{
    domain::{InvalidTitle, Title},
    language::Here,
};

/// The most characters of all lines together.
const MOST_CHARS: usize = 10_000;
/// The most lines.
const MOST_LINES: usize = 100;
/// The most characters of a line without its marks in which a date is looked for: a title and a
/// long date. A line with more is too long for a title whatever is in it.
const LONGEST: usize = 600;
/// The most characters of a line: a title of which all is escaped, a date and the most and longest
/// marks. A line with more is not read.
const LONGEST_LINE: usize = 5_000;

/// What a line says, or why it is not a task, and its number, counted from 1 and with blank lines.
pub(crate) struct ReadLine {
    pub(crate) number: usize,
    pub(crate) said: Result<QuickLine, Problem>,
}

/// Reads one task a line; blank lines are passed over. A line that is none takes nothing away from
/// the others.
pub(crate) fn parse(text: &str, here: &Here) -> Result<Vec<ReadLine>, QuickAddError> {
    if text.chars().count() > MOST_CHARS {
        return Err(QuickAddError::TooLong);
    }
    let numbered = || numbered(text).filter(|(_, line)| !line.trim().is_empty());
    match numbered().count() {
        0 => return Err(QuickAddError::Nothing),
        1..=MOST_LINES => {}
        _ => return Err(QuickAddError::TooManyLines),
    }
    let lines = numbered().map(|(number, text)| ReadLine {
        number,
        said: read(without_bullet(text), here).map(|(line, _)| line),
    });
    Ok(lines.collect())
}

/// The lines with their numbers. `\r\n` ends one line, not two.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line));
    (1..).zip(lines)
}

/// Reads a line, and returns the bytes that say when too.
pub(super) fn read(line: &str, here: &Here) -> Result<(QuickLine, Vec<usize>), Problem> {
    if line.chars().count() > LONGEST_LINE {
        return Err(InvalidTitle::TooLong.into());
    }
    let marks = Marks::find(line)?;
    let marked: usize = marks.taken.iter().map(Range::len).sum();
    if line.chars().count().saturating_sub(marked) > LONGEST {
        return Err(InvalidTitle::TooLong.into());
    }
    let Found {
        due,
        recurrence,
        taken,
    } = when::find(&runs(line, &marks), here);
    let starts = marks
        .taken
        .iter()
        .chain(&taken)
        .map(|range| range.start)
        .collect();
    let taken = [marks.taken, taken].concat();
    let title = Title::parse(&without(line, taken, &marks.escapes))?;
    let line = QuickLine {
        title: title.into(),
        due,
        recurrence,
        priority: marks.priority,
        project: marks.project,
        labels: marks.labels,
    };
    Ok((line, starts))
}

/// Takes the sign of a list from the beginning of a line.
pub(super) fn without_bullet(line: &str) -> &str {
    const BULLETS: &[&str] = &[
        "-", "*", "+", "•", "–", "—", "☐", "□", "[ ]", "[]", "[x]", "[X]",
    ];
    let mut line = line.trim();
    loop {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = line
            .get(digits..)
            .and_then(|rest| rest.strip_prefix(['.', ')']));
        let bullet = BULLETS.iter().find_map(|bullet| line.strip_prefix(bullet));
        let rest = bullet.or(numbered.filter(|_| (1..4).contains(&digits)));
        match rest.filter(|rest| rest.starts_with(char::is_whitespace)) {
            Some(rest) => line = rest.trim_start(),
            None => return line,
        }
    }
}

//! Marks of a line, and parts of it that are never read.

use std::ops::Range;

use super::Problem;
use crate::domain::{Name, Priority};

/// The marks of a line, by where they stand.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) priority: Option<Priority>,
    pub(super) project: Option<Name>,
    pub(super) labels: Vec<Name>,
    /// The bytes of marks, which go.
    pub(super) taken: Vec<Range<usize>>,
    /// The bytes that stay and are not read.
    pub(super) kept: Vec<Range<usize>>,
    /// The bytes of backslashes, which go too.
    pub(super) escapes: Vec<usize>,
}

/// The most labels of a task.
const MOST_LABELS: usize = 50;

impl Marks {
    /// Finds the marks of a line.
    pub(super) fn find(line: &str) -> Result<Self, Problem> {
        let mut marks = Self::default();
        let mut project = None;
        let mut at = 0;
        let mut quotes = Quotes::default();
        let mut last = 0;
        while let Some(word) = next_word(line, at, last) {
            last = word.end;
            at = word.end;
            let text = line.get(word.clone()).unwrap_or_default();
            if let Some((name, range)) = mark(line, &word, '#') {
                at = range.end;
                project = Some((Name::parse(name)?, range));
            } else if let Some((name, range)) = mark(line, &word, '@') {
                at = range.end;
                marks.add_label(Name::parse(name)?, range)?;
            } else if let Some(priority) = priority(text, line.get(at..).unwrap_or_default()) {
                marks.priority = Some(priority);
                marks.taken.push(word);
            } else {
                at = marks.keep(line, word, &mut quotes);
            }
        }
        // Of several projects the last counts; the others are words of the title.
        if let Some((name, range)) = project {
            marks.project = Some(name);
            marks.taken.push(range);
        }
        Ok(marks)
    }

    fn add_label(&mut self, name: Name, range: Range<usize>) -> Result<(), Problem> {
        self.taken.push(range);
        if self.labels.contains(&name) {
            return Ok(());
        }
        if self.labels.len() == MOST_LABELS {
            return Err(Problem::TooManyLabels);
        }
        self.labels.push(name);
        Ok(())
    }

    /// Keeps a word from being read if it is escaped, quoted or an address, and returns where to
    /// go on.
    fn keep(&mut self, line: &str, word: Range<usize>, quotes: &mut Quotes) -> usize {
        let text = line.get(word.clone()).unwrap_or_default();
        if text.len() > 1 && text.starts_with('\\') {
            self.escapes.push(word.start);
            self.kept.push(word.clone());
            return word.end;
        }
        if let Some(end) = quotes.end(line, word.start) {
            self.kept.push(word.start..end);
            return end;
        }
        if is_address(text) {
            self.kept.push(word.clone());
        }
        word.end
    }
}

/// The next run of characters that are not white space. The word before ended at `last`, which is
/// not looked for again within it.
fn next_word(line: &str, from: usize, last: usize) -> Option<Range<usize>> {
    if from < last {
        return Some(from..last);
    }
    let rest = line.get(from..)?;
    let start = from + rest.find(|letter: char| !letter.is_whitespace())?;
    let word = line.get(start..)?;
    let length = word.find(char::is_whitespace).unwrap_or(word.len());
    Some(start..start + length)
}

/// The name after a sign that begins the word, and the bytes of both.
fn mark<'l>(line: &'l str, word: &Range<usize>, sign: char) -> Option<(&'l str, Range<usize>)> {
    let rest = line.get(word.start..)?.strip_prefix(sign)?;
    let start = word.start + sign.len_utf8();
    if let Some(inner) = rest.strip_prefix('"') {
        let length = inner.find('"')?;
        let name = inner.get(..length).filter(|name| !name.trim().is_empty())?;
        return Some((name, word.start..start + length + 2));
    }
    let name = line.get(start..word.end)?.split('"').next()?;
    let name = name.trim_end_matches(|letter| ",.;:!?)]}\"'".contains(letter));
    let colour = sign == '#' && is_colour(name, line.get(..word.start).unwrap_or_default());
    (!colour && is_name(name, sign)).then(|| (name, word.start..start + name.len()))
}

/// Tells names from numbers (`#42`), colours (`#ff8800`) and times (`@5pm`).
fn is_name(name: &str, sign: char) -> bool {
    let begins = name
        .starts_with(|first: char| first.is_alphanumeric() || first == '_' || !first.is_ascii());
    let number = name
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".,:-/".contains(&byte));
    let hex = matches!(name.len(), 6 | 8) && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let colour = sign == '#' && hex && name.bytes().any(|byte| byte.is_ascii_digit());
    let half = name.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let suffix = name
        .get(half.len()..)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let clock = sign == '@'
        && matches!(&*suffix, "am" | "pm" | "a" | "p")
        && half.starts_with(|first: char| first.is_ascii_digit());
    // `@types/node`
    let package = sign == '@' && name.contains('/');
    begins && !number && !colour && !clock && !package
}

/// `#fff`, or what stands after `color` or `color to`.
fn is_colour(name: &str, before: &str) -> bool {
    if !matches!(name.len(), 3 | 6 | 8) || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return false;
    }
    let mut words = before.split_whitespace().rev().take(2);
    let named = words.any(|word| {
        let word = word.trim_end_matches([':', '=']).to_ascii_lowercase();
        matches!(&*word, "color" | "colour" | "background")
    });
    let mut letters = name.chars();
    let first = letters.next();
    named || letters.all(|letter| Some(letter) == first)
}

/// Reads `p1` to `p4` and `!!1` to `!!4`. `P1` is one at the end of a line only, because it is
/// written in titles too.
fn priority(word: &str, rest: &str) -> Option<Priority> {
    let last = || {
        rest.split_whitespace()
            .all(|word| word.starts_with(['#', '@']))
    };
    let digit = word
        .strip_prefix("!!")
        .or_else(|| word.strip_prefix('p'))
        .or_else(|| word.strip_prefix('P').filter(|_| last()))?;
    match digit.as_bytes() {
        [digit @ b'1'..=b'4'] => Priority::new(digit - b'0'),
        _ => None,
    }
}

/// Finds where quotations end. A sign that was not found once is not looked for again, so that
/// many that open do not each search the whole line.
#[derive(Default)]
struct Quotes {
    missing: Vec<char>,
}

impl Quotes {
    /// Where the quotation ends that begins here, if one does.
    fn end(&mut self, line: &str, start: usize) -> Option<usize> {
        let text = line.get(start..)?;
        let lead = text.trim_start_matches(['(', '[']);
        let open = lead.chars().next()?;
        let close = closing(open)?;
        if self.missing.contains(&close) {
            return None;
        }
        let inner = lead.get(open.len_utf8()..)?;
        let Some(length) = inner.find(close) else {
            self.missing.push(close);
            return None;
        };
        Some(start + (text.len() - inner.len()) + length + close.len_utf8())
    }
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '`' => '`',
        _ => return None,
    })
}

/// Tells addresses of the web and of mail, and paths.
fn is_address(word: &str) -> bool {
    let is_mail = || {
        word.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    word.contains("://") || word.starts_with("www.") || is_mail() || word.contains('\\')
}

//! Tasks as quick-add lines.

use std::fmt::Write as _;

use super::{
    QuickLine,
    read::{read, without_bullet},
};
use crate::{
    domain::Name,
    language::{Here, dates, recurrence},
};

/// Writes a task as a line that reads as the same task. Words of the title that would be read as
/// something else get a backslash.
pub(crate) fn display(line: &QuickLine, here: &Here) -> String {
    let marks = marks(line, here);
    let of_title = starts(&line.title, here);
    let words = || word_starts(&line.title);
    let last = words().last();
    let attempts: [&dyn Fn(usize) -> bool; 3] = [
        &|_| false,
        &|start| of_title.contains(&start) || Some(start) == last,
        &|_| true,
    ];
    let mut written = String::new();
    for is_escaped in attempts {
        written = format!("{}{marks}", escaped(&line.title, is_escaped));
        let again = read(without_bullet(&written), here);
        if again.is_ok_and(|(again, _)| again == *line) {
            break;
        }
    }
    written
}

/// Everything but the title, with a space before each.
fn marks(line: &QuickLine, here: &Here) -> String {
    let mut marks = String::new();
    if let Some(priority) = line.priority {
        let _ = write!(marks, " p{}", priority.get());
    }
    if let Some(project) = &line.project {
        let _ = write!(marks, " #{}", name(project, "_-/"));
    }
    for label in &line.labels {
        let _ = write!(marks, " @{}", name(label, "_-"));
    }
    match (&line.recurrence, &line.due) {
        (Some(rule), Some(due)) => {
            let words = recurrence::display(rule);
            let _ = write!(marks, " {words}");
            let first = recurrence::parse(&words, here).map(|repeat| repeat.first);
            if first.as_ref() != Ok(due) {
                let due = dates::display(due, here);
                let _ = write!(marks, " starting {due}");
            }
        }
        (None, Some(due)) => {
            let _ = write!(marks, " {}", dates::display(due, here));
        }
        (_, None) => {}
    }
    marks
}

/// A name, quoted if it would end early.
fn name(name: &Name, signs: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || signs.contains(letter);
    let text = name.as_str();
    let begins = text.starts_with(char::is_alphabetic);
    match begins && text.chars().all(plain) && !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => text.into(),
        false => format!("\"{text}\""),
    }
}

/// Where in the title something would be read.
fn starts(title: &str, here: &Here) -> Vec<usize> {
    let bullet = title.len() - without_bullet(title).len();
    let mut starts = read(title, here)
        .map(|(_, starts)| starts)
        .unwrap_or_default();
    if bullet > 0 {
        starts.push(0);
    }
    starts
}

fn word_starts(title: &str) -> impl Iterator<Item = usize> {
    let begins = |(at, letter): &(usize, char)| {
        let before = title
            .get(..*at)
            .and_then(|before| before.chars().next_back());
        !letter.is_whitespace() && before.is_none_or(char::is_whitespace)
    };
    title.char_indices().filter(begins).map(|(at, _)| at)
}

/// The title with a backslash before some words, and before those that begin with one.
fn escaped(title: &str, is_escaped: impl Fn(usize) -> bool) -> String {
    let mut written = String::with_capacity(title.len() + 8);
    let mut at = 0;
    for start in word_starts(title) {
        let begins_so = title
            .get(start..)
            .is_some_and(|word| word.starts_with('\\'));
        written.push_str(title.get(at..start).unwrap_or_default());
        if begins_so || is_escaped(start) {
            written.push('\\');
        }
        at = start;
    }
    written.push_str(title.get(at..).unwrap_or_default());
    written
}

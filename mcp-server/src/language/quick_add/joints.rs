//! The title: what is left of a line.

use std::ops::Range;

/// Takes bytes out of a line. What is left of it stays as it is, but for white space where
/// something was taken out, of which one space remains.
pub(super) fn without(line: &str, mut taken: Vec<Range<usize>>, escapes: &[usize]) -> String {
    taken.sort_unstable_by_key(|range| range.start);
    let mut title = String::with_capacity(line.len());
    let mut at = 0;
    let mut keeps_joint = false;
    for range in taken {
        let part = line.get(at..range.start.max(at)).unwrap_or_default();
        push(&mut title, &unescaped(part, at, escapes), at > 0);
        // Of marks that follow each other the last one is at the end of the same words.
        if !part.trim().is_empty() {
            keeps_joint = ends_escaped(part, at, escapes);
        }
        if !keeps_joint {
            title.truncate(without_joint(line, &title, range.end).len());
        }
        at = range.end.max(at);
    }
    let rest = line.get(at..).unwrap_or_default();
    push(&mut title, &unescaped(rest, at, escapes), at > 0);
    title.trim().into()
}

/// Takes a comma, a dash or a colon from the end if nothing follows that it could lead to:
/// `Meeting - tomorrow`.
fn without_joint<'t>(line: &str, title: &'t str, end: usize) -> &'t str {
    let rest = line.get(end..).unwrap_or_default().trim_start();
    if !rest.is_empty() && !rest.starts_with([',', '.', ';', ':', '!', '?', ')', ']']) {
        return title;
    }
    let text = title.trim_end();
    let dash = text.strip_suffix(['-', '–', '—']);
    let dash = dash.filter(|left| left.ends_with(char::is_whitespace));
    let left = dash.or_else(|| text.strip_suffix([',', ':']));
    let left = left.map(str::trim_end).filter(|left| !left.is_empty());
    left.unwrap_or(title)
}

/// Tells whether the last word has a backslash before it.
fn ends_escaped(part: &str, start: usize, escapes: &[usize]) -> bool {
    let text = part.trim_end();
    let word = text.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let mut escapes = escapes.iter().filter(|at| **at < start + text.len());
    escapes.any(|at| *at >= start + word)
}

fn unescaped(part: &str, start: usize, escapes: &[usize]) -> String {
    let letters = part.char_indices();
    let kept = letters.filter(|(at, _)| escapes.binary_search(&(start + at)).is_err());
    kept.map(|(_, letter)| letter).collect()
}

/// Adds what follows something that was taken out.
fn push(title: &mut String, part: &str, joint: bool) {
    if !joint {
        title.push_str(part);
        return;
    }
    title.truncate(title.trim_end().len());
    let mut part = part.trim_start();
    if title.ends_with('(') && part.starts_with(')') {
        title.pop();
        title.truncate(title.trim_end().len());
        part = part.get(1..).unwrap_or_default().trim_start();
    }
    if title.is_empty() {
        // `Tomorrow: call mom`
        part = part.trim_start_matches([',', ':', ';', '-', '–', '—', ' ']);
    }
    let closes = part.starts_with([',', '.', ';', ':', '!', '?', ')', ']']);
    if !title.is_empty() && !part.is_empty() && !closes {
        title.push(' ');
    }
    title.push_str(part);
}

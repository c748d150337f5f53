//! Putting an item into a JSON list or object, and taking one out, by text alone.

use std::ops::Range;

/// The text between the brackets of a list or an object.
#[derive(Debug, Clone)]
pub(super) struct Brackets {
    /// With the brackets.
    pub(super) range: Range<usize>,
    /// Members or elements, in order.
    pub(super) items: Vec<Range<usize>>,
}

/// Puts `item` behind the last one, in the style of those that are there. `item` makes the text
/// for an indentation and an end of line.
pub(super) fn insert(
    text: &str,
    brackets: &Brackets,
    item: impl Fn(&Style) -> String,
) -> Option<String> {
    let style = Style::of(text, brackets)?;
    match brackets.items.last() {
        None => insert_first(text, brackets, &style, &item(&style)),
        Some(last) => insert_behind(text, brackets, last.end, &style, &item(&style)),
    }
}

fn insert_first(text: &str, brackets: &Brackets, style: &Style, item: &str) -> Option<String> {
    let close = brackets.range.end.checked_sub(1)?;
    let inside = text.get(brackets.range.start + 1..close)?;
    if !style.is_multiline {
        let (before, after) = (text.get(..close)?, text.get(close..)?);
        return Some(format!("{before}{item}{after}"));
    }
    // Behind a comment, if there is one.
    let at = brackets.range.start + 1 + inside.trim_end().len();
    let rest = text.get(at..close)?;
    let end = if rest.contains('\n') {
        String::new()
    } else {
        format!("{}{}", style.newline, style.outer)
    };
    let put = format!("{}{}{item}{end}", style.newline, style.inner);
    let rest = if rest.contains('\n') { rest } else { "" };
    Some(format!(
        "{}{put}{rest}{}",
        text.get(..at)?,
        text.get(close..)?
    ))
}

fn insert_behind(
    text: &str,
    brackets: &Brackets,
    end: usize,
    style: &Style,
    item: &str,
) -> Option<String> {
    let close = brackets.range.end.checked_sub(1)?;
    let comma = comma_after(text, end, close);
    let at = line_comments_after(text, comma.unwrap_or(end), close);
    let before_comma = text.get(..end)?;
    let between = text.get(end..at)?;
    let missing = if comma.is_none() { "," } else { "" };
    // Who ends a list with a comma does so again.
    let last = if comma.is_some() { "," } else { "" };
    let gap = if style.is_multiline {
        format!("{}{}", style.newline, style.inner)
    } else {
        " ".to_owned()
    };
    let after = text.get(at..)?;
    Some(format!(
        "{before_comma}{missing}{between}{gap}{item}{last}{after}"
    ))
}

/// Takes the item of this number out, with the comma and the white space that came with it.
pub(super) fn remove(text: &str, brackets: &Brackets, index: usize) -> Option<String> {
    let item = brackets.items.get(index)?;
    let close = brackets.range.end.checked_sub(1)?;
    let own_comma = comma_after(text, item.end, close);
    let is_last = index + 1 == brackets.items.len();
    let previous = index
        .checked_sub(1)
        .and_then(|index| brackets.items.get(index));
    let start = text.get(..item.start)?.trim_end().len();
    let opened = previous.map_or(brackets.range.start + 1, |previous| previous.end);
    let end = own_comma.unwrap_or(item.end);
    let after = text.get(end..)?;
    if ends_in_line_comment(text, opened, start) && !begins_with_line_end(after) {
        // What follows would become a part of the comment.
        let gap = text.get(start..item.start)?;
        let kept = format!("{gap}{}", after.trim_start_matches([' ', '\t']));
        return without_comma(
            text,
            previous.filter(|_| is_last && own_comma.is_none()),
            start,
        )
        .map(|before| before + &kept);
    }
    match previous {
        Some(previous) if is_last && own_comma.is_none() => {
            without_comma(text, Some(previous), start).map(|before| before + after)
        }
        None if is_last => {
            let inside = text.get(end..close)?;
            let opened = text.get(..start)?.ends_with(['{', '[']);
            let rest = if opened && inside.trim().is_empty() {
                text.get(close..)?
            } else {
                after
            };
            Some(format!("{}{rest}", text.get(..start)?))
        }
        _ => Some(format!("{}{after}", text.get(..start)?)),
    }
}

/// Returns the text up to `end` without the comma behind this item, which was put there for the
/// one that is taken out.
fn without_comma(text: &str, previous: Option<&Range<usize>>, end: usize) -> Option<String> {
    let Some(previous) = previous else {
        return text.get(..end).map(str::to_owned);
    };
    let comma = comma_after(text, previous.end, end)?;
    let (before, behind) = (text.get(..comma - 1)?, text.get(comma..end)?);
    Some(format!("{before}{behind}"))
}

/// How the items are laid out.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub(super) newline: &'static str,
    /// The indentation of the line with the opening bracket.
    pub(super) outer: String,
    /// The indentation of the items.
    pub(super) inner: String,
    /// One step of indentation.
    pub(super) step: String,
    pub(super) is_multiline: bool,
}

impl Style {
    fn of(text: &str, brackets: &Brackets) -> Option<Self> {
        let outer = indentation(text, brackets.range.start)?;
        let step = step(text);
        let inside = text.get(brackets.range.clone())?;
        let first = brackets.items.first();
        let own_line = first.and_then(|first| {
            let before = text.get(brackets.range.start..first.start)?;
            before
                .contains('\n')
                .then(|| indentation(text, first.start))?
        });
        Some(Self {
            newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
            inner: own_line.unwrap_or_else(|| format!("{outer}{step}")),
            outer,
            step,
            is_multiline: match first {
                Some(_) => inside.contains('\n'),
                // Nothing but brackets shows no taste for one line.
                None => matches!(text.trim(), "{}" | "[]") || text.trim().contains('\n'),
            },
        })
    }

    /// The same, one level further in.
    pub(super) fn nested(&self) -> Self {
        Self {
            outer: self.inner.clone(),
            inner: format!("{}{}", self.inner, self.step),
            ..self.clone()
        }
    }
}

/// The white space at the beginning of the line.
fn indentation(text: &str, at: usize) -> Option<String> {
    let before = text.get(..at)?;
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(line..)?;
    let width = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..width).map(str::to_owned)
}

/// The first indentation in the file is one step.
fn step(text: &str) -> String {
    let mut lines = text.lines().skip(1).filter_map(|line| {
        let width = line.len() - line.trim_start_matches([' ', '\t']).len();
        line.get(..width)
            .filter(|indent| !indent.is_empty() && line.len() > width)
    });
    lines.next().unwrap_or("  ").to_owned()
}

/// Returns the end of the comma that follows, over white space and comments.
fn comma_after(text: &str, from: usize, close: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = text.get(at..close)?;
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.starts_with(',') {
            return Some(at + 1);
        }
        at += comment(trimmed)?;
    }
}

/// Returns the end of the comments on the rest of the line: they are about what stands before.
fn line_comments_after(text: &str, from: usize, close: usize) -> usize {
    let mut end = from;
    loop {
        let rest = text.get(end..close).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let skipped = rest.len() - trimmed.len();
        match comment(trimmed) {
            Some(length)
                if !trimmed
                    .get(..length)
                    .is_some_and(|text| text.contains('\n')) =>
            {
                end += skipped + length;
            }
            _ => return end,
        }
    }
}

/// Whether what stands between two items ends in a comment to the end of its line.
fn ends_in_line_comment(text: &str, from: usize, end: usize) -> bool {
    let mut rest = text.get(from..end).unwrap_or_default();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter == ',' || letter.is_whitespace());
        match comment(rest) {
            Some(length) if length < rest.len() => rest = rest.get(length..).unwrap_or_default(),
            Some(_) => return rest.starts_with("//"),
            None => return false,
        }
    }
}

fn begins_with_line_end(text: &str) -> bool {
    text.trim_start_matches([' ', '\t'])
        .starts_with(['\n', '\r'])
}

/// The length of the comment that the text begins with.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        let line = text.find(['\n', '\r']);
        return Some(line.unwrap_or(text.len()));
    }
    text.starts_with("/*")
        .then(|| text.find("*/").map(|end| end + 2))?
}

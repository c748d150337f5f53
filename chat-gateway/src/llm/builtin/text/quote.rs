//! Quotation marks, told apart from apostrophes.

use std::ops::Range;

/// Returns the range inside the quotation that opens at byte `start` of `text`, if one does. The
/// closing mark ends at `range.end` plus the mark's own length.
///
/// A mark opens where a word could start and closes where a word could end, so the apostrophes of
/// `'Don't miss mom's call'` do neither.
pub(super) fn quoted(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let open = text.get(start..)?.chars().next()?;
    let close = closing_of(open)?;
    if !could_open(text, start) {
        return None;
    }
    let inner = start + open.len_utf8();
    let mut ends = closers(text, inner, close);
    let mut end = ends.next()?;
    // A plural possessive ('the parents' house') looks like an end; it is one only if what
    // follows opens a quotation of its own before it closes one.
    for next in ends {
        let between = end + close.len_utf8()..next;
        if opens_within(text, between, open) {
            break;
        }
        end = next;
    }
    let is_empty = text.get(inner..end)?.trim().is_empty();
    (!is_empty).then_some((inner..end, end + close.len_utf8()))
}

fn closing_of(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '\'' => '\'',
        '“' | '„' => '”',
        '‘' => '’',
        '«' => '»',
        '`' => '`',
        _ => return None,
    })
}

fn could_open(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let after = text.get(at..).and_then(|t| t.chars().nth(1));
    before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(|c| !c.is_whitespace())
}

fn closers(text: &str, from: usize, close: char) -> impl Iterator<Item = usize> {
    text.get(from..)
        .unwrap_or_default()
        .char_indices()
        .filter(move |&(_, c)| c == close)
        .map(move |(offset, _)| from + offset)
        .filter(move |&at| could_close(text, at))
}

fn could_close(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let after = text.get(at..).and_then(|t| t.chars().nth(1));
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
}

fn opens_within(text: &str, range: Range<usize>, open: char) -> bool {
    let start = range.start;
    text.get(range)
        .unwrap_or_default()
        .char_indices()
        .any(|(offset, c)| c == open && could_open(text, start + offset))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    fn inner(text: &str) -> Option<&str> {
        let start = text.find(['"', '\'', '“', '‘'])?;
        quoted(text, start).map(|(range, _)| &text[range])
    }

    #[test]
    fn apostrophes_inside_a_quotation_do_not_end_it() {
        assert_eq!(
            inner("to 'Don't miss mom's call'."),
            Some("Don't miss mom's call")
        );
        assert_eq!(
            inner("'Clean the parents' house'"),
            Some("Clean the parents' house")
        );
    }

    #[test]
    fn two_quotations_are_two() {
        assert_eq!(inner("'milk' and 'eggs'"), Some("milk"));
        assert_eq!(
            inner("\"milk and cookies\" and \"bread\""),
            Some("milk and cookies")
        );
    }

    #[test]
    fn an_outer_quotation_keeps_the_inner_one() {
        assert_eq!(
            inner("'Read \"Tomorrow, and tomorrow\"'"),
            Some("Read \"Tomorrow, and tomorrow\"")
        );
    }

    #[test]
    fn a_mark_that_never_closes_is_no_quotation() {
        assert_eq!(inner("a 5\" screen"), None);
        assert_eq!(inner("'tis late"), None);
    }
}

//! The part of a text in which what is looked for stands.

use std::ops::Range;

use super::words::{SearchWords, words};

/// Characters before the first word that was found.
const BEFORE: usize = 60;
/// Characters of a snippet.
const LENGTH: usize = 200;

/// A piece of a snippet: a word that was found, or what stands between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) is_match: bool,
}

/// Returns the part of the text that begins shortly before the first word found, on one line and
/// in pieces; where none is found, the beginning. An ellipsis stands where text is left out.
pub(crate) fn snippet(text: &str, searched: &SearchWords) -> Vec<Piece> {
    let found: Vec<Range<usize>> = words(text)
        .filter(|(_, word)| searched.match_word(word))
        .map(|(place, _)| place)
        .collect();
    let first = found.first().map_or(0, |place| place.start);
    let part = part(text, first);
    let mut pieces = Pieces::default();
    if part.start > 0 {
        pieces.push("…", false);
    }
    let mut shown = part.start;
    for place in found {
        let place = place.start.max(shown)..place.end.min(part.end);
        if place.is_empty() {
            continue;
        }
        pieces.push(text.get(shown..place.start).unwrap_or_default(), false);
        pieces.push(text.get(place.clone()).unwrap_or_default(), true);
        shown = place.end;
    }
    pieces.push(text.get(shown..part.end).unwrap_or_default(), false);
    if part.end < text.len() {
        pieces.push("…", false);
    }
    pieces.0
}

/// Where the snippet stands in the text: from between two words, if there is such a place near.
fn part(text: &str, first: usize) -> Range<usize> {
    let (before, after) = text.split_at_checked(first).unwrap_or(("", text));
    let earliest = before.char_indices().rev().nth(BEFORE - 1);
    let start = earliest.map_or(0, |(earliest, _)| {
        let near = before.get(earliest..).unwrap_or_default();
        earliest + near.find(char::is_whitespace).map_or(0, |gap| gap + 1)
    });
    // A gap may be a sign of several bytes.
    let start = (start..=first)
        .find(|start| text.is_char_boundary(*start))
        .unwrap_or(first);
    let shown = text.get(start..first).unwrap_or_default().chars().count();
    let last = after.char_indices().nth(LENGTH.saturating_sub(shown));
    let end = last.map_or(text.len(), |(last, _)| {
        let near = after.get(..last).unwrap_or_default();
        first
            + near
                .rfind(char::is_whitespace)
                .filter(|gap| *gap > last / 2)
                .unwrap_or(last)
    });
    start..end
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    /// White space and control characters become one space.
    fn push(&mut self, text: &str, is_match: bool) {
        for letter in text.chars() {
            let gap = letter.is_whitespace() || letter.is_control();
            let letter = if gap { ' ' } else { letter };
            if gap && self.ends_with_gap() {
                continue;
            }
            match self.0.last_mut() {
                Some(last) if last.is_match == is_match => last.text.push(letter),
                _ => self.0.push(Piece {
                    text: letter.to_string(),
                    is_match,
                }),
            }
        }
    }

    fn ends_with_gap(&self) -> bool {
        self.0.last().is_none_or(|last| last.text.ends_with(' '))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces in a row, what was found in brackets.
    fn shown(text: &str, search: &str) -> String {
        let pieces = snippet(text, &SearchWords::parse(search).unwrap());
        let shown = pieces.iter().map(|piece| match piece.is_match {
            true => format!("[{}]", piece.text),
            false => piece.text.clone(),
        });
        shown.collect()
    }

    #[test]
    fn what_was_found_is_told_apart_and_all_is_on_one_line() {
        assert_eq!(
            shown("Add\n\t<b>Crème</b>  brûlée,\u{0} cremes", "creme BRU"),
            "Add <b>[Crème]</b> [brûlée], [cremes]"
        );
        assert_eq!(shown("milk", "milk"), "[milk]");
        assert_eq!(shown("nothing of it", "milk"), "nothing of it");
    }

    #[test]
    fn of_a_long_text_the_part_around_is_shown_cut_between_words() {
        let text = format!("{}the milk {}", "before ".repeat(40), "after ".repeat(60));
        let shown = shown(&text, "milk");
        assert!(shown.starts_with("…before "), "{shown}");
        assert!(shown.contains(" the [milk] after "), "{shown}");
        assert!(shown.ends_with(" after…"), "{shown}");
        assert!(shown.chars().count() <= LENGTH + 4, "{shown}");
    }

    #[test]
    fn letters_of_several_bytes_are_never_cut() {
        for gap in ["", " ", "\u{2003}", "日"] {
            let text = format!("é{gap}日本{gap}").repeat(200);
            for search in ["日", "é", "x"] {
                let pieces = snippet(&text, &SearchWords::parse(search).unwrap());
                assert!(!pieces.is_empty());
            }
        }
    }
}

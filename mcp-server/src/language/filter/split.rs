//! A text taken apart into operators and the phrases between them.

use std::borrow::Cow;

use super::{error::Problem, vocabulary};

/// An operator or a phrase, and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) kind: Kind<'t>,
    /// Counted in characters from 1.
    pub(super) column: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    And,
    Or,
    Not,
    Open,
    Close,
    /// At least one word.
    Phrase(Vec<Word<'t>>),
}

/// A word without the quotes and escapes that it was written with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) text: Cow<'t, str>,
    /// Whether it is written without quotes and escapes, and so may be syntax.
    pub(super) plain: bool,
    pub(super) column: usize,
    /// Whether the first letter is written without quotes and escapes, as a sign before a name.
    pub(super) begins_plain: bool,
}

/// Takes a text apart.
pub(super) fn split(text: &str) -> Result<Vec<Piece<'_>>, Problem> {
    let mut splitter = Splitter {
        text,
        letters: text.char_indices().peekable(),
        column: 0,
        pieces: Vec::with_capacity(8),
        words: Vec::new(),
        word: None,
    };
    while let Some((at, letter)) = splitter.next() {
        splitter.letter(at, letter)?;
    }
    splitter.end_phrase();
    Ok(splitter.pieces)
}

struct Splitter<'t> {
    text: &'t str,
    letters: std::iter::Peekable<std::str::CharIndices<'t>>,
    /// That of the last letter taken.
    column: usize,
    pieces: Vec<Piece<'t>>,
    /// Of the phrase under way.
    words: Vec<Word<'t>>,
    word: Option<Open<'t>>,
}

/// A word under way.
struct Open<'t> {
    word: Word<'t>,
    /// Where it begins, as long as it is just as in the text.
    start: usize,
}

impl<'t> Splitter<'t> {
    fn next(&mut self) -> Option<(usize, char)> {
        let next = self.letters.next();
        self.column += usize::from(next.is_some());
        next
    }

    fn letter(&mut self, at: usize, letter: char) -> Result<(), Problem> {
        match letter {
            '&' => self.operator(Kind::And, letter),
            '|' => self.operator(Kind::Or, letter),
            ',' if !self.is_before_year(at) => self.operator(Kind::Or, letter),
            '(' => self.operator(Kind::Open, ' '),
            ')' => self.operator(Kind::Close, ' '),
            '!' if self.word.is_none() && self.words.is_empty() => self.operator(Kind::Not, ' '),
            '"' => self.quoted(at)?,
            '\\' => match self.next() {
                Some((_, escaped)) => self.open(at, false).text.to_mut().push(escaped),
                None => return Err(Problem::new(self.column, "Nothing follows the backslash")),
            },
            ':' if self.is_after_keyword() => self.end_word(),
            space if space.is_whitespace() || space.is_control() => self.end_word(),
            _ => self.plain(at, letter),
        }
        Ok(())
    }

    /// Ends the phrase; `&&` is `&`.
    fn operator(&mut self, kind: Kind<'t>, twice: char) {
        let column = self.column;
        self.end_phrase();
        if self.letters.peek().is_some_and(|(_, next)| *next == twice) {
            self.next();
        }
        self.pieces.push(Piece { kind, column });
    }

    fn quoted(&mut self, at: usize) -> Result<(), Problem> {
        let column = self.column;
        self.open(at, false);
        while let Some((_, letter)) = self.next() {
            let letter = match letter {
                '"' => return Ok(()),
                '\\' => self.next().map_or('\\', |(_, escaped)| escaped),
                letter => letter,
            };
            self.open(at, false).text.to_mut().push(letter);
        }
        Err(Problem::new(column, "The quotation is not closed"))
    }

    fn plain(&mut self, at: usize, letter: char) {
        let text = self.text;
        let start = self.word.as_ref().map_or(at, |open| open.start);
        let word = self.open(at, true);
        match &mut word.text {
            Cow::Borrowed(same) if word.plain => {
                *same = text.get(start..at + letter.len_utf8()).unwrap_or(same);
            }
            text => text.to_mut().push(letter),
        }
    }

    /// Returns the word under way, or begins one.
    fn open(&mut self, start: usize, plain: bool) -> &mut Word<'t> {
        let column = self.column;
        let open = self.word.get_or_insert_with(|| Open {
            word: Word {
                plain,
                column,
                begins_plain: plain,
                ..Word::default()
            },
            start,
        });
        open.word.plain &= plain;
        &mut open.word
    }

    /// Ends the word; `and`, `or` and `not` are operators, but for the one of `between … and …`.
    fn end_word(&mut self) {
        let Some(Open { word, .. }) = self.word.take() else {
            return;
        };
        let operator = vocabulary::operator(&word);
        match operator {
            Some(Kind::Not) if !self.words.is_empty() => self.words.push(word),
            Some(Kind::And) if vocabulary::is_between(&self.words) => self.words.push(word),
            Some(kind) => {
                let column = word.column;
                self.end_phrase();
                self.pieces.push(Piece { kind, column });
            }
            None => self.words.push(word),
        }
    }

    fn end_phrase(&mut self) {
        self.end_word();
        let words = std::mem::take(&mut self.words);
        if let Some(first) = words.first() {
            self.pieces.push(Piece {
                column: first.column,
                kind: Kind::Phrase(words),
            });
        }
    }

    fn is_after_keyword(&self) -> bool {
        let word = self.word.as_ref().map(|open| &open.word);
        word.is_some_and(|word| word.plain && vocabulary::takes_colon(&word.text))
    }

    /// Whether a comma is that of `March 5, 2027`.
    fn is_before_year(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let after = self.text.get(at + 1..).unwrap_or_default();
        let after = after.strip_prefix(' ').unwrap_or(after);
        let digits = after.bytes().take(5).take_while(u8::is_ascii_digit);
        let day = before.bytes().rev().take(4);
        digits.count() == 4 && day.into_iter().any(|letter| letter.is_ascii_digit())
    }
}

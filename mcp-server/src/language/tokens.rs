//! Words, numbers and signs of a text, with their places in it.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A word, a number or a sign of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    /// What is written.
    pub(crate) text: &'t str,
    /// The byte at which it begins.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) kind: Kind<'t>,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind<'t> {
    /// Begins with a letter: in lower case, without accents and apostrophes (`p1`, `oclock`).
    Word(Cow<'t, str>),
    /// Begins with a digit.
    Number(Number<'t>),
    /// Any other character that is not a space.
    Sign(char),
}

/// A number, and the letters that follow it at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number<'t> {
    /// Its value; [`u32::MAX`] if it is larger.
    pub(crate) value: u32,
    /// How many digits it has.
    pub(crate) digits: usize,
    /// The letters after it, folded: `rd` of `3rd`, `pm` of `5pm`, otherwise nothing.
    pub(crate) suffix: Cow<'t, str>,
}

impl Token<'_> {
    /// Returns the folded word, if it is one.
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            Kind::Number(_) | Kind::Sign(_) => None,
        }
    }

    /// Tells whether it is this word, which is given folded.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.word() == Some(word)
    }

    /// Tells whether it is this sign.
    pub(crate) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// Returns the number, if it is one.
    pub(crate) fn number(&self) -> Option<&Number<'_>> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            Kind::Word(_) | Kind::Sign(_) => None,
        }
    }

    /// Tells whether nothing stands between it and the one before.
    pub(crate) fn touches(&self, before: &Token<'_>) -> bool {
        before.end == self.start
    }
}

/// Splits a text into words, numbers with the letters that follow them, and signs. An apostrophe
/// between letters is part of the word.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let length = length(rest, first);
        if !is_space(first) {
            tokens.extend(token(rest, at, length));
        }
        at += length;
    }
    tokens
}

fn token(rest: &str, start: usize, length: usize) -> Option<Token<'_>> {
    let text = rest.get(..length)?;
    Some(Token {
        text,
        start,
        end: start + length,
        kind: kind(text)?,
    })
}

fn kind(text: &str) -> Option<Kind<'_>> {
    let first = text.chars().next()?;
    Some(if first.is_ascii_digit() {
        let digits = digits(text);
        Kind::Number(Number {
            value: text.get(..digits)?.parse().unwrap_or(u32::MAX),
            digits,
            suffix: folded(text.get(digits..)?),
        })
    } else if is_letter(first) {
        Kind::Word(folded(text))
    } else {
        Kind::Sign(first)
    })
}

/// How many bytes of `rest` belong together.
fn length(rest: &str, first: char) -> usize {
    if first.is_ascii_digit() {
        let digits = digits(rest);
        digits + letters(rest.get(digits..).unwrap_or_default(), char::is_alphabetic)
    } else if is_letter(first) {
        letters(rest, is_letter)
    } else {
        first.len_utf8()
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The bytes of the letters at the beginning, and of single apostrophes between them.
fn letters(text: &str, belongs: fn(char) -> bool) -> usize {
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        if belongs(letter) || is_combining_mark(letter) {
            end = at + letter.len_utf8();
        } else if !is_apostrophe(letter) || at == 0 || end != at {
            break;
        }
    }
    end
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric()
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{200b}' | '\u{feff}')
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '`')
}

/// Lower case without accents and apostrophes. What already is so is not copied.
fn folded(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        let kept = |b: &u8| *b != b'\'' && *b != b'`';
        let lower = text
            .bytes()
            .filter(kept)
            .map(|b| char::from(b.to_ascii_lowercase()));
        return Cow::Owned(lower.collect());
    }
    let plain = |letter: &char| !is_combining_mark(*letter) && !is_apostrophe(*letter);
    let lower = text.nfkd().filter(plain).flat_map(char::to_lowercase);
    Cow::Owned(lower.filter(plain).collect())
}

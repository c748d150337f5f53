//! Tokens with the place they were cut from.

use std::ops::Range;

use super::{contraction, fold, quote};
use crate::llm::builtin::lexicon;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word, a number, a URL: anything without spaces.
    Word,
    /// Text in quotation marks; the range is what stands between them.
    Quoted(Range<usize>),
    /// A mark that separates, and not part of a word.
    Mark,
    /// The end of a line.
    LineBreak,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// The form that grammar compares: folded, spelled out, trigger words corrected. Empty for
    /// quotations, which grammar never looks into.
    pub(crate) norm: String,
    /// Byte offset where it starts in the source.
    pub(crate) start: usize,
    /// Byte offset just after it. The later words of a contraction are empty, at its end.
    pub(crate) end: usize,
}

impl Token {
    /// Returns the number this token writes in digits or in words: `3`, `#3`, `three`.
    pub(crate) fn number(&self) -> Option<u64> {
        let digits = self.norm.strip_prefix('#').unwrap_or(&self.norm);
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if plain {
            return digits.parse().ok();
        }
        lexicon::number_word(&self.norm)
    }

    /// Tells whether this is the word or mark `norm`.
    pub(crate) fn is(&self, norm: &str) -> bool {
        self.norm == norm
    }
}

/// Cuts `text` into tokens; never fails, whatever the text.
pub(crate) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c == '\n' {
            tokens.push(mark(Kind::LineBreak, "\n", at..at + 1));
            at += 1;
        } else if c.is_whitespace() {
            at += c.len_utf8();
        } else if let Some((inner, end)) = quote::quoted(text, at) {
            tokens.push(mark(Kind::Quoted(inner), "", at..end));
            at = end;
        } else if is_mark(text, at, c) {
            let end = at + c.len_utf8();
            tokens.push(mark(Kind::Mark, mark_norm(c), at..end));
            at = end;
        } else {
            let end = word_end(text, at);
            push_word(&mut tokens, text, at..end);
            at = end;
        }
    }
    join_to_do(&mut tokens);
    tokens
}

fn mark(kind: Kind, norm: &str, range: Range<usize>) -> Token {
    Token {
        kind,
        norm: norm.to_owned(),
        start: range.start,
        end: range.end,
    }
}

/// Marks that separate wherever they stand, and those that do only when they stand alone.
fn is_mark(text: &str, at: usize, c: char) -> bool {
    let alone = || {
        text.get(at + c.len_utf8()..)
            .and_then(|rest| rest.chars().next())
            .is_none_or(char::is_whitespace)
    };
    match c {
        ',' | ';' | ':' | '!' | '?' | '.' | '…' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“'
        | '”' | '•' | '‣' | '◦' | '·' => true,
        '-' | '–' | '—' | '*' | '\'' | '’' | '~' | '|' | '=' => alone(),
        _ => false,
    }
}

fn mark_norm(c: char) -> &'static str {
    match c {
        ',' => ",",
        ';' => ";",
        ':' | '=' => ":",
        '!' => "!",
        '?' => "?",
        '.' | '…' => ".",
        '(' | '[' | '{' => "(",
        ')' | ']' | '}' => ")",
        '-' | '–' | '—' | '*' | '•' | '‣' | '◦' | '·' => "-",
        _ => "\"",
    }
}

/// Returns where the word that starts at `start` ends, without the marks that follow it.
fn word_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let run = rest
        .find(char::is_whitespace)
        .and_then(|end| rest.get(..end))
        .unwrap_or(rest);
    let is_address = run.contains("://") || run.starts_with("www.");
    let cut = if is_address { None } else { inner_mark(run) };
    let word = cut.and_then(|end| run.get(..end)).unwrap_or(run);
    let trimmed = word.trim_end_matches([
        '.', ',', ';', ':', '!', '?', ')', ']', '}', '"', '”', '’', '\'', '…',
    ]);
    let first = word.chars().next().map_or(1, char::len_utf8);
    start + trimmed.len().max(first)
}

/// Returns where a mark inside a run of letters ends the word: `milk,eggs`, `todo:milk`, but not
/// `5:30`, `example.com` or `mom's`.
fn inner_mark(run: &str) -> Option<usize> {
    let mut before = None;
    let mut chars = run.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, next)| next);
        let ends = match c {
            ',' | ';' | '!' | '?' | '(' | '"' | '”' => at > 0,
            ':' => {
                before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphabetic)
            }
            '0'..='9' => run.get(..at).is_some_and(|head| fold(head) == "task"),
            _ => false,
        };
        if ends {
            return Some(at);
        }
        before = Some(c);
    }
    None
}

fn push_word(tokens: &mut Vec<Token>, text: &str, range: Range<usize>) {
    let folded = fold(text.get(range.clone()).unwrap_or_default());
    for (position, part) in contraction::expand(&folded).into_iter().enumerate() {
        let start = if position == 0 {
            range.start
        } else {
            range.end
        };
        let norm = lexicon::corrected(part).unwrap_or(part);
        tokens.push(mark(Kind::Word, norm, start..range.end));
    }
}

/// Joins "to do" to the noun "todo" where it can only be the noun.
fn join_to_do(tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at + 1 < tokens.len() {
        if is_noun_to_do(tokens, at) {
            let plural = tokens.get(at + 1).is_some_and(|token| !token.is("do"));
            let second = tokens.remove(at + 1);
            if let Some(first) = tokens.get_mut(at) {
                first.norm = if plural { "todos" } else { "todo" }.to_owned();
                first.end = second.end;
            }
        }
        at += 1;
    }
}

fn is_noun_to_do(tokens: &[Token], at: usize) -> bool {
    let norm = |i: usize| tokens.get(i).map_or("", |token| token.norm.as_str());
    if norm(at) != "to" {
        return false;
    }
    let before = if at == 0 { "" } else { norm(at - 1) };
    match norm(at + 1) {
        "dos" | "do's" => true,
        "do" => {
            matches!(
                norm(at + 2),
                "list" | "lists" | "item" | "items" | "task" | "tasks"
            ) || matches!(before, "a" | "new" | "another" | "my" | "the")
                || (at == 0 && norm(2) == ":")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::tokenize;

    fn norms(text: &str) -> Vec<String> {
        tokenize(text).into_iter().map(|token| token.norm).collect()
    }

    #[test]
    fn contractions_are_taken_apart_and_possessives_are_not() {
        assert_eq!(norms("What’s mom's"), ["what", "is", "mom's"]);
        assert_eq!(norms("dont"), ["do", "not"]);
    }

    #[test]
    fn marks_inside_words_separate_only_where_people_mean_them_to() {
        assert_eq!(norms("milk,eggs"), ["milk", ",", "eggs"]);
        assert_eq!(
            norms("todo:milk at 5:30."),
            ["todo", ":", "milk", "at", "5:30", "."]
        );
        assert_eq!(norms("https://a.b/c,d?e=1"), ["https://a.b/c,d?e=1"]);
        assert_eq!(norms("task3"), ["task", "3"]);
    }

    #[test]
    fn a_noun_to_do_is_one_word_and_a_verb_is_two() {
        assert_eq!(norms("my to do list"), ["my", "todo", "list"]);
        assert_eq!(norms("what to do"), ["what", "to", "do"]);
    }
}

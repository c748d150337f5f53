//! A stretch of tokens over the text they were cut from.

use super::{
    pattern,
    token::{Kind, Token},
};

/// A stretch of tokens; copying it copies two references.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase<'a> {
    source: &'a str,
    tokens: &'a [Token],
}

impl<'a> Phrase<'a> {
    /// Returns all of `source`, which `tokens` were cut from.
    pub(crate) fn new(source: &'a str, tokens: &'a [Token]) -> Self {
        Self { source, tokens }
    }

    /// Returns the tokens.
    pub(crate) fn tokens(self) -> &'a [Token] {
        self.tokens
    }

    /// Returns how many tokens there are.
    pub(crate) fn len(self) -> usize {
        self.tokens.len()
    }

    /// Tells whether there is no token.
    pub(crate) fn is_empty(self) -> bool {
        self.tokens.is_empty()
    }

    /// Returns the normal form of the token at `position`, or nothing past the end.
    pub(crate) fn norm(self, position: usize) -> &'a str {
        self.tokens.get(position).map_or("", |t| t.norm.as_str())
    }

    /// Tells whether the last token is the word `norm`: "3 days from" goes on.
    pub(crate) fn has_last(self, norm: &str) -> bool {
        self.tokens.last().is_some_and(|token| token.is(norm))
    }

    /// Returns the text exactly as it was written, from the first token to the last.
    pub(crate) fn verbatim(self) -> &'a str {
        let start = self.tokens.first().map_or(0, |token| token.start);
        let end = self.tokens.last().map_or(0, |token| token.end);
        self.source.get(start..end).unwrap_or_default()
    }

    /// Returns the row of dots that follows directly, where the text trails off.
    pub(crate) fn trailing_dots(self) -> &'a str {
        let end = self.tokens.last().map_or(0, |token| token.end);
        let rest = self.source.get(end..).unwrap_or_default();
        let dots = rest.len() - rest.trim_start_matches(['.', '…']).len();
        let row = rest.get(..dots).unwrap_or_default();
        if row.len() > 1 { row } else { "" }
    }

    /// Returns what stands between the marks, where the phrase is one quotation.
    pub(crate) fn quotation(self) -> Option<&'a str> {
        match self.tokens {
            [token] => self.quotation_of(token),
            _ => None,
        }
    }

    /// Returns what stands between the marks of one of this phrase's tokens.
    pub(crate) fn quotation_of(self, token: &Token) -> Option<&'a str> {
        match &token.kind {
            Kind::Quoted(inner) => self.source.get(inner.clone()),
            _ => None,
        }
    }

    /// Returns the first `count` tokens.
    pub(crate) fn head(self, count: usize) -> Self {
        let tokens = self.tokens.get(..count).unwrap_or(self.tokens);
        Self { tokens, ..self }
    }

    /// Returns what follows the first `count` tokens.
    pub(crate) fn skip(self, count: usize) -> Self {
        let tokens = self.tokens.get(count..).unwrap_or_default();
        Self { tokens, ..self }
    }

    /// Returns what follows the longest of `patterns` that fits at the start.
    pub(crate) fn after(self, patterns: &[&str]) -> Option<Self> {
        patterns
            .iter()
            .filter_map(|pattern| pattern::fit(pattern, self.tokens))
            .max()
            .map(|taken| self.skip(taken))
    }

    /// Returns what precedes the longest of `patterns` that fits at the end. No further from the
    /// end than the longest reaches is anything tried.
    pub(crate) fn before(self, patterns: &[&str]) -> Option<Self> {
        let longest = patterns.iter().map(|pattern| pattern::longest(pattern));
        let longest = longest.max().unwrap_or_default();
        (self.len().saturating_sub(longest)..self.len())
            .find(|&start| {
                let tail = self.skip(start);
                patterns
                    .iter()
                    .any(|p| pattern::fit(p, tail.tokens) == Some(tail.len()))
            })
            .map(|start| self.head(start))
    }

    /// Tells whether one of `patterns` fits the whole phrase.
    pub(crate) fn is_any(self, patterns: &[&str]) -> bool {
        patterns
            .iter()
            .any(|pattern| pattern::fit(pattern, self.tokens) == Some(self.len()))
    }

    /// Returns what stands before and after the first place where one of `patterns` fits.
    pub(crate) fn split_at(self, patterns: &[&str]) -> Option<(Self, Self)> {
        (0..self.len()).find_map(|start| {
            let after = self.skip(start).after(patterns)?;
            Some((self.head(start), after))
        })
    }

    /// Tells whether one of `patterns` fits somewhere.
    pub(crate) fn has(self, patterns: &[&str]) -> bool {
        self.split_at(patterns).is_some()
    }

    /// Returns the phrase without the marks at both ends; brackets and quotation marks belong to
    /// the words and stay.
    pub(crate) fn trim_marks(self) -> Self {
        let is_mark = |token: &Token| {
            matches!(token.kind, Kind::Mark | Kind::LineBreak)
                && !matches!(token.norm.as_str(), "(" | ")" | "\"")
        };
        let start = self.tokens.iter().take_while(|t| is_mark(t)).count();
        let rest = self.skip(start);
        let end = rest.tokens.iter().rev().take_while(|t| is_mark(t)).count();
        rest.head(rest.len().saturating_sub(end))
    }

    /// Returns the parts between the tokens that `separates` picks, empty ones left out.
    pub(crate) fn split(self, separates: impl Fn(&Token) -> bool) -> Vec<Self> {
        self.tokens
            .split(|token| separates(token))
            .filter(|tokens| !tokens.is_empty())
            .map(|tokens| Self { tokens, ..self })
            .collect()
    }
}

//! Whether what could be a date is one.

use super::{
    runs::{Beside, Run},
    words::{CLAUSES, CLEAR, FOLLOWS, NOT_AFTER, RELATIVE, VERBS, WEEKDAYS},
};
use crate::language::{
    recurrence::WEEKDAYS_OFTEN,
    tokens::{Kind, Token},
};

/// Signs after which a sentence goes on or ends.
const CLOSING: &str = ",;:.!?)]–—";

/// Tokens of a run that could say when.
pub(super) struct Place<'a, 'l> {
    pub(super) run: &'a Run<'l>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'l> Place<'_, 'l> {
    pub(super) fn before(&self) -> Option<&Token<'l>> {
        self.start
            .checked_sub(1)
            .and_then(|at| self.run.tokens.get(at))
    }

    fn after(&self) -> Option<&Token<'l>> {
        self.run.tokens.get(self.end)
    }

    pub(super) fn taken(&self) -> &[Token<'l>] {
        self.run
            .tokens
            .get(self.start..self.end)
            .unwrap_or_default()
    }

    /// Tells whether it begins the line.
    fn leads(&self) -> bool {
        self.start == 0 && self.run.before == Beside::Edge
    }

    /// Tells whether nothing but signs and marks follows in its run.
    fn ends(&self) -> bool {
        let rest = self.run.tokens.get(self.end..).unwrap_or_default();
        let closed = rest.iter().all(|token| is_one_of(token, ".!?,;)]"));
        closed && self.run.after != Beside::Text
    }

    /// Tells whether a new part of the sentence begins after it.
    fn is_followed_well(&self) -> bool {
        match self.after() {
            None => self.run.after != Beside::Text,
            Some(next) if is_one_of(next, ",;:)-–—(&|") => true,
            Some(next) => next.text.starts_with(char::is_lowercase) && is_any(next, FOLLOWS),
        }
    }

    /// Tells whether it touches other letters: `2026-11-22.pdf`, `v2`.
    fn is_cut(&self) -> bool {
        let touches = |first: Option<&Token<'_>>, next: Option<&Token<'_>>| {
            first
                .zip(next)
                .is_some_and(|(first, next)| next.touches(first))
        };
        let opened = self.before().is_some_and(|token| is_one_of(token, "(["));
        let parted = self
            .before()
            .is_some_and(|token| is_one_of(token, "@:,;–—"));
        let after = self.after();
        let closed = after.is_some_and(|token| is_one_of(token, CLOSING));
        // `2026-11-22.pdf`
        let rest = self.run.tokens.get(self.end..).unwrap_or_default();
        let signs = rest.iter().take_while(|token| is_one_of(token, CLOSING));
        let signs = signs.count();
        let next = rest.get(signs);
        let last = signs.checked_sub(1).and_then(|at| rest.get(at));
        let goes_on = touches(last, next) && touches(self.taken().last(), after);
        touches(self.before(), self.taken().first()) && !opened && !parted
            || touches(self.taken().last(), after) && !closed
            || goes_on
    }

    /// Tells whether it is written as a title is: `The Day After Tomorrow`.
    fn is_named(&self) -> bool {
        let is_capital = |token: &&Token<'_>| {
            let small = [
                "the", "day", "after", "of", "a", "in", "from", "end", "week", "month",
            ];
            is_any(token, &small) && token.text.starts_with(char::is_uppercase)
        };
        let shouted = |token: &Token<'_>| !token.text.chars().any(char::is_lowercase);
        let words = self.taken().iter().filter(is_capital).count();
        words > usize::from(self.leads()) && !self.run.tokens.iter().all(shouted)
    }

    /// Tells whether a repetition is said to be one.
    pub(super) fn says_every(&self) -> bool {
        let every = ["every", "each", "ev", "once"];
        self.taken().iter().any(|token| is_any(token, &every))
    }

    /// `Read Tuesdays with Morrie`: weekdays alone, without a time.
    fn is_habit(&self) -> bool {
        let taken = self.taken();
        let plural = taken.iter().any(|token| is_any(token, &WEEKDAYS_OFTEN));
        let timed = taken.iter().any(|token| token.number().is_some());
        plural && !timed && !self.says_every()
    }

    /// `Trip monday - friday` is rather one trip.
    fn is_range(&self) -> bool {
        let first = self.taken().first();
        first.is_some_and(|first| is_any(first, WEEKDAYS)) && !self.says_every()
    }

    /// Tells whether a repetition is meant.
    pub(super) fn repeats(&self) -> bool {
        let says_every = self.says_every();
        let blocked = self.before().is_some_and(|token| is_any(token, NOT_AFTER));
        let placed = self.ends() || self.is_followed_well();
        if self.is_cut() || self.is_named() || self.is_habit() && !self.ends() || self.is_range() {
            return false;
        }
        if self.is_of_a_clause() {
            return false;
        }
        match says_every {
            true => placed || self.leads() && !self.is_before_a_name(),
            // `Daily standup`, `Read the Daily`.
            false => placed && !blocked && (self.end > self.start + 1 || !self.leads()),
        }
    }

    /// Tells whether a date is meant.
    pub(super) fn is_date(&self, led: bool) -> bool {
        if self.is_cut() || self.is_named() || self.is_of_a_thing() || self.is_fraction(led) {
            return false;
        }
        if self.is_of_a_clause() {
            return false;
        }
        let is_owner = |token: &Token<'_>| token.text.ends_with("'s") || token.text.ends_with("’s");
        let blocks = |token: &Token<'_>| is_any(token, NOT_AFTER) || is_owner(token);
        let blocked = !led && self.before().is_some_and(blocks);
        let placed = self.ends() || self.is_followed_well();
        !blocked && (placed || self.leads() && self.is_before_a_task(led))
    }

    /// `Ask if Bob comes friday` says when Bob comes, `Learn how to bake friday` when to learn. A
    /// comma ends the clause, and `by friday` is until when to ask.
    fn is_of_a_clause(&self) -> bool {
        let before = self.run.tokens.get(..self.start).unwrap_or_default();
        let is_end = |token: &Token<'_>| is_one_of(token, ",;:.!?)]–—");
        let begin = before.iter().rposition(is_end).map_or(0, |end| end + 1);
        let clause = before.get(begin..).unwrap_or_default();
        let begins = |pair: &[Token<'_>]| match pair {
            [word, next, ..] => is_any(word, CLAUSES) && !next.is("to"),
            _ => false,
        };
        let led = self
            .taken()
            .first()
            .is_some_and(|first| is_any(first, &["by", "due", "deadline"]));
        !led && clause.windows(2).any(begins)
    }

    /// After a date at the beginning of a line comes what is to be done then, not more of a name:
    /// `Sunday Times`, `May the 4th party`, `Monday blues`.
    fn is_before_a_task(&self, led: bool) -> bool {
        let [first, rest @ ..] = self.taken() else {
            return false;
        };
        if first.is("may") && rest.first().is_some_and(|token| token.is("the")) {
            return false;
        }
        let is_verb = self.after().is_some_and(|token| is_any(token, VERBS));
        let tells = |token: &Token<'_>| token.number().is_some() || is_any(token, RELATIVE);
        let several = !rest.is_empty() && self.taken().iter().any(tells);
        let clear = led || several || is_any(first, CLEAR);
        is_verb || clear && !self.is_before_a_name()
    }

    fn is_before_a_name(&self) -> bool {
        let is_name = |token: &Token<'_>| token.text.starts_with(char::is_uppercase);
        let named = self.taken().iter().all(is_name);
        let next = self.after();
        named && next.is_some_and(|token| is_name(token) && !is_any(token, VERBS))
    }

    /// `3/4` is rather a fraction than a date, unless it is said to be one.
    fn is_fraction(&self, led: bool) -> bool {
        match self.taken() {
            [over, slash, under] if !led && slash.is_sign('/') => {
                let number = |token: &Token<'_>| token.number().map(|number| number.value);
                matches!(
                    (number(over), number(under)),
                    (Some(1), Some(2..=10)) | (Some(2), Some(3 | 5)) | (Some(3), Some(4 | 8))
                )
            }
            _ => false,
        }
    }
}

/// Tells whether the token is one of the words.
pub(super) fn is_any(token: &Token<'_>, words: &[&str]) -> bool {
    token.word().is_some_and(|word| words.contains(&word))
}

fn is_one_of(token: &Token<'_>, signs: &str) -> bool {
    matches!(token.kind, Kind::Sign(sign) if signs.contains(sign))
}

//! Names and numbers of things that look like dates.

use super::{
    runs::Beside,
    sure::{Place, is_any},
    words::{BOOKS, MEALS, NUMBERED, ORDINALS, STORIES, WEEKDAYS},
};
use crate::language::tokens::Token;

impl Place<'_, '_> {
    /// Tells whether it is the name or the number of something.
    pub(super) fn is_of_a_thing(&self) -> bool {
        self.is_verse() || self.is_meal() || self.is_story() || self.is_numbered()
    }

    /// `John 3:16` is no time. After other names a time is rather told in steps of five minutes.
    fn is_verse(&self) -> bool {
        let numbers = self.taken().first().and_then(Token::number).is_some();
        let Some(before) = self.before().filter(|_| numbers) else {
            return false;
        };
        is_any(before, BOOKS) || self.start > 1 && is_capital(before) && self.is_odd_time()
    }

    /// `8:28`, unlike `8:30`.
    fn is_odd_time(&self) -> bool {
        match self.taken() {
            [_, colon, minute] if colon.is_sign(':') => minute
                .number()
                .is_some_and(|minute| minute.suffix.is_empty() && minute.value % 5 != 0),
            _ => false,
        }
    }

    /// `Prepare sunday lunch` says what is prepared.
    fn is_meal(&self) -> bool {
        let taken = self.taken();
        matches!(taken, [.., day, meal] if is_any(day, WEEKDAYS) && is_any(meal, MEALS))
    }

    /// `Watch Friday the 13th`, `Read Born on the Fourth of July`
    fn is_story(&self) -> bool {
        let first = self.run.tokens.first();
        let told = first.is_some_and(|first| is_any(first, STORIES));
        let is_title = |pair: &[Token<'_>]| match pair {
            [word, next] => {
                let day = is_any(word, WEEKDAYS) && next.is("the");
                is_capital(word) && (day || is_any(word, ORDINALS))
            }
            _ => false,
        };
        told && self.run.before == Beside::Edge && self.taken().windows(2).any(is_title)
    }

    /// `Print form 10/4`
    fn is_numbered(&self) -> bool {
        let of_thing = self.before().is_some_and(|token| is_any(token, NUMBERED));
        let is_figure = |token: &Token<'_>| {
            token.number().is_some() || ['/', '-', '.'].iter().any(|sign| token.is_sign(*sign))
        };
        of_thing && self.taken().iter().all(is_figure)
    }
}

fn is_capital(token: &Token<'_>) -> bool {
    token.text.starts_with(char::is_uppercase)
}

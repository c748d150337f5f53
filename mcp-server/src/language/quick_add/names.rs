//! Names and numbers of things that look like dates.

use super::{
    runs::Beside,
    sure::{Place, is_any},
    words::{
        BOOKS, CELEBRATED, CLEAR, IN_GENERAL, LEADS, MEALS, NAMES, NUMBERED, ORDINALS, RELATIVE,
        SMALL, STORIES, TAKEN_IN, WEEKDAYS,
    },
};
use crate::language::tokens::Token;

impl Place<'_, '_> {
    /// Tells whether it is the name or the number of something.
    pub(super) fn is_of_a_thing(&self) -> bool {
        self.is_verse()
            || self.is_meal()
            || self.is_story()
            || self.is_numbered()
            || self.is_known_name()
            || self.is_work()
            || self.is_feast()
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

    /// `Subscribe to USA Today`, `Buy Cyber Monday deals`: the name is known, and written as one.
    fn is_known_name(&self) -> bool {
        let (Some(before), [day]) = (self.before(), self.taken()) else {
            return false;
        };
        is_capital(before)
            && is_capital(day)
            && NAMES
                .iter()
                .any(|(name, days)| before.is(name) && is_any(day, days))
    }

    /// `Watch Wednesday`, `Listen to Sweet Sunday`: what is read, watched or listened to is
    /// something, and a weekday written as its name is. What is read in general (`Watch Movie
    /// Friday`) is no name.
    fn is_work(&self) -> bool {
        let [day] = self.taken() else {
            return false;
        };
        let is_weekday = is_any(day, WEEKDAYS) && is_capital(day);
        let begun = self.run.before == Beside::Edge && is_weekday;
        let words = self.run.tokens.get(..self.start).unwrap_or_default();
        let (true, [verb, object @ ..]) = (begun, words) else {
            return false;
        };
        let object = match object {
            [to, object @ ..] if verb.is("listen") && to.is("to") => object,
            object if is_any(verb, TAKEN_IN) => object,
            _ => return false,
        };
        object
            .iter()
            .all(|word| is_capital(word) || is_any(word, SMALL))
            && object.last().is_none_or(|last| !is_any(last, IN_GENERAL))
    }

    /// `Celebrate the 4th of July`, `Celebrate Christmas`: the feast is what is celebrated.
    fn is_feast(&self) -> bool {
        let celebrated = self.before().is_some_and(|token| is_any(token, CELEBRATED));
        let [first, ..] = self.taken() else {
            return false;
        };
        let plain = [WEEKDAYS, CLEAR, RELATIVE, LEADS]
            .iter()
            .any(|words| is_any(first, words));
        celebrated && first.word().is_some() && !plain
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

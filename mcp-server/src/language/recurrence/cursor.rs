//! A place in a phrase.

use chrono::NaiveTime;

use super::words;
use crate::language::{
    Here,
    dates::{self, When},
    tokens::{Token, tokens},
};

/// A place in the tokens of a phrase. Reading moves it on; what does not fit leaves it where it is.
#[derive(Clone)]
pub(super) struct Cursor<'a, 't> {
    tokens: &'a [Token<'t>],
    at: usize,
    pub(super) here: &'a Here,
}

impl<'a, 't> Cursor<'a, 't> {
    /// Begins at the first token.
    pub(super) fn new(tokens: &'a [Token<'t>], here: &'a Here) -> Self {
        Self {
            tokens,
            at: 0,
            here,
        }
    }

    /// Returns how many tokens have been read.
    pub(super) fn taken(&self) -> usize {
        self.at
    }

    /// Returns the tokens that have not been read.
    pub(super) fn rest(&self) -> &'a [Token<'t>] {
        self.tokens.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<&'a Token<'t>> {
        self.tokens.get(self.at)
    }

    /// Reads a word that the table knows.
    pub(super) fn word<T>(&mut self, known: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = known(self.peek()?.word()?)?;
        self.at += 1;
        // `mon.` is the same as `mon`, if more follows.
        if self.peek().is_some_and(|next| next.is_sign('.')) && self.tokens.len() > self.at + 1 {
            self.at += 1;
        }
        Some(value)
    }

    /// Reads one of the words.
    pub(super) fn one_of(&mut self, any: &[&str]) -> bool {
        self.word(|word| any.contains(&word).then_some(()))
            .is_some()
    }

    /// Reads all of the words, or none.
    pub(super) fn all_of(&mut self, all: &[&str]) -> bool {
        self.attempt(|cursor| all.iter().all(|word| cursor.one_of(&[word])).then_some(()))
            .is_some()
    }

    /// Reads the sign.
    pub(super) fn sign(&mut self, sign: char) -> bool {
        let is_there = self.peek().is_some_and(|token| token.is_sign(sign));
        self.at += usize::from(is_there);
        is_there
    }

    /// Reads the sign if it stands directly after what was read.
    pub(super) fn attached(&mut self, sign: char) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let touches = |(token, before): (&Token<'_>, _)| token.touches(before);
        self.peek().zip(before).is_some_and(touches) && self.sign(sign)
    }

    /// Reads a whole number, in digits or in words.
    pub(super) fn number(&mut self) -> Option<u16> {
        if let Some(number) = self.peek()?.number() {
            let value = u16::try_from(number.value).ok()?;
            self.at += usize::from(number.suffix.is_empty());
            return number.suffix.is_empty().then_some(value);
        }
        let value = self.word(words::number)?;
        self.one_of(&["of"]);
        Some(value)
    }

    /// Reads digits with letters after them, such as `3rd` or `2w`.
    pub(super) fn suffixed<T>(&mut self, known: impl FnOnce(u32, &str) -> Option<T>) -> Option<T> {
        let number = self.peek()?.number()?;
        let value = known(number.value, &number.suffix)?;
        self.at += 1;
        Some(value)
    }

    /// Reads what joins the members of a list: `,`, `and`, `, and`, `&`, `/` or `+`.
    pub(super) fn joint(&mut self) -> bool {
        let sign = [',', '&', '/', '+', ';']
            .iter()
            .any(|sign| self.sign(*sign));
        self.one_of(words::AND) || sign
    }

    /// Reads a list of one or more.
    pub(super) fn list<T>(&mut self, member: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut members = vec![member(self)?];
        while let Some(next) = self.attempt(|cursor| {
            cursor.joint().then_some(())?;
            member(cursor)
        }) {
            members.push(next);
        }
        Some(members)
    }

    /// Reads as the function does, or nothing.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.at;
        let read = read(self);
        if read.is_none() {
            self.at = before;
        }
        read
    }

    /// Reads a date, with or without a time. It is surely one, as if `by` stood before it.
    pub(super) fn date(&mut self) -> Option<When> {
        self.date_as_of(self.here)
    }

    /// Reads a date as if it had been written then.
    pub(super) fn date_as_of(&mut self, here: &Here) -> Option<When> {
        const LONGEST: usize = 16;
        let rest = self.rest();
        let led = tokens("by").into_iter();
        let led: Vec<_> = led.chain(rest.iter().take(LONGEST).cloned()).collect();
        let (when, taken) = dates::prefix(&led, here)?;
        self.at += taken.checked_sub(1)?;
        Some(when)
    }

    /// Reads times of the day: `at 10, 12 and 5pm`.
    pub(super) fn times(&mut self) -> Option<Vec<NaiveTime>> {
        let mut times = vec![self.time()?];
        while let Some(next) = self.attempt(|cursor| {
            cursor.joint().then_some(())?;
            cursor.time().or_else(|| cursor.led_time())
        }) {
            times.push(next);
        }
        Some(times)
    }

    /// Reads a time as if `at` stood before it.
    fn led_time(&mut self) -> Option<NaiveTime> {
        const LONGEST: usize = 6;
        let led = tokens("at").into_iter();
        let led: Vec<_> = led
            .chain(self.rest().iter().take(LONGEST).cloned())
            .collect();
        let (time, taken) = dates::time_prefix(&led, self.here)?;
        self.at += taken.checked_sub(1)?;
        Some(time)
    }

    /// Reads a time of day, or a part of the day.
    pub(super) fn time(&mut self) -> Option<NaiveTime> {
        if self.sign('@') {
            return self.led_time();
        }
        if let Some((time, taken)) = dates::time_prefix(self.rest(), self.here) {
            self.at += taken;
            return Some(time);
        }
        self.attempt(|cursor| {
            let _ = cursor.all_of(&["in", "the"]) || cursor.one_of(&["at", "in"]);
            let said = cursor.word(words::part_of_day)?;
            dates::time_prefix(&tokens(said), cursor.here).map(|(time, _)| time)
        })
    }
}

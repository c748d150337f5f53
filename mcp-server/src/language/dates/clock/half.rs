//! `am` and `pm`, and which half is meant where neither is said.

use chrono::{NaiveTime, TimeDelta, Timelike as _};

use crate::language::dates::sense::{Clock, Half, Part};
use crate::language::tokens::Token;

/// Reads `am`, `p.m.` as a word, and tells whether it is the second half.
pub(super) fn word(tokens: &[Token<'_>], at: usize) -> Option<(bool, usize)> {
    match tokens.get(at)?.word()? {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        "a" => Some((false, dotted(tokens, at + 1)?)),
        "p" => Some((true, dotted(tokens, at + 1)?)),
        _ => None,
    }
}

/// Reads the same from the letters that follow a number at once. `a` and `p` are enough where it
/// is sure that the number is of a time.
pub(super) fn suffix(tokens: &[Token<'_>], at: usize, sure: bool) -> Option<(bool, usize)> {
    let letter = |second_half| {
        let next = dotted(tokens, at + 1).or(sure.then_some(at + 1))?;
        Some((second_half, next))
    };
    match &*tokens.get(at)?.number()?.suffix {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        "a" => letter(false),
        "p" => letter(true),
        _ => None,
    }
}

/// `.m.`; the last dot may be missing.
fn dotted(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let (dot, m) = (tokens.get(at)?, tokens.get(at + 1)?);
    if !dot.is_sign('.') || !m.is("m") || !m.touches(dot) {
        return None;
    }
    let last = tokens.get(at + 2);
    let closed = last.is_some_and(|last| last.is_sign('.') && last.touches(m));
    Some(at + 2 + usize::from(closed))
}

/// Returns the hour of 24 for one of 12.
pub(super) fn hour(hour: u32, second_half: bool) -> Option<u32> {
    let hour_of_12 = (1..=12).contains(&hour).then_some(hour % 12)?;
    Some(hour_of_12 + if second_half { 12 } else { 0 })
}

impl Part {
    /// The time that is meant where only the part of the day is said.
    pub(in crate::language::dates) fn time(self) -> Option<NaiveTime> {
        let hour = match self {
            Self::Morning => 9,
            Self::Lunch => 12,
            Self::Afternoon => 15,
            Self::Evening => 19,
            Self::Night => 20,
            Self::Whole => return None,
        };
        NaiveTime::from_hms_opt(hour, 0, 0)
    }

    /// The hours that are called so. Those of the night after midnight belong to the next day.
    fn holds(self, hour: u32) -> bool {
        match self {
            Self::Morning => hour < 12,
            Self::Lunch => (11..=14).contains(&hour),
            Self::Afternoon => (12..=18).contains(&hour),
            Self::Evening => (16..=23).contains(&hour),
            Self::Night => (18..=23).contains(&hour),
            Self::Whole => false,
        }
    }
}

impl Clock {
    /// Returns the time that is meant, in this part of the day.
    ///
    /// An hour without a half is between 8 and 19: `at 5` is in the afternoon. In figures with
    /// minutes it is as on a clock of 24 hours.
    pub(in crate::language::dates) fn in_part(self, part: Option<Part>) -> Option<NaiveTime> {
        let later = || {
            let half = TimeDelta::hours(12);
            (self.time.hour() < 12).then(|| self.time.overflowing_add_signed(half).0)
        };
        let Some(part) = part else {
            let early = (1..8).contains(&self.time.hour()) && self.half == Half::Open;
            return if early { later() } else { Some(self.time) };
        };
        if part.holds(self.time.hour()) {
            return Some(self.time);
        }
        let open = matches!(self.half, Half::Open | Half::Written);
        later().filter(|time| open && part.holds(time.hour()))
    }
}

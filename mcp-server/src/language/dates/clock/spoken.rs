//! Times in words: `half past six`, `quarter to 5`, `five o'clock`.

use chrono::{TimeDelta, Timelike as _};

use super::{clock, figures, half, is_led, named};
use crate::language::dates::numbers::{cardinal, plain};
use crate::language::dates::sense::{Clock, Half};
use crate::language::tokens::Token;

/// Words between the minutes and the hour, and whether the minutes come after the hour.
const RELATIONS: &[(&str, bool)] = &[
    ("past", true),
    ("after", true),
    ("to", false),
    ("before", false),
    ("till", false),
    ("til", false),
    ("of", false),
];

/// Reads minutes before or after an hour.
pub(super) fn past(tokens: &[Token<'_>], at: usize) -> Option<(Clock, usize)> {
    let (minutes, sure, next) = minutes(tokens, at)?;
    let relation = tokens.get(next)?.word()?;
    let (_, after) = RELATIONS.iter().find(|(word, _)| *word == relation)?;
    if relation == "of" && minutes != 15 {
        return None;
    }
    let noon = named(tokens, next + 1).is_some();
    let (hour, next) = hour_of(tokens, next + 1).filter(|_| sure || noon || relation == "past")?;
    let minutes = TimeDelta::minutes(if *after { minutes } else { -minutes });
    let time = hour.time.overflowing_add_signed(minutes).0;
    // `quarter to one` is between twelve and one of the same half.
    let time = if hour.half == Half::Open && time.hour() == 0 {
        time.with_hour(12)?
    } else {
        time
    };
    Some((Clock { time, ..hour }, next))
}

/// How many minutes, and whether it is sure that they are: `10 to 5` may be a range.
fn minutes(tokens: &[Token<'_>], at: usize) -> Option<(i64, bool, usize)> {
    let start = at + usize::from(tokens.get(at)?.is("a"));
    match tokens.get(start)?.word() {
        Some("half") if tokens.get(start + 1)?.is("past") => return Some((30, true, start + 1)),
        Some("quarter") => return Some((15, true, start + 1)),
        _ => {}
    }
    let figure = plain(tokens, at).map(|number| (number.value, at + 1));
    let (value, next) = figure.or_else(|| cardinal(tokens, at))?;
    let named = tokens
        .get(next)?
        .word()
        .is_some_and(|word| word.starts_with("min"));
    let sure = figure.is_none() || named || is_led(tokens, at);
    (1..60)
        .contains(&value)
        .then_some((i64::from(value), sure, next + usize::from(named)))
}

/// An hour without minutes.
fn hour_of(tokens: &[Token<'_>], at: usize) -> Option<(Clock, usize)> {
    if let Some(named) = named(tokens, at) {
        return Some(named);
    }
    if let Some(number) = tokens.get(at)?.number() {
        if number.digits > 2 {
            return None;
        }
        return match &*number.suffix {
            "" => half_or_open(tokens, number.value, at + 1),
            _ => figures::read(tokens, at),
        };
    }
    let (value, next) = cardinal(tokens, at)?;
    half_or_open(tokens, value, next)
}

fn half_or_open(tokens: &[Token<'_>], hour: u32, next: usize) -> Option<(Clock, usize)> {
    let oclock = tokens.get(next).is_some_and(|token| token.is("oclock"));
    if hour > 12 && !oclock {
        return Some((clock(hour, 0, 0, Half::Said)?, next));
    }
    figures::oclock(tokens, hour, next + usize::from(oclock))
}

/// Reads an hour in words, with minutes in words: `five o'clock`, `nine thirty am`, `at five`.
pub(super) fn hour(tokens: &[Token<'_>], at: usize) -> Option<(Clock, usize)> {
    let (hour, next) = cardinal(tokens, at).filter(|(hour, _)| (1..=12).contains(hour))?;
    if tokens.get(next).is_some_and(|token| token.is("oclock")) {
        return figures::oclock(tokens, hour, next + 1);
    }
    let (minute, next) = cardinal(tokens, next)
        .filter(|(minute, _)| (10..60).contains(minute))
        .unwrap_or((0, next));
    if let Some((second_half, next)) = half::word(tokens, next) {
        return Some((
            clock(half::hour(hour, second_half)?, minute, 0, Half::Said)?,
            next,
        ));
    }
    let led = is_led(tokens, at);
    led.then_some((clock(hour, minute, 0, Half::Open)?, next))
}

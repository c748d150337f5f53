//! Times in figures.

use super::{clock, half, is_led, offset};
use crate::language::dates::sense::{Clock, Half};
use crate::language::tokens::{Number, Token};

/// Reads a time that begins with a number.
pub(super) fn read(tokens: &[Token<'_>], at: usize) -> Option<(Clock, usize)> {
    let number = tokens.get(at)?.number()?;
    match &*number.suffix {
        "" => hour_and_minute(tokens, at, number)
            .or_else(|| with_half(tokens, at, number))
            .or_else(|| compact(tokens, at, number))
            .or_else(|| bare(tokens, at, number)),
        "h" => with_h(tokens, at, number),
        "hrs" | "hours" if number.digits == 4 => four(number, at + 1),
        "oclock" => oclock(tokens, number.value, at + 1),
        "z" => compact(tokens, at, number),
        _ => {
            let (second_half, next) = half::suffix(tokens, at, is_led(tokens, at))?;
            // `530pm`
            let (hour, minute) = match number.digits {
                1 | 2 => (number.value, 0),
                _ => (number.value / 100, number.value % 100),
            };
            let hour = half::hour(hour, second_half)?;
            offset::in_words(tokens, next, clock(hour, minute, 0, Half::Said)?)
        }
    }
}

/// `5 o'clock`, and perhaps which half.
pub(super) fn oclock(tokens: &[Token<'_>], hour: u32, next: usize) -> Option<(Clock, usize)> {
    if let Some((second_half, next)) = half::word(tokens, next) {
        return Some((
            clock(half::hour(hour, second_half)?, 0, 0, Half::Said)?,
            next,
        ));
    }
    (1..=12).contains(&hour).then_some(())?;
    Some((clock(hour, 0, 0, Half::Open)?, next))
}

/// `17:30`, `5:30pm`, `5.30pm`, `17:30:05.5`
fn hour_and_minute(tokens: &[Token<'_>], at: usize, hour: &Number<'_>) -> Option<(Clock, usize)> {
    let colon = tokens.get(at + 1)?.is_sign(':');
    let dot = tokens.get(at + 1)?.is_sign('.');
    let minute = joined(tokens, at + 1)?;
    if hour.digits > 2 || minute.digits != 2 || !(colon || dot) {
        return None;
    }
    let (second, last) = match (minute.suffix.is_empty() && colon)
        .then(|| joined(tokens, at + 3))
        .flatten()
    {
        Some(second) if second.digits == 2 && tokens.get(at + 3)?.is_sign(':') => {
            (second.value, fraction(tokens, at + 4))
        }
        Some(_) | None => (0, at + 2),
    };
    let hour_said = hour.digits == 2 && hour.value < 10 || hour.value > 12;
    if let Some((second_half, next)) = half_after(tokens, last) {
        let hour = half::hour(hour.value, second_half)?;
        let read = clock(hour, minute.value, second, Half::Said)?;
        return offset::in_words(tokens, next, read);
    }
    if dot && !(hour_said && is_led(tokens, at)) {
        return None;
    }
    let half = if hour_said { Half::Said } else { Half::Written };
    let read = clock(hour.value, minute.value, second, half)?;
    offset::after(tokens, at, last, read)
}

/// The number after a sign, with nothing between.
fn joined<'t>(tokens: &'t [Token<'_>], sign: usize) -> Option<&'t Number<'t>> {
    let (before, sign, after) = (
        tokens.get(sign.checked_sub(1)?)?,
        tokens.get(sign)?,
        tokens.get(sign + 1)?,
    );
    (sign.touches(before) && after.touches(sign)).then_some(())?;
    after.number()
}

/// Passes over the fraction of a second.
fn fraction(tokens: &[Token<'_>], second: usize) -> usize {
    let point = tokens
        .get(second + 1)
        .is_some_and(|sign| sign.is_sign('.') || sign.is_sign(','));
    if point && joined(tokens, second + 1).is_some() {
        second + 2
    } else {
        second
    }
}

/// `pm` in the last number's token or after it.
fn half_after(tokens: &[Token<'_>], last: usize) -> Option<(bool, usize)> {
    if tokens.get(last)?.number()?.suffix.is_empty() {
        half::word(tokens, last + 1)
    } else {
        half::suffix(tokens, last, true)
    }
}

/// `5 pm`, `5 o'clock`
fn with_half(tokens: &[Token<'_>], at: usize, hour: &Number<'_>) -> Option<(Clock, usize)> {
    if tokens.get(at + 1)?.is("oclock") {
        return oclock(tokens, hour.value, at + 2);
    }
    let (second_half, next) = half::word(tokens, at + 1)?;
    let hour = half::hour(hour.value, second_half)?;
    offset::in_words(tokens, next, clock(hour, 0, 0, Half::Said)?)
}

/// `17h30`; `17h` after `at`.
fn with_h(tokens: &[Token<'_>], at: usize, hour: &Number<'_>) -> Option<(Clock, usize)> {
    if let Some(minute) = tokens
        .get(at + 1)
        .filter(|next| next.touches(tokens.get(at).unwrap_or(next)))
        && let Some(minute) = minute.number()
    {
        let read = minute.digits == 2 && matches!(&*minute.suffix, "" | "m");
        let whole = read
            && !tokens
                .get(at + 2)
                .is_some_and(|next| next.number().is_some());
        return whole.then_some((clock(hour.value, minute.value, 0, Half::Said)?, at + 2));
    }
    (hour.digits <= 2 && is_led(tokens, at))
        .then_some((clock(hour.value, 0, 0, Half::Said)?, at + 1))
}

/// `0900`, `at 1730`, `1730 hours`; `170000` after the T of ISO 8601.
fn compact(tokens: &[Token<'_>], at: usize, number: &Number<'_>) -> Option<(Clock, usize)> {
    let after_t = offset::is_after_t(tokens, at);
    if number.digits == 6 && after_t {
        let read = clock(
            number.value / 10_000,
            number.value / 100 % 100,
            number.value % 100,
            Half::Said,
        )?;
        return offset::after(tokens, at, at, read);
    }
    if number.digits == 4 && after_t {
        return offset::after(tokens, at, at, four(number, at)?.0);
    }
    let hours = tokens
        .get(at + 1)
        .is_some_and(|next| next.is("hours") || next.is("hrs"));
    let leading_zero = tokens.get(at)?.text.starts_with('0');
    let sure = hours || leading_zero || is_led(tokens, at);
    if !sure || number.digits != 4 || !number.suffix.is_empty() {
        return None;
    }
    four(number, at + 1 + usize::from(hours))
}

fn four(number: &Number<'_>, next: usize) -> Option<(Clock, usize)> {
    Some((
        clock(number.value / 100, number.value % 100, 0, Half::Said)?,
        next,
    ))
}

/// `5` after `at`.
fn bare(tokens: &[Token<'_>], at: usize, hour: &Number<'_>) -> Option<(Clock, usize)> {
    let goes_on = tokens.get(at + 1).is_some_and(|next| {
        [':', '.', '/', '-'].iter().any(|sign| next.is_sign(*sign))
            && joined(tokens, at + 1).is_some()
    });
    if hour.digits > 2 || goes_on || !is_led(tokens, at) {
        return None;
    }
    let said = hour.digits == 2 && hour.value < 10 || !(1..=12).contains(&hour.value);
    let half = if said { Half::Said } else { Half::Open };
    Some((clock(hour.value, 0, 0, half)?, at + 1))
}

//! The offset from UTC after a time.

use crate::language::dates::sense::{Clock, Half};
use crate::language::tokens::Token;

/// No clock is further from UTC, in hours.
const FURTHEST: u32 = 15;

/// Adds the offset that follows the last token of a time, if there is one.
pub(super) fn after(
    tokens: &[Token<'_>],
    first: usize,
    last: usize,
    clock: Clock,
) -> Option<(Clock, usize)> {
    let number = tokens.get(last)?.number()?;
    let next = last + 1;
    let at_offset = |offset, next| {
        let half = Half::Said;
        Some((
            Clock {
                offset: Some(offset),
                half,
                ..clock
            },
            next,
        ))
    };
    match &*number.suffix {
        "" => {}
        "z" => return at_offset(0, next),
        "h" => return Some((clock, next)),
        _ => return None,
    }
    if let Some(word) = tokens.get(next).and_then(Token::word)
        && matches!(word, "utc" | "gmt" | "z")
    {
        return match numeric(tokens, next + 1) {
            Some((offset, next)) => at_offset(offset, next),
            None => at_offset(0, next + 1),
        };
    }
    // `13:00-14:00` is from one to two: west of Greenwich the form must leave no doubt.
    let sure = is_after_t(tokens, first)
        || last >= first + 4
        || tokens.get(next).is_some_and(|sign| sign.is_sign('+'))
        || tokens
            .get(next + 1)
            .is_some_and(|token| token.text.len() == 4);
    match numeric(tokens, next).filter(|_| sure) {
        Some((offset, next)) => at_offset(offset, next),
        None => Some((clock, next)),
    }
}

/// Adds `utc` or `gmt` to a time that ends before `next`.
pub(super) fn in_words(tokens: &[Token<'_>], next: usize, clock: Clock) -> Option<(Clock, usize)> {
    let utc = tokens
        .get(next)
        .is_some_and(|token| token.is("utc") || token.is("gmt"));
    let offset = utc.then_some(0);
    Some((Clock { offset, ..clock }, next + usize::from(utc)))
}

/// Tells whether the number follows the T of ISO 8601.
pub(super) fn is_after_t(tokens: &[Token<'_>], at: usize) -> bool {
    let (Some(token), Some(before)) = (tokens.get(at), tokens.get(at.wrapping_sub(1))) else {
        return false;
    };
    token.touches(before) && before.number().is_some_and(|number| number.suffix == "t")
}

/// `+02:00`, `-0330`, `+2`, `-00:44:30`; in seconds.
fn numeric(tokens: &[Token<'_>], at: usize) -> Option<(i32, usize)> {
    let sign = tokens.get(at)?;
    let direction = if sign.is_sign('+') {
        1
    } else if sign.is_sign('-') || sign.is_sign('−') {
        -1
    } else {
        return None;
    };
    let number = part(tokens, at)?;
    let (hours, minutes, seconds, next) = if number.digits == 4 {
        (number.value / 100, number.value % 100, 0, at + 2)
    } else if number.digits <= 2 {
        let (minutes, next) = colon(tokens, at + 2);
        let (seconds, next) = if next > at + 2 {
            colon(tokens, next)
        } else {
            (0, next)
        };
        (number.value, minutes, seconds, next)
    } else {
        return None;
    };
    let valid = hours <= FURTHEST && minutes < 60 && seconds < 60;
    let total = i32::try_from(hours * 3600 + minutes * 60 + seconds).ok()?;
    valid.then_some((direction * total, next))
}

fn colon(tokens: &[Token<'_>], at: usize) -> (u32, usize) {
    match tokens
        .get(at)
        .filter(|sign| sign.is_sign(':'))
        .and_then(|_| part(tokens, at))
    {
        Some(number) if number.digits == 2 => (number.value, at + 2),
        Some(_) | None => (0, at),
    }
}

/// The number that follows a sign at once.
fn part<'t>(
    tokens: &'t [Token<'_>],
    sign: usize,
) -> Option<&'t crate::language::tokens::Number<'t>> {
    let number = tokens.get(sign + 1)?;
    let plain = |number: &&crate::language::tokens::Number<'_>| number.suffix.is_empty();
    number
        .touches(tokens.get(sign)?)
        .then(|| number.number())?
        .filter(plain)
}

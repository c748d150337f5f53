//! Numbers in words and figures: days, counts and years.

use super::words::{NUMBERS, ORDINAL_ENDINGS};
use crate::language::tokens::{Number, Token};

/// Reads the number of a day: `27`, `27th`, `twenty-seventh`.
pub(super) fn day(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    match plain(tokens, at) {
        Some(number) if number.digits <= 2 => Some((number.value, at + 1)),
        Some(_) => None,
        None => ordinal(tokens, at),
    }
}

/// Reads which of several: `27th`, `twenty-seventh`.
pub(super) fn ordinal(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    if let Some(number) = tokens.get(at)?.number() {
        let ordinal = number.digits <= 2 && ORDINAL_ENDINGS.contains(&&*number.suffix);
        return ordinal.then_some((number.value, at + 1));
    }
    let word = tokens.get(at)?.word()?;
    if let Some((_, _, value)) = NUMBERS.iter().find(|(_, ordinal, _)| *ordinal == word) {
        return Some((*value, at + 1));
    }
    let (tens, next) = tens(tokens, at)?;
    let last = tokens.get(next)?.word()?;
    let ones = NUMBERS.iter().find(|(_, ordinal, _)| *ordinal == last);
    ones.filter(|(_, _, ones)| *ones < 10)
        .map(|(_, _, ones)| (tens + ones, next + 1))
}

/// Reads which of the weekdays of a month: `first`, `3rd`; `last` is 0.
pub(super) fn nth(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    if tokens.get(at)?.is("last") {
        return Some((0, at + 1));
    }
    ordinal(tokens, at).filter(|(nth, _)| *nth > 0)
}

/// Reads how many: `2`, `two`, `twenty-one`, `a`, `a couple of`.
pub(super) fn count(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    if let Some(number) = plain(tokens, at) {
        return Some((number.value, at + 1));
    }
    let word = tokens.get(at)?.word()?;
    match word {
        "a" | "an" | "another" => couple(tokens, at + 1).or(Some((1, at + 1))),
        "couple" | "pair" | "dozen" => couple(tokens, at),
        _ => cardinal(tokens, at),
    }
}

/// Reads an hour of a clock of twelve: `8`, `eight`.
pub(super) fn hour(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    let figure = plain(tokens, at).filter(|number| number.digits <= 2);
    let (hour, next) = match figure {
        Some(number) => (number.value, at + 1),
        None => cardinal(tokens, at)?,
    };
    (1..=12).contains(&hour).then_some((hour, next))
}

fn couple(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    let value = match tokens.get(at)?.word()? {
        "couple" | "pair" => 2,
        "dozen" => 12,
        _ => return None,
    };
    let of = tokens.get(at + 1).is_some_and(|token| token.is("of"));
    Some((value, at + 1 + usize::from(of)))
}

/// Reads a number word.
pub(super) fn cardinal(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    let known = |word: &str| NUMBERS.iter().find(|(one, _, _)| *one == word);
    let (_, _, value) = known(tokens.get(at)?.word()?)?;
    if let Some((tens, next)) = tens(tokens, at)
        && let Some((_, _, ones)) = tokens.get(next).and_then(|token| known(token.word()?))
        && *ones < 10
    {
        return Some((tens + ones, next + 1));
    }
    Some((*value, at + 1))
}

/// Reads `twenty` before another number, and the hyphen after it.
fn tens(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    let word = tokens.get(at)?.word()?;
    let (_, _, value) = NUMBERS.iter().find(|(one, _, _)| *one == word)?;
    let hyphen = tokens.get(at + 1)?.is_sign('-');
    (*value >= 20).then_some((*value, at + 1 + usize::from(hyphen)))
}

/// Reads `2027`, or `27` after an apostrophe.
pub(super) fn year(tokens: &[Token<'_>], at: usize) -> Option<(i32, usize)> {
    if let Some(number) = plain(tokens, at) {
        let year = i32::try_from(number.value).ok()?;
        return (number.digits == 4).then_some((year, at + 1));
    }
    let short = plain(tokens, at + 1).filter(|short| short.digits == 2)?;
    let apostrophe = ['\'', '’', '‘', '`']
        .iter()
        .any(|sign| tokens.get(at).is_some_and(|token| token.is_sign(*sign)));
    apostrophe.then_some((century(short.value)?, at + 2))
}

/// Returns the year that two figures stand for: 1970 to 2069.
pub(super) fn century(short: u32) -> Option<i32> {
    let century = if short < 70 { 2000 } else { 1900 };
    i32::try_from(short.checked_add(century)?).ok()
}

/// Returns the number of figures without letters.
pub(super) fn plain<'t>(tokens: &'t [Token<'_>], at: usize) -> Option<&'t Number<'t>> {
    tokens
        .get(at)?
        .number()
        .filter(|number| number.suffix.is_empty())
}

//! Dates in figures: `2026-12-01`, `12/1/2026`, `1.12.2026`.

use chrono::NaiveDate;

use super::calendar::next_yearly;
use super::numbers::century;
use super::reader::Reader;
use super::sense::Said;
use crate::language::DateOrder;
use crate::language::tokens::{Number, Token};

/// What in a title is rather a part than a day.
const FRACTIONS: &[(u32, u32)] = &[(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)];

/// What was read: the date, if there is such a day, how it was said, and the token after it.
type Read = (Option<NaiveDate>, Said, usize);

/// Reads a date in figures.
pub(super) fn read(reader: &Reader<'_>, at: usize) -> Option<Read> {
    let tokens = reader.tokens;
    let first = number(tokens, at)?;
    if first.digits == 8 {
        return eight(reader, first, at);
    }
    let sign = separator(tokens, at + 1)?;
    let second = number(tokens, at + 2).filter(|second| second.digits <= 2)?;
    if separator(tokens, at + 3) == Some(sign) {
        let third = number(tokens, at + 4)?;
        let date = three(reader, sign, [first, second, third])?;
        return Some((date, Said::Exactly, at + 5));
    }
    yearless(reader, sign, (first, second), at + 3)
}

/// The number at a token, with nothing behind it but the T before a time.
fn number<'t>(tokens: &'t [Token<'_>], at: usize) -> Option<&'t Number<'t>> {
    let number = tokens.get(at)?.number()?;
    let before_time = || {
        number.suffix == "t"
            && tokens.get(at + 1).is_some_and(|next| {
                next.number().is_some() && tokens.get(at).is_some_and(|token| next.touches(token))
            })
    };
    (number.suffix.is_empty() || before_time()).then_some(number)
}

/// The sign between two numbers that touch it.
fn separator(tokens: &[Token<'_>], at: usize) -> Option<char> {
    let (before, token, after) = (
        tokens.get(at.checked_sub(1)?)?,
        tokens.get(at)?,
        tokens.get(at + 1)?,
    );
    let joined = token.touches(before) && after.touches(token) && after.number().is_some();
    let sign = ['-', '/', '.']
        .into_iter()
        .find(|sign| token.is_sign(*sign))?;
    joined.then_some(sign)
}

/// `20261201`, which in a title may be any number unless a time follows.
fn eight(reader: &Reader<'_>, number: &Number<'_>, at: usize) -> Option<Read> {
    if number.suffix.is_empty() && !reader.whole {
        return None;
    }
    let year = i32::try_from(number.value / 10_000).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number.value / 100 % 100, number.value % 100);
    Some((date, Said::Exactly, at + 1))
}

/// Nothing if the figures are no date; no date if there is no such day.
fn three(reader: &Reader<'_>, sign: char, numbers: [&Number<'_>; 3]) -> Option<Option<NaiveDate>> {
    let [first, second, third] = numbers;
    if first.digits == 4 && third.digits <= 2 {
        let year = i32::try_from(first.value).ok()?;
        return Some(NaiveDate::from_ymd_opt(year, second.value, third.value));
    }
    let year = match third.digits {
        4 => i32::try_from(third.value).ok()?,
        2 if sign != '-' => century(third.value)?,
        _ => return None,
    };
    if first.digits > 2 {
        return None;
    }
    let found = orders(reader, sign, first.value, second.value)
        .find_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day));
    Some(found)
}

/// `12/1`; `1.12.` where the whole text is a date.
fn yearless(
    reader: &Reader<'_>,
    sign: char,
    (first, second): (&Number<'_>, &Number<'_>),
    next: usize,
) -> Option<Read> {
    let dot = reader
        .tokens
        .get(next)
        .is_some_and(|token| token.is_sign('.'));
    let plain = first.digits <= 2 && second.suffix.is_empty();
    let fraction = !reader.whole && FRACTIONS.contains(&(first.value, second.value));
    let fraction = fraction || (first.value, second.value) == (24, 7);
    let next = match sign {
        '/' if plain && !fraction => next,
        '.' if plain && dot && reader.whole => next + 1,
        _ => return None,
    };
    let today = reader.scene.today;
    let date = orders(reader, sign, first.value, second.value).find_map(|(month, day)| {
        next_yearly(today, |year| NaiveDate::from_ymd_opt(year, month, day))
    });
    Some((date, Said::Yearly, next))
}

/// Month and day in the person's order; in the other one if the first is no month, so that
/// nothing else can be meant. With dots the day is first everywhere.
fn orders(
    reader: &Reader<'_>,
    sign: char,
    first: u32,
    second: u32,
) -> impl Iterator<Item = (u32, u32)> {
    let day_first = sign == '.' || reader.scene.here.order == DateOrder::DayFirst;
    let (month, day) = if day_first {
        (second, first)
    } else {
        (first, second)
    };
    let other = (month > 12).then_some((day, month));
    [(month, day)].into_iter().chain(other)
}

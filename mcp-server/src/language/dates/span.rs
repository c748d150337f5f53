//! How long: `3 days`, `an hour and a half`, `1h30m`.

use chrono::{NaiveDate, TimeDelta};

use super::calendar::{plus_days, plus_months};
use super::numbers::{self, plain};
use super::scene::Scene;
use super::sense::{Day, Sense};
use super::words::{UNIT_LETTERS, UNITS, Unit, look_up};
use crate::domain::Due;
use crate::language::tokens::Token;

/// A length of time, as on a calendar and a clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    months: i64,
    days: i64,
    /// None if it is one of whole days.
    seconds: Option<i64>,
}

impl Span {
    /// Returns the day so long after another, or before; a span with hours leads to none.
    pub(super) fn from_day(self, date: NaiveDate, sign: i64) -> Option<NaiveDate> {
        if self.seconds.is_some() {
            return None;
        }
        self.whole_days(date, sign)
    }

    /// Returns the day, or with hours the moment, so long from now, or ago.
    pub(super) fn from_now(self, scene: &Scene<'_>, sign: i64) -> Option<Sense> {
        let day = self.whole_days(scene.today, sign)?;
        let Some(seconds) = self.seconds else {
            return Some(Sense::Day(Day::exactly(day)));
        };
        let start = if day == scene.today {
            scene.here.now
        } else {
            match Due::local(day.and_time(scene.now.time()), scene.here.zone).ok()? {
                Due::At { at, .. } => at,
                Due::Date(_) => return None,
            }
        };
        let moment = start.checked_add_signed(TimeDelta::try_seconds(sign * seconds)?)?;
        Some(Sense::Moment(moment))
    }

    fn whole_days(self, date: NaiveDate, sign: i64) -> Option<NaiveDate> {
        plus_days(plus_months(date, sign * self.months)?, sign * self.days)
    }

    /// Adds thousandths of a unit, as far as they make whole days, months or seconds.
    fn add(&mut self, thousandths: i64, unit: Unit) -> Option<()> {
        let whole = |times: i64| {
            let product = thousandths.checked_mul(times)?;
            (product % 1000 == 0).then_some(product / 1000)
        };
        match unit {
            Unit::Second => self.add_seconds(whole(1)?),
            Unit::Minute => self.add_seconds(whole(60)?),
            Unit::Hour => self.add_seconds(whole(3600)?),
            Unit::Day if thousandths == 500 => self.add_seconds(12 * 3600),
            Unit::Day => self.days += whole(1)?,
            Unit::Week => self.days += whole(1)? * 7,
            Unit::Fortnight => self.days += whole(14)?,
            Unit::Month => self.months += whole(1)?,
            Unit::Quarter => self.months += whole(1)? * 3,
            Unit::Year => self.months += whole(12)?,
        }
        Some(())
    }

    fn add_seconds(&mut self, seconds: i64) {
        self.seconds = Some(self.seconds.unwrap_or(0) + seconds);
    }
}

/// Returns the unit in which calendars are divided.
pub(super) fn period(word: &str) -> Option<Unit> {
    let unit = look_up(UNITS, word)?;
    let divides = matches!(unit, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year);
    (divides && !word.ends_with('s')).then_some(unit)
}

/// Reads a length of time, each unit smaller than the one before.
pub(super) fn read(tokens: &[Token<'_>], at: usize) -> Option<(Span, usize)> {
    let mut span = Span::default();
    let (mut unit, mut next) = amount(tokens, at, &mut span)?;
    loop {
        let mut longer = span;
        let start = joint(tokens, next);
        match amount(tokens, start, &mut longer)
            .or_else(|| minutes(tokens, next, unit, &mut longer))
        {
            Some((smaller, end)) if size(smaller) < size(unit) => {
                (span, unit, next) = (longer, smaller, end);
            }
            _ => return Some((span, next)),
        }
    }
}

fn size(unit: Unit) -> i64 {
    match unit {
        Unit::Second => 1,
        Unit::Minute => 60,
        Unit::Hour => 3600,
        Unit::Day => 86_400,
        Unit::Week => 7 * 86_400,
        Unit::Fortnight => 14 * 86_400,
        Unit::Month => 30 * 86_400,
        Unit::Quarter => 91 * 86_400,
        Unit::Year => 365 * 86_400,
    }
}

/// Passes over `and` and a comma.
fn joint(tokens: &[Token<'_>], at: usize) -> usize {
    let comma = usize::from(tokens.get(at).is_some_and(|token| token.is_sign(',')));
    let and = tokens.get(at + comma).is_some_and(|token| token.is("and"));
    at + comma + usize::from(and)
}

/// The `30` of `1h30`.
fn minutes(tokens: &[Token<'_>], at: usize, unit: Unit, span: &mut Span) -> Option<(Unit, usize)> {
    let (before, number) = (tokens.get(at.checked_sub(1)?)?, plain(tokens, at)?);
    if unit != Unit::Hour || number.value > 59 || !tokens.get(at)?.touches(before) {
        return None;
    }
    span.add(i64::from(number.value) * 1000, Unit::Minute)?;
    Some((Unit::Minute, at + 1))
}

/// Reads a number with its unit and `and a half` behind either.
fn amount(tokens: &[Token<'_>], at: usize, span: &mut Span) -> Option<(Unit, usize)> {
    let (mut thousandths, at) = quantity(tokens, at)?;
    let (unit, mut next) = unit(tokens, at)?;
    if is_half(tokens, next) && thousandths % 1000 == 0 {
        thousandths += 500;
        next += 3;
    }
    span.add(thousandths, unit)?;
    Some((unit, next))
}

/// The unit after a number, or with it in one token.
fn unit(tokens: &[Token<'_>], at: usize) -> Option<(Unit, usize)> {
    if let Some(number) = at
        .checked_sub(1)
        .and_then(|last| tokens.get(last)?.number())
        && !number.suffix.is_empty()
    {
        let unit = look_up(UNIT_LETTERS, &number.suffix).or(look_up(UNITS, &number.suffix))?;
        return Some((unit, at));
    }
    let at = at + usize::from(tokens.get(at)?.is_sign('-'));
    let word = tokens.get(at)?.word()?;
    let after_figure = at
        .checked_sub(1)
        .is_some_and(|last| plain(tokens, last).is_some());
    let letter = after_figure.then(|| look_up(UNIT_LETTERS, word)).flatten();
    Some((look_up(UNITS, word).or(letter)?, at + 1))
}

/// How many thousandths of the unit that follows.
fn quantity(tokens: &[Token<'_>], at: usize) -> Option<(i64, usize)> {
    let token = tokens.get(at)?;
    if let Some(fraction) = fraction(tokens, at).or_else(|| ratio(tokens, at)) {
        return Some(fraction);
    }
    if let Some(number) = token.number() {
        let whole = i64::from(number.value) * 1000;
        if !number.suffix.is_empty() {
            return Some((whole, at + 1));
        }
        if let Some((part, next)) = decimals(tokens, at + 1) {
            return Some((whole + part, next));
        }
    }
    let (count, next) = numbers::count(tokens, at)?;
    let half = is_half(tokens, next);
    let whole = i64::from(count) * 1000;
    Some(if half {
        (whole + 500, next + 3)
    } else {
        (whole, next)
    })
}

/// `half a`, `a half`, `quarter of an`, `three quarters of an` before a unit.
fn fraction(tokens: &[Token<'_>], at: usize) -> Option<(i64, usize)> {
    let is = |at: usize, words: &[&str]| {
        tokens
            .get(at)
            .is_some_and(|token| token.word().is_some_and(|word| words.contains(&word)))
    };
    let article = usize::from(is(at, &["a"]));
    let hyphen = usize::from(tokens.get(at + 1).is_some_and(|token| token.is_sign('-')));
    let start = at + article;
    let (thousandths, next) = if is(start, &["half"]) {
        (500, start + 1)
    } else if is(start, &["quarter"]) && is(start + 1, &["of", "hour"]) {
        (250, start + 1)
    } else if is(at, &["three"]) && is(at + 1 + hyphen, &["quarters"]) {
        (750, at + 2 + hyphen)
    } else {
        return None;
    };
    let of = usize::from(is(next, &["of"]));
    let an = usize::from(is(next + of, &["a", "an"]));
    Some((thousandths, next + of + an))
}

/// `and a half`
fn is_half(tokens: &[Token<'_>], at: usize) -> bool {
    let words: [&[&str]; 3] = [&["and"], &["a", "an"], &["half"]];
    words.iter().zip(at..).all(|(words, at)| {
        let word = tokens.get(at).and_then(Token::word);
        word.is_some_and(|word| words.contains(&word))
    })
}

/// `1/2`, `1/4` and `3/4`.
fn ratio(tokens: &[Token<'_>], at: usize) -> Option<(i64, usize)> {
    let (upper, slash, lower) = (plain(tokens, at)?, tokens.get(at + 1)?, tokens.get(at + 2)?);
    let (lower, attached) = (lower.number()?, lower.number()?.suffix.is_empty());
    let thousandths = match (upper.value, lower.value) {
        (1, 2) => 500,
        (1, 4) => 250,
        (3, 4) => 750,
        _ => return None,
    };
    (slash.is_sign('/') && attached).then_some((thousandths, at + 3))
}

/// The thousandths after a decimal point.
fn decimals(tokens: &[Token<'_>], at: usize) -> Option<(i64, usize)> {
    let (point, digits) = (tokens.get(at)?, tokens.get(at + 1)?);
    let number = digits.number()?;
    let joined = point.is_sign('.') && digits.touches(point) && number.digits <= 3;
    let scale = 10_i64.checked_pow(3_u32.checked_sub(u32::try_from(number.digits).ok()?)?)?;
    joined.then_some((i64::from(number.value) * scale, at + 2))
}

//! The places of a pattern that stand for more than one word, and how they are read.

use chrono::{NaiveDate, Weekday};

use super::numbers;
use super::reader::Reader;
use super::sense::{Clock, Said};
use super::span::{self, Span};
use super::words::{MONTHS, Unit, WEEKDAYS, look_up};
use super::{clock, figures};

/// A place of a pattern that stands for more than one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// `friday`
    Weekday,
    /// `fridays`
    Weekdays,
    /// `november`
    Month,
    /// `27`, `27th` or `twenty-seventh`
    Day,
    /// `27nov`
    DayMonth,
    /// `27th`
    Ordinal,
    /// `27th`, but not `second`.
    Figured,
    /// `first`, `3rd`; `last` is 0.
    Nth,
    /// `two`
    Count,
    /// `2027` or `'27`
    Year,
    /// `week`, `month`, `quarter`, `year`
    Period,
    /// `q3`
    QuarterOfYear,
    /// `3 days`
    Span,
    /// An hour from 1 to 12.
    Hour,
    /// A date in figures.
    Figures,
    /// A time of day.
    Clock,
    /// Any day.
    Date,
}

/// The names of slots in patterns.
pub(super) const SLOTS: &[(&str, Slot)] = &[
    ("weekday", Slot::Weekday),
    ("weekdays", Slot::Weekdays),
    ("month", Slot::Month),
    ("day", Slot::Day),
    ("daymonth", Slot::DayMonth),
    ("ordinal", Slot::Ordinal),
    ("figured", Slot::Figured),
    ("nth", Slot::Nth),
    ("count", Slot::Count),
    ("year", Slot::Year),
    ("period", Slot::Period),
    ("quarter", Slot::QuarterOfYear),
    ("span", Slot::Span),
    ("hour", Slot::Hour),
    ("figures", Slot::Figures),
    ("clock", Slot::Clock),
    ("date", Slot::Date),
];

/// What was read at the slots of a pattern.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slots {
    pub(super) weekday: Option<Weekday>,
    pub(super) month: Option<u32>,
    /// The number of a day or of a quarter, a count, or which of several.
    pub(super) number: Option<u32>,
    pub(super) year: Option<i32>,
    pub(super) period: Option<Unit>,
    pub(super) span: Option<Span>,
    /// A date in figures, if there is such a day, or any day.
    pub(super) date: Option<NaiveDate>,
    pub(super) said: Option<Said>,
    pub(super) clock: Option<Clock>,
}

impl Slot {
    /// Reads the slot at a token, and returns the token after it.
    pub(super) fn read(self, reader: &Reader<'_>, at: usize, slots: &mut Slots) -> Option<usize> {
        let word = reader.word(at);
        let (tokens, next) = (reader.tokens, at + 1);
        match self {
            Self::Weekday => slots.weekday = Some(look_up(WEEKDAYS, word?)?),
            Self::Weekdays => slots.weekday = Some(look_up(WEEKDAYS, word?.strip_suffix('s')?)?),
            Self::Month => slots.month = Some(look_up(MONTHS, word?)?),
            Self::Period => slots.period = Some(span::period(word?)?),
            Self::QuarterOfYear => slots.number = Some(quarter(word?)?),
            Self::Day => return number(slots, numbers::day(tokens, at)),
            Self::DayMonth => {
                let number = tokens
                    .get(at)?
                    .number()
                    .filter(|number| number.digits <= 2)?;
                slots.month = Some(look_up(MONTHS, &number.suffix)?);
                slots.number = Some(number.value);
            }
            Self::Ordinal => return number(slots, numbers::ordinal(tokens, at)),
            Self::Figured if word.is_some() => return None,
            Self::Figured => return number(slots, numbers::ordinal(tokens, at)),
            Self::Nth => return number(slots, numbers::nth(tokens, at)),
            Self::Count => return number(slots, numbers::count(tokens, at)),
            Self::Hour => return number(slots, numbers::hour(tokens, at)),
            Self::Year => return year(slots, numbers::year(tokens, at)),
            Self::Span => {
                let (span, next) = span::read(tokens, at)?;
                slots.span = Some(span);
                return Some(next);
            }
            Self::Figures => {
                let (date, said, next) = figures::read(reader, at)?;
                (slots.date, slots.said) = (date, Some(said));
                return Some(next);
            }
            Self::Clock => {
                let (clock, next) = clock::read(tokens, at)?;
                slots.clock = Some(clock);
                return Some(next);
            }
            Self::Date => {
                let (day, next) = reader.day_within(at)?;
                (slots.date, slots.said) = (Some(day.date), Some(day.said));
                return Some(next);
            }
        }
        Some(next)
    }
}

fn number(slots: &mut Slots, read: Option<(u32, usize)>) -> Option<usize> {
    let (number, next) = read?;
    slots.number = Some(number);
    Some(next)
}

fn year(slots: &mut Slots, read: Option<(i32, usize)>) -> Option<usize> {
    let (year, next) = read?;
    slots.year = Some(year);
    Some(next)
}

fn quarter(word: &str) -> Option<u32> {
    ["q1", "q2", "q3", "q4"]
        .iter()
        .position(|quarter| *quarter == word)
        .and_then(|index| u32::try_from(index + 1).ok())
}

//! From text to dates.

use chrono::NaiveTime;

use super::{UnclearDate, When};
use crate::domain::Due;
use crate::language::Here;
use crate::language::tokens::{Token, tokens};

/// Reads the longest date, date and time, or time that begins at the first token, and returns how
/// many tokens it took, with what leads up to it (`on`, `at`, `by`, `due`). Words that mean
/// something else as often (`may`, `sun`, `second`, `the 5th`) need such a lead or a partner.
pub(crate) fn prefix(tokens: &[Token<'_>], here: &Here) -> Option<(When, usize)> {
    let first = tokens.first()?;
    if first.is("today") {
        return Some((When::Date(here.local().date()), 1));
    }
    None
}

/// Reads a text that is a date as a whole.
pub(crate) fn parse(text: &str, here: &Here) -> Result<Due, UnclearDate> {
    let tokens = tokens(text);
    match prefix(&tokens, here) {
        Some((when, taken)) if taken == tokens.len() => Ok(when.due(here)?),
        _ => match text.trim().parse() {
            Ok(date) => Ok(Due::date(date)?),
            Err(_) => Err(UnclearDate::NotUnderstood(text.into())),
        },
    }
}

/// Reads a time of day at the beginning of the tokens (`at 5pm`, `17:30`, `noon`), and returns how
/// many it took.
pub(crate) fn time_prefix(tokens: &[Token<'_>], here: &Here) -> Option<(NaiveTime, usize)> {
    match prefix(tokens, here)? {
        (When::Time(time), taken) => Some((time, taken)),
        _ => None,
    }
}

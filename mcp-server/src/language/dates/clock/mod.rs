//! Times of day: `5pm`, `17:30`, `half past six`, `noon`.

mod figures;
mod half;
mod offset;
mod spoken;

use chrono::NaiveTime;

use super::sense::{Clock, Half};
use crate::language::tokens::Token;

/// Reads a time of day.
pub(super) fn read(tokens: &[Token<'_>], at: usize) -> Option<(Clock, usize)> {
    // The longest: `5` of `5 to 6` is a number, and `12` of `12 noon` is too.
    [
        named(tokens, at),
        spoken::past(tokens, at),
        spoken::hour(tokens, at),
        figures::read(tokens, at),
    ]
    .into_iter()
    .flatten()
    .max_by_key(|(_, next)| *next)
}

/// `noon`, `12 midnight`
fn named(tokens: &[Token<'_>], at: usize) -> Option<(Clock, usize)> {
    let twelve = tokens.get(at)?.text == "12" || tokens.get(at)?.is("twelve");
    let at = at + usize::from(twelve);
    let (hour, half) = match tokens.get(at)?.word()? {
        "noon" | "midday" => (12, Half::Said),
        "midnight" => (0, Half::Midnight),
        _ => return None,
    };
    Some((clock(hour, 0, 0, half)?, at + 1))
}

fn clock(hour: u32, minute: u32, second: u32, half: Half) -> Option<Clock> {
    Some(Clock {
        time: NaiveTime::from_hms_opt(hour, minute, second)?,
        half,
        offset: None,
    })
}

/// Tells whether `at` or the like stands before, so that a bare number is an hour.
fn is_led(tokens: &[Token<'_>], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|before| {
            before.is_sign('@') || ["at", "around", "about"].iter().any(|word| before.is(word))
        })
}

//! Ranges and lists of dates. No part of one is when a task is due.

use std::ops::Range;

use super::{
    runs::Run,
    sure::is_any,
    words::{JOINTS, OFTEN, WEEKDAYS},
};
use crate::language::{
    dates::Finder,
    tokens::{Kind, Token},
};

/// The most words and signs of a joint: `and/or`.
const MOST_JOINTS: usize = 3;

/// Tells whether a date is joined to the one that ended at `last`, or to a number or date after
/// it: `monday or tuesday`, `dec 5 to dec 8`, `20:00 - 22:00`.
pub(super) fn is_joined(
    run: &Run<'_>,
    taken: &Range<usize>,
    last: Option<usize>,
    dates: &Finder<'_>,
) -> bool {
    is_joined_before(run, taken.start, last) || is_joined_after(run, taken.end, dates)
}

/// Tells whether something else than time is the other choice: `every 6 months or 5000 miles`.
pub(super) fn has_alternative(run: &Run<'_>, end: usize) -> bool {
    let rest = run.tokens.get(end..).unwrap_or_default();
    matches!(rest, [or, next, ..] if or.is("or") && next.number().is_some())
}

fn is_joined_before(run: &Run<'_>, start: usize, last: Option<usize>) -> bool {
    let before = run.tokens.get(..start).unwrap_or_default();
    let joints = joints(before.iter().rev());
    let Some(joint) = start.checked_sub(1).filter(|_| joints > 0) else {
        return false;
    };
    let from = start - joints;
    let token = |at: usize| run.tokens.get(at);
    let is_number = |at: usize| token(at).is_some_and(|token| token.number().is_some());
    let of_number = !token(joint).is_some_and(|joint| joint.is_sign(','))
        && is_number(start)
        && from.checked_sub(1).is_some_and(is_number);
    let of_weekday = from.checked_sub(1).and_then(token);
    last == Some(from) || of_number || of_weekday.is_some_and(|token| is_any(token, WEEKDAYS))
}

fn is_joined_after(run: &Run<'_>, end: usize, dates: &Finder<'_>) -> bool {
    let rest = run.tokens.get(end..).unwrap_or_default();
    if is_from_to(rest) {
        return true;
    }
    let joints = joints(rest.iter());
    let Some((next, joint)) = rest.get(joints).zip(rest.first()).filter(|_| joints > 0) else {
        return false;
    };
    // `tomorrow, 2 eggs` is no list, `dec 5, 8 and 11` is one.
    let taken = end.checked_sub(1).and_then(|last| run.tokens.get(last));
    let of_number = joint.word().is_some() || taken.is_some_and(|last| last.number().is_some());
    of_number && next.number().is_some()
        || is_any(next, WEEKDAYS)
        || is_any(next, OFTEN)
        || dates.attempt(end + joints).is_some()
}

/// `from 9 to 10`, `from 9:00 to 10:00`
fn is_from_to(rest: &[Token<'_>]) -> bool {
    let [from, first, others @ ..] = rest else {
        return false;
    };
    let mut others = others.iter().take(3);
    from.is("from") && first.number().is_some() && others.any(is_joint)
}

fn joints<'t, 'l: 't>(tokens: impl Iterator<Item = &'t Token<'l>>) -> usize {
    let joints = tokens.take(MOST_JOINTS);
    joints.take_while(|token| is_joint(token)).count()
}

fn is_joint(token: &Token<'_>) -> bool {
    is_any(token, JOINTS) || matches!(token.kind, Kind::Sign('-' | '–' | '—' | '/' | ',' | '&'))
}

//! From text to dates.

use chrono::NaiveTime;

use super::gathered::Gathered;
use super::openings;
use super::reader::{Known, Piece, Reader};
use super::rules::Use;
use super::scene::Scene;
use super::sense::Sense;
use super::words::{ALONE, JOINTS, LEADS, TRAILS, WHOLE_LEADS};
use super::{UnclearDate, When};
use crate::domain::Due;
use crate::language::Here;
use crate::language::tokens::{Token, tokens};

/// The most bytes of a text that is a date.
const LONGEST: usize = 200;
/// The most words that lead up to a date: `no later than on`.
const MOST_LEADS: usize = 4;
/// The most signs and words between two pieces: `, at about`.
const MOST_JOINTS: usize = 3;

/// Reads the longest date, date and time, or time that begins at the first token, and returns how
/// many tokens it took, with what leads up to it (`on`, `at`, `by`, `due`). Words that mean
/// something else as often (`may`, `sun`, `second`, `the 5th`) need such a lead or a partner.
pub(crate) fn prefix(tokens: &[Token<'_>], here: &Here) -> Option<(When, usize)> {
    let (when, next) = Finder::new(tokens, here).attempt(0)?;
    Some((when?, next))
}

/// Looks for dates in a text that is more than a date, and reads no piece of it twice.
pub(crate) struct Finder<'a> {
    tokens: &'a [Token<'a>],
    here: &'a Here,
    known: Known,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(tokens: &'a [Token<'a>], here: &'a Here) -> Self {
        Self {
            tokens,
            here,
            known: Known::default(),
        }
    }

    /// Reads from a token on what [`prefix`] reads, and returns too how many tokens are words of a
    /// date that together mean none, or not surely one: `feb 30`, `friday at midnight`,
    /// `today.com`. No part of them is a date either.
    pub(crate) fn attempt(&self, start: usize) -> Option<(Option<When>, usize)> {
        let tokens = self.tokens.get(start..)?;
        may_begin(tokens, LEADS).then_some(())?;
        let reader = Reader::new(tokens, Scene::new(self.here), false, &self.known);
        starts(&reader, LEADS)
            .filter_map(|start| gather(&reader, start, |_| true))
            .max_by_key(|found| found.next)
            .map(|found| (found.when, found.next))
    }
}

/// Reads a text that is a date as a whole.
pub(crate) fn parse(text: &str, here: &Here) -> Result<Due, UnclearDate> {
    let when = whole(text, here).ok_or_else(|| UnclearDate::not_understood(text))?;
    Ok(when.due(here)?)
}

/// Reads a time of day at the beginning of the tokens (`at 5pm`, `17:30`, `noon`, `in the
/// morning`), and returns how many it took.
pub(crate) fn time_prefix(tokens: &[Token<'_>], here: &Here) -> Option<(NaiveTime, usize)> {
    may_begin(tokens, LEADS).then_some(())?;
    let known = Known::default();
    let reader = Reader::new(tokens, Scene::new(here), true, &known);
    let of_time = |sense: &Sense| matches!(sense, Sense::Clock(_) | Sense::Part(_));
    starts(&reader, &["at"])
        .filter_map(|start| gather(&reader, start, of_time))
        .filter(|found| !reader.is_cut(found.next))
        .find_map(|found| match found.when? {
            When::Time(time) => Some((time, found.next)),
            _ => None,
        })
}

fn whole(text: &str, here: &Here) -> Option<When> {
    if text.len() > LONGEST {
        return None;
    }
    let tokens = tokens(text);
    let opened = tokens.iter().position(|token| !is_opening(token))?;
    let closed = tokens.iter().rposition(|token| !is_closing(token))? + 1;
    let trailed = before_trail(tokens.get(..closed)?);
    let zoned = before_zone(&tokens).unwrap_or(closed);
    [tokens.len(), closed, trailed, zoned]
        .into_iter()
        .filter_map(|end| tokens.get(opened..end))
        .find_map(|tokens| {
            let known = Known::default();
            let reader = Reader::new(tokens, Scene::new(here), true, &known);
            starts(&reader, WHOLE_LEADS)
                .filter_map(|start| gather(&reader, start, |_| true))
                .filter(|found| found.next == tokens.len())
                .find_map(|found| found.when)
        })
}

/// The end of what stands before `at the latest` and the like.
fn before_trail(tokens: &[Token<'_>]) -> usize {
    let ends_with = |trail: &&&[&str]| {
        let rest = tokens.len().checked_sub(trail.len());
        let last = rest.and_then(|rest| tokens.get(rest..)).unwrap_or_default();
        last.len() == trail.len()
            && last
                .iter()
                .zip(trail.iter())
                .all(|(token, word)| token.is(word))
    };
    let length = TRAILS.iter().find(ends_with).map_or(0, |trail| trail.len());
    let rest = tokens.get(..tokens.len() - length).unwrap_or_default();
    rest.iter()
        .rposition(|token| !is_closing(token))
        .map_or(0, |last| last + 1)
}

/// The end of what stands before the zone in `17:00:00 GMT+0100 (Central European Time)`.
fn before_zone(tokens: &[Token<'_>]) -> Option<usize> {
    tokens.last().filter(|token| token.is_sign(')'))?;
    let open = tokens.iter().position(|token| token.is_sign('('))?;
    let offset = tokens.get(open.checked_sub(1)?)?.number()?;
    let sign = tokens.get(open.checked_sub(2)?)?;
    let signed = sign.is_sign('+') || sign.is_sign('-');
    (offset.digits == 4 && signed).then_some(open)
}

fn is_opening(token: &Token<'_>) -> bool {
    ['(', '[', '"', '“', '„', '«']
        .iter()
        .any(|sign| token.is_sign(*sign))
}

fn is_closing(token: &Token<'_>) -> bool {
    ['.', '!', '?', ',', ';', ')', ']', '"', '”', '“', '»']
        .iter()
        .any(|sign| token.is_sign(*sign))
}

/// Tells whether a date could begin at the first token or after what leads up to it. Of most words
/// it cannot, and then what the time is here need not be found out.
fn may_begin(tokens: &[Token<'_>], leads: &[&str]) -> bool {
    let is_lead = |token: &Token<'_>| token.word().is_some_and(|word| leads.contains(&word));
    let led = tokens
        .iter()
        .take(MOST_LEADS)
        .take_while(|token| is_lead(token) || token.is_sign('@') || token.is_sign(':'));
    // `no later than 5pm`
    let limited = ["no", "not"]
        .iter()
        .any(|word| tokens.first().is_some_and(|token| token.is(word)));
    limited || (0..=led.count()).any(|at| openings::may_begin(tokens, at))
}

/// The tokens at which a date may begin: the first, and those after words that lead up to it.
fn starts(reader: &Reader<'_>, leads: &'static [&str]) -> impl Iterator<Item = usize> {
    let is_lead = |at: &usize| {
        let word = reader.word(*at).is_some_and(|word| leads.contains(&word));
        word || reader.whole
            && reader
                .tokens
                .get(*at)
                .is_some_and(|token| token.is_sign('@') || token.is_sign(':'))
    };
    let limit = ["no", "not"]
        .iter()
        .any(|word| reader.word(0) == Some(word))
        && reader.word(1) == Some("later")
        && reader.word(2) == Some("than");
    let first = if limit && reader.whole { 3 } else { 0 };
    let leads = (first..first + MOST_LEADS).take_while(is_lead).count();
    first..=first + leads
}

/// What was found at a token.
struct Found {
    /// What it means; nothing if that is impossible or unclear.
    when: Option<When>,
    /// The token after it.
    next: usize,
}

/// What was read up to a token.
#[derive(Clone, Copy)]
struct Step {
    gathered: Gathered,
    next: usize,
    pieces: usize,
    /// Whether it is only sure where no ordinary word follows.
    loose: bool,
}

/// Reads pieces from `start` on as long as they belong together and are `wanted`.
fn gather(reader: &Reader<'_>, start: usize, wanted: impl Fn(&Sense) -> bool) -> Option<Found> {
    let first = reader.piece(start)?;
    let mut steps: Option<(Step, Option<Step>)> = None;
    let (mut at, mut next_piece) = (start, Some(first));
    while let Some(piece) = next_piece {
        let next = piece.next;
        let Some(sense) = piece.sense else {
            return Some(Found { when: None, next });
        };
        let last = steps.map(|(last, _)| last);
        let so_far = last.map_or_else(Gathered::default, |last| last.gathered);
        let Some(gathered) = so_far.with(sense).filter(|_| wanted(&sense)) else {
            break;
        };
        let step = Step {
            gathered,
            next,
            pieces: last.map_or(1, |last| last.pieces + 1),
            loose: reader.is_loose(at, next, &sense),
        };
        steps = Some((step, last));
        at = past_joints(reader, next);
        next_piece = reader.piece(at);
    }
    let (last, before) = steps?;
    if reader.whole {
        let when = last.gathered.when(&reader.scene);
        return Some(Found {
            when,
            next: last.next,
        });
    }
    let step = sure(reader, start, &first, last, before)?;
    let next = reader.end_of_word(step.next);
    let when = (next == step.next)
        .then(|| step.gathered.when(&reader.scene))
        .flatten();
    Some(Found { when, next })
}

/// Returns what of a title is surely a date.
fn sure(
    reader: &Reader<'_>,
    start: usize,
    first: &Piece,
    last: Step,
    before: Option<Step>,
) -> Option<Step> {
    let unsure = last.loose && reader.is_before_a_word(last.next);
    let step = if unsure { before? } else { last };
    let led = start > 0;
    let short =
        first.next == start + 1 && reader.word(start).is_some_and(|word| ALONE.contains(&word));
    let alone = match first.usage {
        Use::Anywhere => led || !short,
        Use::Led => led,
        Use::Beside | Use::Whole => false,
    };
    let begins = first.usage != Use::Beside && (alone || step.pieces > 1);
    begins.then_some(step)
}

/// Passes over what may stand between two pieces.
fn past_joints(reader: &Reader<'_>, at: usize) -> usize {
    let at = reader.past_soft(at);
    let is_joint = |at: &usize| match (reader.word(*at), reader.tokens.get(*at)) {
        (Some(word), _) => JOINTS.contains(&word) || reader.whole && word == "for",
        (None, Some(token)) => {
            token.is_sign(',') || reader.whole && (token.is_sign('@') || token.is_sign('-'))
        }
        (None, None) => false,
    };
    at + (at..at + MOST_JOINTS).take_while(is_joint).count()
}

//! When a line says that its task is due.

use std::ops::Range;

use super::{
    joined::{has_alternative, is_joined},
    runs::Run,
    sure::{Place, is_any},
    words::{DAYPARTS, LEADS, TOPICS},
};
use crate::{
    domain::{Due, Recurrence},
    language::{
        Here,
        dates::{self, Finder, When},
        recurrence::{self, Repeat},
        tokens::Token,
    },
};

/// What says when in a line, and the bytes that say it.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) due: Option<Due>,
    pub(super) recurrence: Option<Recurrence>,
    pub(super) taken: Vec<Range<usize>>,
}

/// Something that surely is a date, a time or a repetition.
struct Candidate<'a, 'l> {
    sense: Sense,
    tokens: &'a [Token<'l>],
    /// Whether it stands after `about` and so belongs to what is talked about.
    of_topic: bool,
}

enum Sense {
    Repeat(Repeat),
    When(When),
}

impl Candidate<'_, '_> {
    fn is_time(&self) -> bool {
        matches!(self.sense, Sense::When(When::Time(_)))
    }

    fn is_day(&self) -> bool {
        matches!(self.sense, Sense::When(When::Date(_)))
    }

    fn is_repeat(&self) -> bool {
        matches!(self.sense, Sense::Repeat(_))
    }

    fn bytes(&self) -> Range<usize> {
        let start = self.tokens.first().map_or(0, |token| token.start);
        start..self.tokens.last().map_or(start, |token| token.end)
    }
}

/// How many repetitions of a line are looked at, because each is evaluated.
const MOST_REPEATS: usize = 3;

/// Finds what says when: the first repetition, or else the last date but for those of a topic; a
/// time that stands elsewhere is added to it.
pub(super) fn find(runs: &[Run<'_>], here: &Here) -> Found {
    let mut all = candidates(runs, here);
    let chosen = match all.iter().position(Candidate::is_repeat) {
        Some(first) => first,
        None => match last(&all) {
            Some(last) => last,
            None => return Found::default(),
        },
    };
    let chosen = all.swap_remove(chosen);
    let partner = all
        .iter()
        .find(|other| chosen.is_time() && other.is_day() || other.is_time() && !chosen.is_time());
    partner
        .and_then(|partner| together(&chosen, partner, here))
        .unwrap_or_else(|| alone(&chosen, here))
}

fn last(all: &[Candidate<'_, '_>]) -> Option<usize> {
    let of_task = all.iter().rposition(|candidate| !candidate.of_topic);
    of_task.or_else(|| all.len().checked_sub(1))
}

fn alone(chosen: &Candidate<'_, '_>, here: &Here) -> Found {
    let taken = vec![chosen.bytes()];
    found(&chosen.sense, taken, here).unwrap_or_default()
}

/// Reads a day and a time that stand apart as if they stood together.
fn together(chosen: &Candidate<'_, '_>, partner: &Candidate<'_, '_>, here: &Here) -> Option<Found> {
    let (day, time) = match chosen.is_time() {
        true => (partner, chosen),
        false => (chosen, partner),
    };
    let words = [day.tokens, time.tokens].concat();
    let sense = match day.is_repeat() {
        true => {
            recurrence::prefix(&words, here).map(|(repeat, taken)| (Sense::Repeat(repeat), taken))
        }
        false => dates::prefix(&words, here).map(|(when, taken)| (Sense::When(when), taken)),
    };
    let (sense, _) = sense.filter(|(_, taken)| *taken == words.len())?;
    found(&sense, vec![day.bytes(), time.bytes()], here)
}

fn found(sense: &Sense, taken: Vec<Range<usize>>, here: &Here) -> Option<Found> {
    Some(match sense {
        Sense::Repeat(repeat) => Found {
            due: Some(repeat.first),
            recurrence: Some(repeat.recurrence.clone()),
            taken,
        },
        Sense::When(when) => Found {
            due: Some(when.due(here).ok()?),
            recurrence: None,
            taken,
        },
    })
}

fn candidates<'a, 'l>(runs: &'a [Run<'l>], here: &Here) -> Vec<Candidate<'a, 'l>> {
    let mut found: Vec<Candidate<'a, 'l>> = Vec::new();
    let mut repeats = 0;
    for run in runs {
        let dates = Finder::new(&run.tokens, here);
        let may_repeat = recurrence::may_occur(&run.tokens);
        let mut last = None;
        let mut at = 0;
        while at < run.tokens.len() {
            let looks = may_repeat && repeats < MOST_REPEATS;
            let repetition = looks.then(|| repeat(run, at, here)).flatten();
            repeats += match &repetition {
                Some((Some(_), ..)) => MOST_REPEATS,
                Some(_) => 1,
                None => 0,
            };
            let sure = repetition.filter(|(sense, ..)| sense.is_some());
            let Some((sense, start, end)) = sure.or_else(|| date(run, at, &dates, here)) else {
                at += 1;
                continue;
            };
            let sense =
                sense.filter(|sense| !is_one_of_several(sense, run, start..end, last, &dates));
            last = Some(end);
            found.extend(sense.map(|sense| Candidate {
                sense,
                tokens: run.tokens.get(start..end).unwrap_or_default(),
                of_topic: is_of_topic(run, start),
            }));
            at = end.max(at + 1);
        }
    }
    found
}

/// Tells whether it is part of a range or a list. Those of `every` were read as a whole.
fn is_one_of_several(
    sense: &Sense,
    run: &Run<'_>,
    taken: Range<usize>,
    last: Option<usize>,
    dates: &Finder<'_>,
) -> bool {
    let place = Place {
        run,
        start: taken.start,
        end: taken.end,
    };
    match sense {
        Sense::Repeat(_) if place.says_every() => has_alternative(run, taken.end),
        _ => is_joined(run, &taken, last, dates),
    }
}

/// What was read, if it is sure, and which tokens it took.
type Read = (Option<Sense>, usize, usize);

fn repeat(run: &Run<'_>, start: usize, here: &Here) -> Option<Read> {
    let words = run.tokens.get(start..)?;
    // `Date night every friday`
    if start > 0 && words.first().is_some_and(|word| is_any(word, DAYPARTS)) {
        return None;
    }
    let (repeat, taken) = recurrence::prefix(words, here)?;
    let end = start + taken;
    let place = Place { run, start, end };
    Some(match place.repeats() {
        true => (Some(Sense::Repeat(repeat)), leads(run, start), end),
        false => (None, start, start + 1),
    })
}

fn date(run: &Run<'_>, start: usize, dates: &Finder<'_>, here: &Here) -> Option<Read> {
    let rest = run.tokens.get(start..)?;
    let (when, taken) = match dates.attempt(start)? {
        (None, taken) => unclear(rest.get(..taken)?, here),
        read => read,
    };
    let Some(when) = when else {
        // `Watch Wednesday tomorrow`
        let first = Place {
            run,
            start,
            end: start + 1,
        };
        let taken = if first.is_of_a_thing() { 1 } else { taken };
        return Some((None, start, start + taken));
    };
    let end = start + taken;
    // `starting tomorrow`, `due: friday`, `@ 5pm`
    let from = leads(run, start);
    let led = from < start
        || run
            .tokens
            .get(start)
            .is_some_and(|first| is_any(first, LEADS));
    let place = Place {
        run,
        start: from,
        end,
    };
    Some(match place.is_date(led) && !is_past(when, here) {
        true => (Some(Sense::When(when)), from, end),
        false => (None, start, end),
    })
}

/// A day of the past is rather part of a name or a story.
fn is_past(when: When, here: &Here) -> bool {
    when.date(here)
        .is_some_and(|date| date < here.local().date())
}

/// Words of a date that together mean none: no part of them is one either, but for what stands
/// before a topic (`tomorrow about friday`).
fn unclear(words: &[Token<'_>], here: &Here) -> (Option<When>, usize) {
    let topic = words.iter().position(|token| is_any(token, TOPICS));
    let of_task = topic.and_then(|topic| dates::prefix(words.get(..topic)?, here));
    of_task.map_or((None, words.len()), |(when, taken)| (Some(when), taken))
}

/// Where the words begin that lead up to a date.
fn leads(run: &Run<'_>, start: usize) -> usize {
    let mut from = start;
    let token = |at: usize| run.tokens.get(at);
    let is_lead = |at: usize| token(at).is_some_and(|token| is_any(token, LEADS));
    while let Some(before) = from.checked_sub(1) {
        let is_colon = token(before).is_some_and(|token| token.is_sign(':'));
        let is_at = token(before).is_some_and(|token| token.is_sign('@'));
        from = match before.checked_sub(1) {
            Some(word) if is_colon && is_lead(word) => word,
            _ if is_at || is_lead(before) => before,
            _ => break,
        };
    }
    from
}

fn is_of_topic(run: &Run<'_>, start: usize) -> bool {
    let before = run.tokens.get(..start).unwrap_or_default();
    before.iter().any(|token| is_any(token, TOPICS))
}

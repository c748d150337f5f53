//! Conditions on the times of a task.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use super::{
    error::Problem,
    past::last_such,
    period::period,
    phrase::{Phrase, quoted},
};
use crate::{
    domain::{Condition, Due, Edge, Span, Time, Tree, following},
    language::{
        Here,
        dates::{self, UnclearDate, When},
        tokens::tokens,
    },
};

/// How a time lies to a date.
enum Bound {
    Before,
    On,
    By,
    After,
    Since,
}

impl Bound {
    fn of(&self, whole: Span) -> Span {
        match self {
            Self::Before => whole.before(),
            Self::On => whole,
            Self::By => whole.by(),
            Self::After => whole.after(),
            Self::Since => whole.since(),
        }
    }
}

impl Phrase<'_> {
    pub(super) fn during(&self, time: Time, rest: &[&str]) -> Result<Tree, Problem> {
        if let Some(days) = self.counted(time, rest) {
            return Ok(is_during(time, days));
        }
        let (bound, date) = match rest {
            ["from", dates @ ..] => return self.between(time, dates, "to"),
            ["between", dates @ ..] => return self.between(time, dates, "and"),
            ["since", date @ ..] => (Bound::Since, date),
            ["before", date @ ..] => (Bound::Before, date),
            ["after", date @ ..] => (Bound::After, date),
            ["by", date @ ..] => (Bound::By, date),
            ["on", date @ ..] => (Bound::On, date),
            date => (Bound::On, date),
        };
        let begin = self.words.len() - date.len();
        let whole = match self.period(time, date) {
            Some(period) => period,
            None => Span::on(&self.date(time, begin, self.words.len())?, self.here.zone),
        };
        Ok(is_during(time, bound.of(whole)))
    }

    /// `from monday to friday`, `between monday and friday`: both of them within.
    pub(super) fn between(&self, time: Time, dates: &[&str], joint: &str) -> Result<Tree, Problem> {
        let begin = self.words.len() - dates.len();
        let joint = dates.iter().position(|word| *word == joint);
        let joint = begin + joint.unwrap_or(dates.len());
        let first = self.date(time, begin, joint)?;
        let last = self.date(time, joint + 1, self.words.len())?;
        let days = match (first, last) {
            (Due::Date(first), Due::Date(last)) if first <= last => Some((first, last)),
            (Due::Date(first), Due::Date(last)) => self.turned(time, (begin, joint), first, last),
            _ => None,
        };
        let Some((first, last)) = days else {
            return Err(Problem::new(
                self.column(),
                "From and to take days, the earlier first, as in due from monday to friday",
            ));
        };
        let span = Span::between(first, following(last, 1), self.here.zone);
        Ok(is_during(time, span))
    }

    /// Reads one of two days again, where that is one of many such: `from friday to monday` is the
    /// Monday after that Friday; of times that have been, the Friday before that Monday.
    fn turned(
        &self,
        time: Time,
        (begin, joint): (usize, usize),
        first: NaiveDate,
        last: NaiveDate,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let (from, words) = match time {
            Time::Due => (first, joint + 1..self.words.len()),
            Time::Created | Time::Completed => (last, begin..joint),
        };
        let there = Phrase {
            here: &Here {
                now: Edge::start(from, self.here.zone).at,
                ..*self.here
            },
            ..*self
        };
        let Due::Date(again) = there.date(time, words.start, words.end).ok()? else {
            return None;
        };
        let days = match time {
            Time::Due => (first, again),
            Time::Created | Time::Completed => (again, last),
        };
        Some(days).filter(|(first, last)| first <= last)
    }

    /// Reads the date that the words from `begin` to `end` are.
    fn date(&self, time: Time, begin: usize, end: usize) -> Result<Due, Problem> {
        let words = self.words.get(begin..end).unwrap_or_default();
        let Some(first) = words.first() else {
            return Err(Problem::new(
                self.end(),
                "A date is missing, as in due before friday",
            ));
        };
        let words: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        let text = words.join(" ");
        let due = match time {
            Time::Due => dates::parse(&relative(&text), self.here),
            Time::Created | Time::Completed => last_such(&relative(&text), self.here),
        };
        due.map_err(|error| Problem::new(first.column, error.to_string()))
    }

    pub(super) fn period(&self, time: Time, words: &[&str]) -> Option<Span> {
        let back = !matches!(time, Time::Due);
        let (first, until) = period(words, self.here.local().date(), back)?;
        Some(Span::between(first, until, self.here.zone))
    }

    /// Days from today on, or up to today, which is one of them.
    pub(super) fn counted(&self, time: Time, words: &[&str]) -> Option<Span> {
        const MOST: u64 = 9_999;
        let back = !matches!(time, Time::Due);
        let words = match words {
            ["in", "the", rest @ ..] => rest,
            words => words,
        };
        let (back, count, unit) = match words {
            [count, unit] => (back, count, unit),
            ["within", count, unit] => (back, count, unit),
            ["next", count, unit] => (false, count, unit),
            ["last" | "past", count, unit] => (true, count, unit),
            _ => return None,
        };
        let length = match *unit {
            "day" | "days" => 1,
            "week" | "weeks" => 7,
            _ => return None,
        };
        let count = count.parse::<u64>().ok()?.checked_mul(length)?;
        let count = Some(count).filter(|count| (1..=MOST).contains(count))?;
        let today = self.here.local().date();
        let first = match back {
            true => today.checked_sub_days(Days::new(count - 1))?,
            false => today,
        };
        Some(Span::days(first, count, self.here.zone))
    }

    /// A date that stands for itself. What is misspelt is refused before more than the everyday
    /// forms of dates are tried.
    pub(super) fn on_a_day(&self) -> Result<Tree, Problem> {
        let text = self.text(0);
        let due = match self.everyday(&text) {
            Some(when) => when.due(self.here).map_err(UnclearDate::from),
            None => {
                self.not_misspelt(&text)?;
                dates::parse(&relative(&text), self.here)
            }
        };
        let due = due.map_err(|error| match error {
            UnclearDate::OutOfRange(_) => Problem::new(self.column(), error.to_string()),
            _ => Problem::new(self.column(), format!("{} is not known", quoted(&text))),
        })?;
        let span = Span::on(&due, self.here.zone);
        Ok(Tree::Is(Condition::During(Time::Due, span)))
    }

    pub(super) fn everyday(&self, text: &str) -> Option<When> {
        let tokens = tokens(text);
        let (when, taken) = dates::prefix(&tokens, self.here)?;
        (taken == tokens.len()).then_some(when)
    }
}

pub(super) fn is_during(time: Time, span: Span) -> Tree {
    Tree::Is(Condition::During(time, span))
}

/// `+3 days` and `-3 days`, as other programs have them, in words.
fn relative(text: &str) -> Cow<'_, str> {
    let digit = |text: &&str| {
        text.trim_start()
            .starts_with(|letter: char| letter.is_ascii_digit())
    };
    if let Some(later) = text.strip_prefix('+').filter(digit) {
        Cow::Owned(format!("in {}", later.trim_start()))
    } else if let Some(ago) = text.strip_prefix('-').filter(digit) {
        Cow::Owned(format!("{} ago", ago.trim_start()))
    } else {
        Cow::Borrowed(text)
    }
}

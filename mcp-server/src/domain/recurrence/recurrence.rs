//! How a task repeats.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    next::occurrences,
    read::InvalidRule,
    rule::{End, Frequency, Rule},
};
use crate::domain::Due;

/// How a task repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recurrence {
    /// The value of an RRULE (RFC 5545, section 3.3.10), such as `FREQ=WEEKLY;BYDAY=MO`. What it
    /// leaves open, such as the time of day, is that of the task's due date.
    rule: String,
    /// Whether the next date is counted from the day of completion (`every!`) instead of from the
    /// date before.
    from_completion: bool,
}

impl Recurrence {
    /// Reads the text of an RRULE, with or without `RRULE:` before it, in any case and order.
    pub(crate) fn parse_rule(text: &str) -> Result<Self, InvalidRule> {
        Rule::parse(text).map(|rule| Self::of(&rule, false))
    }

    /// Takes a rule that was checked.
    pub(crate) fn of(rule: &Rule, from_completion: bool) -> Self {
        Self {
            rule: rule.to_string(),
            from_completion,
        }
    }

    /// Takes a rule that was stored, and so was valid then.
    pub(crate) fn stored(rule: String, from_completion: bool) -> Self {
        Self {
            rule,
            from_completion,
        }
    }

    /// Returns the value of the RRULE.
    pub(crate) fn rule(&self) -> &str {
        &self.rule
    }

    /// Tells whether the next date is counted from the day of completion.
    pub(crate) fn is_from_completion(&self) -> bool {
        self.from_completion
    }

    /// Returns the same series for a task that is due then: one by the month or the year that
    /// leaves the day open keeps to the last day of months that are too short, instead of leaving
    /// them out, which is what the rule alone would do.
    pub(crate) fn starting(&self, due: &Due) -> Self {
        match Rule::parse(&self.rule) {
            Ok(rule) => Self::of(&rule.keeping_to(due.day()), self.from_completion),
            Err(_) => self.clone(),
        }
    }

    /// Returns the date after `due`, when the task was completed then, and how it repeats from
    /// there on; nothing when the series has ended.
    ///
    /// The date is later than `due` and not before the moment of completion; a date without a
    /// time is not before that day in `zone`. The time on the clock stays the same when clocks
    /// are put forward or back. Each completion uses up one of COUNT, dates that passed unnoticed
    /// do not.
    pub(crate) fn next(
        &self,
        due: &Due,
        completed_at: DateTime<Utc>,
        zone: Tz,
    ) -> Option<(Due, Self)> {
        let mut rule = Rule::parse(&self.rule).ok()?;
        if let End::Count(count) = &mut rule.end {
            *count = count.checked_sub(1).filter(|left| *left > 0)?;
        }
        let next = match self.from_completion {
            true => after_completion(&rule, due, completed_at, zone),
            false => after_due(&rule, due, completed_at, zone),
        };
        let (next, time) = next.filter(|(next, _)| !rule.end.is_before(next))?;
        let rule = rule.keeping_time(time, next.wall());
        Some((next, Self::of(&rule, self.from_completion)))
    }
}

/// A date of a series, and the time of the clock that the rule gives it, which clocks that are put
/// forward may leave out.
type Next = (Due, NaiveDateTime);

/// The first date of the series of `due` that has not passed.
fn after_due(rule: &Rule, due: &Due, completed_at: DateTime<Utc>, zone: Tz) -> Option<Next> {
    let clock = clock(due, zone);
    let now = completed_at.with_timezone(&clock).naive_local();
    // What the clocks leave out moves forward, so a little before may turn out not to be.
    let floor = now.checked_sub_signed(TimeDelta::days(2))?;
    dated(rule, due, clock, occurrences(rule, due.wall(), floor))
        .find(|(next, _)| is_after(next, due) && has_not_passed(next, completed_at, zone))
}

/// The first date that counts from the day of completion and is later than `due`. Hours count
/// from the minute.
fn after_completion(rule: &Rule, due: &Due, completed_at: DateTime<Utc>, zone: Tz) -> Option<Next> {
    let clock = clock(due, zone);
    let now = completed_at.with_timezone(&clock).naive_local();
    let hourly = rule.frequency == Frequency::Hourly;
    let start = if hourly {
        now
    } else {
        now.date().and_time(due.wall().time())
    };
    let rule = rule.clone().keeping_to(start.date());
    let floor = if hourly {
        start.checked_add_signed(TimeDelta::minutes(1))?
    } else {
        start
            .date()
            .checked_add_days(Days::new(1))?
            .and_time(NaiveTime::MIN)
    };
    dated(&rule, due, clock, occurrences(&rule, start, floor))
        .find(|(next, _)| is_after(next, due) && has_not_passed(next, completed_at, zone))
}

/// The clock by which the task repeats: the one that its time was meant on.
fn clock(due: &Due, zone: Tz) -> Tz {
    match due {
        Due::Date(_) => zone,
        Due::At { zone, .. } => *zone,
    }
}

/// Times of the clock as due dates. A date without a time stays one unless the rule gives times.
fn dated(
    rule: &Rule,
    due: &Due,
    clock: Tz,
    times: impl Iterator<Item = NaiveDateTime>,
) -> impl Iterator<Item = Next> {
    let whole_days = matches!(due, Due::Date(_)) && !rule.gives_times();
    times.map_while(move |time| {
        let next = match whole_days {
            true => Due::date(time.date()),
            false => Due::local(time, clock),
        };
        Some((next.ok()?, time))
    })
}

fn is_after(next: &Due, due: &Due) -> bool {
    match (next, due) {
        (Due::At { at: next, .. }, Due::At { at, .. }) => next > at,
        _ => next.day() > due.day(),
    }
}

fn has_not_passed(next: &Due, now: DateTime<Utc>, zone: Tz) -> bool {
    match next {
        Due::At { at, .. } => *at >= now,
        Due::Date(day) => *day >= now.with_timezone(&zone).date_naive(),
    }
}

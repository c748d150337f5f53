//! What has been read of a repetition so far.

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::repeat::Repeat;
use crate::{
    domain::{Due, End, Frequency, Recurrence, Rule, occurrences},
    language::{Here, dates::When},
};

/// What has been read of a repetition so far.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) rule: Rule,
    /// Whether the rule was written as such, and so is taken as RFC 5545 says.
    pub(super) as_given: bool,
    pub(super) from_completion: bool,
    /// Times of the day.
    pub(super) times: Vec<NaiveTime>,
    /// When the series begins.
    pub(super) start: Option<When>,
    /// For how long it goes on, as a number and the rule of the unit.
    pub(super) length: Option<(u16, Rule)>,
}

impl Draft {
    /// Begins with what the head says.
    pub(super) fn new(rule: Rule) -> Self {
        Self {
            rule,
            as_given: false,
            from_completion: false,
            times: Vec::new(),
            start: None,
            length: None,
        }
    }

    /// Returns the rule that the words give without a look at the calendar.
    pub(super) fn timed_rule(&self, here: &Here) -> Option<Rule> {
        let mut rule = self.rule.clone();
        if self.as_given || rule.frequency == Frequency::Hourly {
            return self.times.is_empty().then_some(rule);
        }
        let start = self.start.and_then(|when| when.time(here));
        let times = match (self.times.as_slice(), start) {
            ([], Some(time)) => &[time][..],
            (times, _) => times,
        };
        let number = |number: u32| i16::try_from(number).unwrap_or_default();
        rule.hours = times.iter().map(|time| number(time.hour())).collect();
        rule.minutes = times
            .first()
            .map(|time| number(time.minute()))
            .into_iter()
            .collect();
        // One list of hours and one of minutes cannot say 9:00 and 17:30.
        let same = |time: &NaiveTime| Some(time.minute()) == times.first().map(Timelike::minute);
        times.iter().all(same).then_some(rule)
    }

    /// Returns the repetition, beginning with the first date that has not passed.
    pub(super) fn finish(self, here: &Here) -> Option<Repeat> {
        let mut rule = Rule::parse(&self.timed_rule(here)?.to_string()).ok()?;
        let first = self.first(&rule, here)?;
        if let Some((number, unit)) = &self.length {
            rule.end = End::Day(last_day(first.day(), *number, unit)?);
        }
        if rule.end.is_before(&first) {
            return None;
        }
        if !self.from_completion && !self.as_given {
            rule = rule.keeping_to(first.day());
        }
        let recurrence = Recurrence::of(&rule, self.from_completion);
        Some(Repeat { recurrence, first })
    }

    /// The first date. The rhythm begins with it, unless it is said when it does.
    fn first(&self, rule: &Rule, here: &Here) -> Option<Due> {
        let each = Rule {
            interval: 1,
            ..rule.clone()
        };
        let start = self.begins(rule, here)?;
        let mut begins = occurrences(&each, start, start);
        let begin = match self.start {
            Some(_) => begins.next(),
            None => begins.find(|time| {
                dated(rule, *time, here).is_some_and(|due| has_not_passed(&due, here))
            }),
        }?;
        let today = here.local().date().and_time(NaiveTime::MIN);
        occurrences(rule, begin, today)
            .map_while(|time| dated(rule, time, here))
            .find(|due| has_not_passed(due, here))
    }

    /// The time from which on there are dates.
    fn begins(&self, rule: &Rule, here: &Here) -> Option<NaiveDateTime> {
        let now = here.local();
        if rule.frequency == Frequency::Hourly {
            return match self.start {
                Some(when) => when.due(here).ok().map(|due| due.wall()),
                None => next_hour(now),
            };
        }
        let day = self.start.and_then(|when| when.date(here));
        Some(day.unwrap_or(now.date()).and_time(NaiveTime::MIN))
    }
}

/// The next full hour.
fn next_hour(now: NaiveDateTime) -> Option<NaiveDateTime> {
    let hour = now.date().and_hms_opt(now.hour(), 0, 0)?;
    match hour == now {
        true => Some(hour),
        false => hour.checked_add_signed(chrono::TimeDelta::hours(1)),
    }
}

fn dated(rule: &Rule, time: NaiveDateTime, here: &Here) -> Option<Due> {
    match rule.gives_times() {
        true => Due::local(time, here.zone).ok(),
        false => Due::date(time.date()).ok(),
    }
}

fn has_not_passed(due: &Due, here: &Here) -> bool {
    match due {
        Due::Date(day) => *day >= here.local().date(),
        Due::At { at, .. } => *at >= here.now,
    }
}

/// The last day of so many weeks, months, … that begin with this day.
fn last_day(first: NaiveDate, number: u16, unit: &Rule) -> Option<NaiveDate> {
    let count = u64::from(number.checked_mul(unit.interval)?);
    let months =
        |each: u64| first.checked_add_months(Months::new(u32::try_from(count * each).ok()?));
    let after = match unit.frequency {
        Frequency::Yearly => months(12),
        Frequency::Monthly => months(1),
        Frequency::Weekly => first.checked_add_days(Days::new(count * 7)),
        Frequency::Daily => first.checked_add_days(Days::new(count)),
        Frequency::Hourly => None,
    };
    after?.pred_opt().filter(|day| day.year() <= 9_999)
}

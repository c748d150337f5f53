//! Rules that can be evaluated, quickly and to an end.

use chrono::{NaiveDate, NaiveDateTime};

use super::{
    next::occurrences,
    rule::{Frequency, Rule},
};

/// The rule cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnusableRule {
    /// RFC 5545 does not allow the two together, or they are not supported together.
    #[error("{0} does not go with this FREQ")]
    Part(&'static str),
    /// Some days are numbered, others are not.
    #[error("in BYDAY either all days have numbers (1MO,3MO) or none has")]
    MixedDays,
    /// A number before a day is higher than there are such days.
    #[error("BYDAY counts from -4 to 5 in a month and from -52 to 53 in a year")]
    DayNumber,
    /// BYSETPOS stands alone.
    #[error("BYSETPOS chooses among the dates of another BY… part")]
    Positions,
    /// More than 100 years.
    #[error("INTERVAL is at most 100 with FREQ=YEARLY")]
    Interval,
    /// More than 24 times a day.
    #[error("BYHOUR and BYMINUTE give more than 24 times")]
    Times,
    /// There is no such date, as with February 30.
    #[error("no date ever matches the rule")]
    Never,
}

/// Returns the rule if tasks can repeat by it.
pub(super) fn checked(rule: Rule) -> Result<Rule, UnusableRule> {
    parts(&rule)?;
    days(&rule)?;
    let by = !rule.leaves_day_open() || !rule.months.is_empty() || !rule.hours.is_empty();
    if !rule.positions.is_empty() && !by && rule.minutes.is_empty() {
        return Err(UnusableRule::Positions);
    }
    if rule.frequency == Frequency::Yearly && rule.interval > 100 {
        return Err(UnusableRule::Interval);
    }
    if times(&rule) > 24 {
        return Err(UnusableRule::Times);
    }
    match matches_at_all(&rule) {
        true => Ok(rule),
        false => Err(UnusableRule::Never),
    }
}

/// Times on one day.
fn times(rule: &Rule) -> usize {
    rule.hours.len().max(1) * rule.minutes.len().max(1)
}

/// Parts that RFC 5545 forbids with a frequency, and a few that nobody writes and that would
/// take long to evaluate.
fn parts(rule: &Rule) -> Result<(), UnusableRule> {
    use Frequency::{Daily, Monthly, Weekly, Yearly};
    let used = [
        (
            "BYMONTH",
            rule.months.is_empty(),
            &[Yearly, Monthly, Weekly, Daily][..],
        ),
        ("BYWEEKNO", rule.weeks.is_empty(), &[Yearly]),
        ("BYYEARDAY", rule.year_days.is_empty(), &[Yearly]),
        (
            "BYMONTHDAY",
            rule.month_days.is_empty(),
            &[Yearly, Monthly, Daily],
        ),
        (
            "BYSETPOS",
            rule.positions.is_empty(),
            &[Yearly, Monthly, Weekly],
        ),
    ];
    let unfit =
        |(_, empty, fit): &&(_, bool, &[Frequency])| !empty && !fit.contains(&rule.frequency);
    match used.iter().find(unfit) {
        Some((name, ..)) => Err(UnusableRule::Part(name)),
        None => Ok(()),
    }
}

fn days(rule: &Rule) -> Result<(), UnusableRule> {
    let numbered = rule.days.iter().filter(|day| day.nth != 0).count();
    if numbered == 0 {
        return Ok(());
    }
    if numbered < rule.days.len() {
        return Err(UnusableRule::MixedDays);
    }
    let most = match rule.frequency {
        Frequency::Yearly if !rule.weeks.is_empty() => return Err(UnusableRule::Part("BYWEEKNO")),
        Frequency::Yearly if rule.months.is_empty() => 53,
        Frequency::Yearly | Frequency::Monthly => 5,
        _ => return Err(UnusableRule::Part("a number in BYDAY")),
    };
    match rule
        .days
        .iter()
        .all(|day| (1 - most..=most).contains(&day.nth))
    {
        true => Ok(()),
        false => Err(UnusableRule::DayNumber),
    }
}

/// Tells whether the rule has a date, by evaluating it from the first day of a leap year without
/// skipping any period. Days and weeks, and days of months, are judged by arithmetic, because to learn
/// that there is none would take as many steps as there are days in some centuries.
fn matches_at_all(rule: &Rule) -> bool {
    let in_month = |month: &i16| {
        rule.month_days
            .iter()
            .any(|day| day.abs() <= length(*month))
    };
    let has_days =
        rule.month_days.is_empty() || rule.months.is_empty() || rule.months.iter().any(in_month);
    match rule.frequency {
        Frequency::Hourly => true,
        Frequency::Daily => has_days,
        Frequency::Weekly => {
            let most = rule.days.len().max(1) * times(rule);
            let reaches = |position: &i16| usize::from(position.unsigned_abs()) <= most;
            rule.positions.is_empty() || rule.positions.iter().any(reaches)
        }
        Frequency::Monthly | Frequency::Yearly => {
            let whole = Rule {
                interval: 1,
                ..rule.clone()
            };
            has_days && occurrences(&whole, SOME_DAY, SOME_DAY).next().is_some()
        }
    }
}

/// The most days of a month.
fn length(month: i16) -> i16 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The first day of the year 2000.
const SOME_DAY: NaiveDateTime = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day.and_time(chrono::NaiveTime::MIN),
    None => NaiveDateTime::MIN,
};

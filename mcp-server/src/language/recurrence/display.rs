//! Rules in words.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::{
    read,
    words::{MONTH_NAMES, WORKDAYS, weekday_name},
};
use crate::{
    domain::{Day, End, Frequency, Recurrence, Rule},
    language::{DateOrder, Here},
};

/// Says how a task repeats, in words that read as the same rule. A rule for which there are none
/// is shown as it is, which reads as the same too.
pub(crate) fn display(recurrence: &Recurrence) -> String {
    let completion = if recurrence.is_from_completion() {
        "!"
    } else {
        ""
    };
    let words = Rule::parse(recurrence.rule()).ok().and_then(|rule| {
        let words = format!("every{completion} {}", in_words(&rule)?);
        let draft = read::whole(&words, &ANYWHERE)?;
        (draft.timed_rule(&ANYWHERE)?.to_string() == recurrence.rule()).then_some(words)
    });
    words.unwrap_or_else(|| match recurrence.is_from_completion() {
        true => format!("every! {}", recurrence.rule()),
        false => recurrence.rule().into(),
    })
}

/// What is shown means the same everywhere and at all times.
const ANYWHERE: Here = Here {
    now: DateTime::UNIX_EPOCH,
    zone: Tz::UTC,
    order: DateOrder::MonthFirst,
};

fn in_words(rule: &Rule) -> Option<String> {
    let mut words = match rule.frequency {
        Frequency::Hourly => counted(rule, "hour"),
        Frequency::Daily => counted(rule, "day"),
        Frequency::Weekly => weekly(rule),
        Frequency::Monthly => monthly(rule)?,
        Frequency::Yearly => yearly(rule)?,
    };
    if rule.frequency != Frequency::Yearly && !rule.months.is_empty() {
        let months = rule.months.iter().filter_map(|month| month_name(*month));
        write!(words, " in {}", listed(months.map(str::to_owned))).ok()?;
    }
    if !rule.hours.is_empty() {
        let times = rule.hours.iter().filter_map(|hour| time(*hour, rule));
        write!(words, " at {}", listed(times)).ok()?;
    }
    match rule.end {
        End::Never => {}
        End::Count(1) => words.push_str(" for 1 time"),
        End::Count(count) => write!(words, " for {count} times").ok()?,
        End::Day(day) => write!(words, " until {day}").ok()?,
        End::Local(_) | End::Utc(_) => return None,
    }
    Some(words)
}

/// `day`, `3 days`.
fn counted(rule: &Rule, unit: &str) -> String {
    match rule.interval {
        1 => unit.into(),
        interval => format!("{interval} {unit}s"),
    }
}

fn weekly(rule: &Rule) -> String {
    let days = days(&rule.days);
    match (rule.interval, days) {
        (_, None) => counted(rule, "week"),
        (1, Some(days)) => days,
        (_, Some(days)) => format!("{} on {days}", counted(rule, "week")),
    }
}

/// `weekday`, `weekend`, `Monday and Friday`.
fn days(days: &[Day]) -> Option<String> {
    let names = || days.iter().map(|day| weekday_name(day.weekday).to_owned());
    match days {
        [] => None,
        _ if is_group(days, WORKDAYS) => Some("weekday".into()),
        _ if is_group(days, &[Weekday::Sat, Weekday::Sun]) => Some("weekend".into()),
        _ => Some(listed(names())),
    }
}

fn is_group(days: &[Day], group: &[Weekday]) -> bool {
    days.iter()
        .map(|day| (day.nth, day.weekday))
        .eq(group.iter().map(|day| (0, *day)))
}

fn monthly(rule: &Rule) -> Option<String> {
    let period = counted(rule, "month");
    match of_month(rule)? {
        None => Some(period),
        Some(days) => Some(format!("{period} on the {days}")),
    }
}

/// `15th`, `1st and 3rd Friday`, `last weekday`; nothing where the day is left open.
#[expect(
    clippy::option_option,
    reason = "none is said, and none can be said, are two things"
)]
fn of_month(rule: &Rule) -> Option<Option<String>> {
    if rule.leaves_day_open() {
        return Some(None);
    }
    if let Some(days) = on_last_days(rule) {
        return Some(Some(listed(days.iter().map(|day| ordinal(*day)))));
    }
    if is_group(&rule.days, WORKDAYS) && !rule.positions.is_empty() {
        return Some(Some(format!("{} weekday", numbers(&rule.positions))));
    }
    match (rule.month_days.as_slice(), rule.days.as_slice()) {
        ([day], []) if *day < 0 => Some(Some(format!("{} day", ordinal(*day)))),
        (days, []) if days.iter().all(|day| *day > 0) => Some(Some(numbers(days))),
        ([], days) => nth_days(days).map(Some),
        _ => None,
    }
}

/// The days that are meant where short months have their last day instead.
fn on_last_days(rule: &Rule) -> Option<Vec<i16>> {
    let last = *rule.month_days.last()?;
    let from_end = rule.positions.iter().filter(|position| **position < 0);
    let late: Vec<i16> = from_end.map(|position| last + 1 + position).collect();
    let early = rule.positions.len() - late.len();
    let mut days: Vec<i16> = rule.month_days.iter().copied().take(early).collect();
    days.extend(&late);
    (!late.is_empty()).then_some(days)
}

fn nth_days(days: &[Day]) -> Option<String> {
    let mut nths: Vec<i16> = days.iter().map(|day| day.nth).collect();
    let mut names: Vec<Weekday> = days.iter().map(|day| day.weekday).collect();
    names.sort_unstable_by_key(Weekday::num_days_from_monday);
    names.dedup();
    nths.sort_unstable_by_key(|nth| (*nth < 0, *nth));
    nths.dedup();
    let all = nths.len() * names.len() == days.len() && !nths.contains(&0);
    let names = listed(names.into_iter().map(|day| weekday_name(day).to_owned()));
    all.then(|| format!("{} {names}", numbers(&nths)))
}

fn yearly(rule: &Rule) -> Option<String> {
    let period = counted(rule, "year");
    let months = || {
        rule.months
            .iter()
            .filter_map(|month| month_name(*month))
            .map(str::to_owned)
    };
    let last = on_last_days(rule).and_then(|days| <[i16; 1]>::try_from(days).ok());
    let days = match last {
        Some(days) => days.to_vec(),
        None => rule.month_days.clone(),
    };
    match (rule.months.as_slice(), days.as_slice()) {
        ([], []) if rule.leaves_day_open() => Some(period),
        ([], _) | (_, []) if !rule.days.is_empty() => {
            let of = match rule.months.is_empty() {
                true => "the year".to_owned(),
                false => listed(months()),
            };
            Some(format!("{period} on the {} of {of}", of_month(rule)??))
        }
        (_, [day]) if *day > 0 => {
            let dates = months().map(|month| format!("{month} {day}"));
            Some(format!("{period} on {}", listed(dates)))
        }
        ([month], days) if days.iter().all(|day| *day > 0) => {
            let month = month_name(*month)?;
            let dates = days.iter().map(|day| format!("{month} {day}"));
            Some(format!("{period} on {}", listed(dates)))
        }
        (_, [_]) => Some(format!(
            "{period} on the {} of {}",
            of_month(rule)??,
            listed(months())
        )),
        _ => None,
    }
}

fn month_name(month: i16) -> Option<&'static str> {
    let index = usize::try_from(month).ok()?.checked_sub(1)?;
    MONTH_NAMES.get(index).copied()
}

/// `9am`, `5:30pm`.
fn time(hour: i16, rule: &Rule) -> Option<String> {
    let minute = *rule.minutes.first()?;
    let time = NaiveTime::from_hms_opt(hour.try_into().ok()?, minute.try_into().ok()?, 0)?;
    let format = if minute == 0 { "%-I%P" } else { "%-I:%M%P" };
    Some(time.format(format).to_string())
}

fn numbers(numbers: &[i16]) -> String {
    listed(numbers.iter().map(|number| ordinal(*number)))
}

/// `1st`, `22nd`, `last`, `2nd to last`.
fn ordinal(number: i16) -> String {
    let suffix = |number: i16| match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    match number {
        -1 => "last".into(),
        number if number < 0 => format!("{}{} to last", -number, suffix(-number)),
        number => format!("{number}{}", suffix(number)),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.collect();
    let last = items.pop().unwrap_or_default();
    match items.is_empty() {
        true => last,
        false => format!("{} and {last}", items.join(", ")),
    }
}

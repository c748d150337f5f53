//! Where the evaluation of a rule begins.
//!
//! The crate that evaluates rules walks from DTSTART one period (a year, a month, …) after the
//! other, 100,000 of them before it gives up, but not beyond the year 10,000. So that no rule and
//! no date takes long: the rule is made explicit, DTSTART is moved to the period before the one
//! that is asked for, and all is shifted by whole cycles of 400 years, after which the calendar
//! repeats, to where between 100 and 500 years are left.

use chrono::{
    Datelike as _, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _,
};

use super::rule::{Day, Frequency, Rule};

/// Writes into the rule what it leaves to the date that it begins with (RFC 5545, section
/// 3.3.10), so that DTSTART only says where periods begin.
pub(super) fn explicit(rule: &Rule, start: NaiveDateTime) -> Rule {
    let mut rule = rule.clone();
    let day = Day {
        nth: 0,
        weekday: start.weekday(),
    };
    match rule.frequency {
        Frequency::Yearly if rule.leaves_day_open() => {
            if rule.months.is_empty() {
                rule.months = vec![small(start.month())];
            }
            rule.month_days = vec![small(start.day())];
        }
        Frequency::Monthly if rule.leaves_day_open() => {
            rule.month_days = vec![small(start.day())];
        }
        Frequency::Weekly if rule.days.is_empty() => rule.days = vec![day],
        Frequency::Yearly if !rule.weeks.is_empty() && rule.days.is_empty() => {
            rule.days = vec![day];
        }
        _ => {}
    }
    if rule.hours.is_empty() && rule.frequency != Frequency::Hourly {
        rule.hours = vec![small(start.hour())];
    }
    if rule.minutes.is_empty() {
        rule.minutes = vec![small(start.minute())];
    }
    rule
}

/// Months, days, hours and minutes are all below 60.
fn small(number: u32) -> i16 {
    i16::try_from(number).unwrap_or_default()
}

/// Returns the beginning of a period that belongs to the series of `start`: the last one before
/// that of `floor`, or that of `start` where it is later.
pub(super) fn begin(
    rule: &Rule,
    start: NaiveDateTime,
    floor: NaiveDateTime,
) -> Option<NaiveDateTime> {
    let first = period(rule, start);
    let interval = i64::from(rule.interval.max(1));
    let passed = length(rule.frequency, first, floor) / interval - 1;
    ahead(rule.frequency, first, passed.max(0).checked_mul(interval)?)
}

/// The beginning of the period in which the time lies.
fn period(rule: &Rule, time: NaiveDateTime) -> NaiveDateTime {
    let date = time.date();
    let begins = match rule.frequency {
        Frequency::Yearly => date.with_ordinal(1),
        Frequency::Monthly => date.with_day(1),
        Frequency::Weekly => Some(date.week(rule.week_start).first_day()),
        Frequency::Daily => Some(date),
        Frequency::Hourly => return date.and_time(hour(time)),
    };
    begins.unwrap_or(date).and_time(NaiveTime::MIN)
}

fn hour(time: NaiveDateTime) -> NaiveTime {
    NaiveTime::from_hms_opt(time.hour(), 0, 0).unwrap_or_default()
}

/// How many periods lie between the two, rounded down.
fn length(frequency: Frequency, from: NaiveDateTime, to: NaiveDateTime) -> i64 {
    let years = i64::from(to.year()) - i64::from(from.year());
    match frequency {
        Frequency::Yearly => years,
        Frequency::Monthly => years * 12 + i64::from(to.month()) - i64::from(from.month()),
        Frequency::Weekly => (to - from).num_weeks(),
        Frequency::Daily => (to - from).num_days(),
        Frequency::Hourly => (to - from).num_hours(),
    }
}

fn ahead(frequency: Frequency, from: NaiveDateTime, periods: i64) -> Option<NaiveDateTime> {
    let months = |number: i64| from.checked_add_months(Months::new(u32::try_from(number).ok()?));
    match frequency {
        Frequency::Yearly => months(periods.checked_mul(12)?),
        Frequency::Monthly => months(periods),
        Frequency::Weekly => from.checked_add_signed(TimeDelta::try_weeks(periods)?),
        Frequency::Daily => from.checked_add_signed(TimeDelta::try_days(periods)?),
        Frequency::Hourly => from.checked_add_signed(TimeDelta::try_hours(periods)?),
    }
}

/// Years after which the days of the week and the leap days are the same again.
const CYCLE: i32 = 400;
/// The first of the years in which rules are evaluated; the last is `FIRST + CYCLE - 1`, 100 years
/// before those at which the crate stops.
const FIRST: i32 = 9_501;

/// Returns by how many years the time is shifted.
pub(super) fn shift(time: NaiveDateTime) -> i32 {
    (FIRST - time.year()).div_euclid(CYCLE) * CYCLE
        + match (FIRST - time.year()).rem_euclid(CYCLE) {
            0 => 0,
            _ => CYCLE,
        }
}

/// Returns the same time so many years later.
pub(super) fn shifted(time: NaiveDateTime, years: i32) -> Option<NaiveDateTime> {
    let date: NaiveDate = time.date().with_year(time.year().checked_add(years)?)?;
    Some(date.and_time(time.time()))
}

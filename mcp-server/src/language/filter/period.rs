//! Whole weeks, months and years.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::language::dates;

/// The first day of a period, and the first after it.
pub(super) type Period = (NaiveDate, NaiveDate);

/// Reads `this week`, `next month`, `in december`, `in 2026`. A month is this one or the next of
/// its name, and looking `back` this one or the last.
pub(super) fn period(words: &[&str], today: NaiveDate, back: bool) -> Option<Period> {
    match words {
        ["in" | "during", year] if year.len() == 4 => months(first_month(year.parse().ok()?)?, 12),
        ["in" | "during", rest @ ..] => named_month(rest, today, back),
        ["weekend"] => unit_of("weekend", 0, today),
        [which, unit] => unit_of(unit, later(which)?, today),
        _ => None,
    }
    .or_else(|| named_month(words, today, back))
}

fn later(which: &str) -> Option<i32> {
    match which {
        "this" | "current" => Some(0),
        "next" | "coming" => Some(1),
        "last" | "previous" | "past" => Some(-1),
        _ => None,
    }
}

/// Weeks begin on Monday.
fn unit_of(unit: &str, later: i32, today: NaiveDate) -> Option<Period> {
    let monday = plus_days(today, -i64::from(today.weekday().num_days_from_monday()))?;
    let week = plus_days(monday, 7 * i64::from(later))?;
    let month = today.with_day(1)?;
    let begun = |of: u32| month.checked_sub_months(Months::new(month.month0() % of));
    match unit {
        "week" => Some((week, plus_days(week, 7)?)),
        "weekend" => Some((plus_days(week, 5)?, plus_days(week, 7)?)),
        "month" => months(plus_months(month, later)?, 1),
        "quarter" => months(plus_months(begun(3)?, 3 * later)?, 3),
        "year" => months(plus_months(begun(12)?, 12 * later)?, 12),
        _ => None,
    }
}

fn named_month(words: &[&str], today: NaiveDate, back: bool) -> Option<Period> {
    let (name, year) = match words {
        [name] => (name, None),
        [name, year] if year.len() == 4 => (name, Some(year.parse().ok()?)),
        _ => return None,
    };
    let month = dates::month(name)?;
    let year = year.unwrap_or_else(|| match back {
        true => today.year() - i32::from(month > today.month()),
        false => today.year() + i32::from(month < today.month()),
    });
    months(first_month(year)?.with_month(month)?, 1)
}

fn first_month(year: i32) -> Option<NaiveDate> {
    let kept = (1970..=9999).contains(&year);
    NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| kept)
}

fn months(first: NaiveDate, count: i32) -> Option<Period> {
    Some((first, plus_months(first, count)?))
}

fn plus_months(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    let count = Months::new(months.unsigned_abs());
    match months < 0 {
        true => day.checked_sub_months(count),
        false => day.checked_add_months(count),
    }
}

fn plus_days(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let count = Days::new(days.unsigned_abs());
    match days < 0 {
        true => day.checked_sub_days(count),
        false => day.checked_add_days(count),
    }
}

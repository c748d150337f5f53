//! Sums with days.

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

use super::words::Unit;

/// Returns the day so many days later, or earlier.
pub(super) fn plus_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(distance)
    } else {
        date.checked_add_days(distance)
    }
}

/// Returns the same day so many months later, or earlier; the last of the month if that has fewer.
pub(super) fn plus_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let distance = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 {
        date.checked_sub_months(distance)
    } else {
        date.checked_add_months(distance)
    }
}

/// Returns the first such weekday after the day.
pub(super) fn weekday_after(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let days = i64::from(weekday.days_since(date.weekday()));
    plus_days(date, if days == 0 { 7 } else { days })
}

/// Returns the last such weekday before the day.
pub(super) fn weekday_before(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let days = i64::from(date.weekday().days_since(weekday));
    plus_days(date, if days == 0 { -7 } else { -days })
}

/// Returns the weekday of the week, which begins on Monday, so many weeks later.
pub(super) fn weekday_of_week(date: NaiveDate, weeks: i64, weekday: Weekday) -> Option<NaiveDate> {
    let monday = plus_days(date, -i64::from(date.weekday().num_days_from_monday()))?;
    let days = i64::from(weekday.num_days_from_monday());
    plus_days(monday, weeks.checked_mul(7)?.checked_add(days)?)
}

/// Returns the first day of the week, month, quarter or year so many later.
pub(super) fn first_of(unit: Unit, date: NaiveDate, later: i64) -> Option<NaiveDate> {
    let month = date.with_day(1)?;
    match unit {
        Unit::Week => weekday_of_week(date, later, Weekday::Mon),
        Unit::Month => plus_months(month, later),
        Unit::Quarter => plus_months(month.with_month0(month.month0() / 3 * 3)?, later * 3),
        Unit::Year => plus_months(month.with_month0(0)?, later * 12),
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Fortnight => None,
    }
}

/// Returns the last day of the week, month, quarter or year so many later.
pub(super) fn last_of(unit: Unit, date: NaiveDate, later: i64) -> Option<NaiveDate> {
    first_of(unit, date, later + 1)?.pred_opt()
}

/// Returns the first such day of a year that is not before `today`.
pub(super) fn next_yearly(
    today: NaiveDate,
    in_year: impl Fn(i32) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    // Eight years without a 29 February pass when a century is not a leap year.
    (0..=8)
        .filter_map(|later| in_year(today.year() + later))
        .find(|date| *date >= today)
}

/// Returns the next day with this number, from `today` on; months that have none are left out.
pub(super) fn next_monthly(today: NaiveDate, day: u32) -> Option<NaiveDate> {
    let month = today.with_day(1)?;
    (0..=2)
        .filter_map(|later| plus_months(month, later)?.with_day(day))
        .find(|date| *date >= today)
}

/// Returns the so-manyth such weekday of the month in which the day is; the last for 0.
pub(super) fn nth_weekday(month: NaiveDate, nth: u32, weekday: Weekday) -> Option<NaiveDate> {
    if nth == 0 {
        return weekday_before(plus_months(month.with_day(1)?, 1)?, weekday);
    }
    NaiveDate::from_weekday_of_month_opt(
        month.year(),
        month.month(),
        weekday,
        u8::try_from(nth).ok()?,
    )
}

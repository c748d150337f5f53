//! Days of months.

use chrono::{Datelike as _, NaiveDate};

use super::{Rule, anywhere, led, whole};
use crate::language::dates::calendar::{
    last_of, next_monthly, next_yearly, nth_weekday, plus_days, plus_months,
};
use crate::language::dates::scene::{Scene, exactly, said};
use crate::language::dates::sense::{Said, Sense};
use crate::language::dates::slots::Slots;
use crate::language::dates::words::Unit;

/// Days of months.
pub(super) const RULES: &[Rule] = &[
    anywhere("{figures}", |slots, _| said(slots.date, slots.said?)),
    anywhere("{daymonth} [{year}]", day),
    anywhere("{month} {day}", day),
    // `May the 4th party` is none in a title.
    led("{month} the {ordinal}", day),
    anywhere("[the] {day} [of] {month}", day),
    anywhere("{month} {day} {year}", day),
    anywhere("{month} [the] {ordinal} [of|in] {year}", day),
    anywhere("[the] {day} [of] {month} [of|in] {year}", day),
    anywhere("{year} {month} {day}", day),
    led("[the] {figured}", monthly),
    whole("the {ordinal}", monthly),
    anywhere("[the] {day} of (this|the current) month", |slots, scene| {
        of_month(slots, scene, 0)
    }),
    anywhere("[the] {day} of [the] next month", |slots, scene| {
        of_month(slots, scene, 1)
    }),
    whole(
        "[the] {day} of (last|the last|the previous) month",
        |slots, scene| of_month(slots, scene, -1),
    ),
    anywhere("[the] {ordinal} day (of|in) {month} [of|in] [{year}]", day),
    anywhere("[the] {ordinal} [day] of [the] month", |slots, scene| {
        exactly(next_monthly(scene.today, slots.number?))
    }),
    anywhere("[the] {ordinal} day of this month", |slots, scene| {
        of_month(slots, scene, 0)
    }),
    anywhere("[the] {ordinal} [day] [of] next month", |slots, scene| {
        of_month(slots, scene, 1)
    }),
    anywhere("next month [on] [the] {ordinal}", |slots, scene| {
        of_month(slots, scene, 1)
    }),
    whole("{month} {year}", first_day),
    whole("{month} {count}", day),
    whole("next {month}", first_day),
    whole("[early] (in|by|this coming) {month}", |slots, scene| {
        // `in november`, said in November, means days that are not all to come.
        let current = slots.month == Some(scene.today.month());
        if current {
            None
        } else {
            first_day(slots, scene)
        }
    }),
    anywhere(
        "[the] (beginning|start|first day|1st day) (of|in) [next] {month} [of] [{year}]",
        first_day,
    ),
    anywhere("(mid|[the] middle of) {month} [{year}]", |slots, scene| {
        of_year(slots, scene, |first| plus_days(first, 14))
    }),
    anywhere(
        "[the] (end of|last day of|last day in|last of) [next] {month} [of] [{year}]",
        |slots, scene| of_year(slots, scene, |first| last_of(Unit::Month, first, 0)),
    ),
    anywhere(
        "[the] {nth} {weekday} (of|in) {month} [of|in] [{year}]",
        |slots, scene| {
            let (nth, weekday) = (slots.number?, slots.weekday?);
            of_year(slots, scene, |first| nth_weekday(first, nth, weekday))
        },
    ),
    whole("{nth} {weekday} {month} [{year}]", |slots, scene| {
        let (nth, weekday) = (slots.number?, slots.weekday?);
        of_year(slots, scene, |first| nth_weekday(first, nth, weekday))
    }),
    anywhere(
        "[the] {nth} {weekday} (of|in) [the] next month",
        |slots, scene| weekday_of_month(slots, scene, 1),
    ),
    whole(
        "[the] {nth} {weekday} (of|in) (last|the last|the previous) month",
        |slots, scene| weekday_of_month(slots, scene, -1),
    ),
    anywhere(
        "[the] {nth} {weekday} (of|in) this month",
        |slots, scene| weekday_of_month(slots, scene, 0),
    ),
    anywhere("[the] {nth} {weekday} (of|in) the month", |slots, scene| {
        let found = |later| Some((weekday_of_month(slots, scene, later)?, later));
        match found(0)? {
            (Sense::Day(day), _) if day.date >= scene.today => Some(Sense::Day(day)),
            _ => weekday_of_month(slots, scene, 1),
        }
    }),
];

/// A day of a month, in the year that is said or the next in which it has not passed.
fn day(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    let (month, day) = (slots.month?, slots.number?);
    match slots.year {
        Some(year) => exactly(NaiveDate::from_ymd_opt(year, month, day)),
        None => {
            let date = next_yearly(scene.today, |year| {
                NaiveDate::from_ymd_opt(year, month, day)
            });
            said(date, Said::Yearly)
        }
    }
}

fn monthly(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    said(next_monthly(scene.today, slots.number?), Said::Monthly)
}

fn of_month(slots: &Slots, scene: &Scene<'_>, later: i64) -> Option<Sense> {
    let month = plus_months(scene.today.with_day(1)?, later)?;
    exactly(month.with_day(slots.number?))
}

fn weekday_of_month(slots: &Slots, scene: &Scene<'_>, later: i64) -> Option<Sense> {
    let month = plus_months(scene.today.with_day(1)?, later)?;
    exactly(nth_weekday(month, slots.number?, slots.weekday?))
}

/// The first of a month that has not begun.
fn first_day(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    of_year(slots, scene, Some)
}

/// A day found from the first of the month, in the year that is said or the next in which it has
/// not passed.
fn of_year(
    slots: &Slots,
    scene: &Scene<'_>,
    find: impl Fn(NaiveDate) -> Option<NaiveDate>,
) -> Option<Sense> {
    let month = slots.month?;
    let in_year = |year| find(NaiveDate::from_ymd_opt(year, month, 1)?);
    exactly(match slots.year {
        Some(year) => in_year(year),
        None => next_yearly(scene.today, in_year),
    })
}

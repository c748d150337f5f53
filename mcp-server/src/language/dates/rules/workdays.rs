//! Working days: Monday to Friday, whatever holidays there are.

use chrono::NaiveDate;

use super::{Rule, anywhere, whole};
use crate::language::dates::calendar::{next_yearly, nth_workday, plus_months, plus_workdays};
use crate::language::dates::scene::{Scene, exactly};
use crate::language::dates::sense::Sense;
use crate::language::dates::slots::Slots;

/// Working days: Monday to Friday, whatever holidays there are.
pub(super) const RULES: &[Rule] = &[
    anywhere(
        "[the] next (business day|working day|work day|workday|weekday)",
        |_, scene| exactly(plus_workdays(scene.today, 1)),
    ),
    whole(
        "[the] (last|previous) (business day|working day|work day|workday|weekday)",
        |_, scene| exactly(plus_workdays(scene.today, -1)),
    ),
    anywhere(
        "(in|within) {count} (business|working|work) (day|days) [time]",
        |slots, scene| from(slots, scene.today, 1),
    ),
    anywhere(
        "(in|within) {count} (workday|workdays|weekday|weekdays)",
        |slots, scene| from(slots, scene.today, 1),
    ),
    anywhere(
        "{count} (business|working|work) (day|days) (from now|from today|hence)",
        |slots, scene| from(slots, scene.today, 1),
    ),
    anywhere(
        "{count} (workdays|weekdays) (from now|from today)",
        |slots, scene| from(slots, scene.today, 1),
    ),
    whole(
        "{count} (business|working|work) (day|days) ago",
        |slots, scene| from(slots, scene.today, -1),
    ),
    anywhere(
        "{count} (business|working|work) (day|days) (after|from) {date}",
        |slots, _| from(slots, slots.date?, 1),
    ),
    anywhere(
        "{count} (business|working|work) (day|days) before {date}",
        |slots, _| from(slots, slots.date?, -1),
    ),
    anywhere(
        "[the] {nth} (business day|working day|work day|workday|weekday) (of|in) {month} [of] [{year}]",
        |slots, scene| {
            let of = |year| {
                let first = NaiveDate::from_ymd_opt(year, slots.month?, 1)?;
                nth_workday(first, slots.number?)
            };
            exactly(match slots.year {
                Some(year) => of(year),
                None => next_yearly(scene.today, of),
            })
        },
    ),
    anywhere(
        "[the] {nth} (business day|working day|work day|workday|weekday) (of|in) the month",
        |slots, scene| {
            let coming = of_month(slots, scene, 0).filter(|date| *date >= scene.today);
            exactly(coming.or_else(|| of_month(slots, scene, 1)))
        },
    ),
    anywhere(
        "[the] {nth} (business day|working day|work day|workday|weekday) (of|in) this month",
        |slots, scene| exactly(of_month(slots, scene, 0)),
    ),
    anywhere(
        "[the] {nth} (business day|working day|work day|workday|weekday) (of|in) next month",
        |slots, scene| exactly(of_month(slots, scene, 1)),
    ),
];

fn from(slots: &Slots, date: NaiveDate, sign: i64) -> Option<Sense> {
    exactly(plus_workdays(date, sign * i64::from(slots.number?)))
}

fn of_month(slots: &Slots, scene: &Scene<'_>, later: i64) -> Option<NaiveDate> {
    nth_workday(plus_months(scene.today, later)?, slots.number?)
}

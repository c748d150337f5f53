//! Weeks, weekends, months, quarters and years: a period to come is due on its first day, the end
//! of one on its last.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::{Rule, anywhere, beside, led, whole};
use crate::language::dates::calendar::{
    first_of, last_of, plus_days, plus_months, weekday_of_week,
};
use crate::language::dates::scene::{Scene, exactly};
use crate::language::dates::sense::{Part, Sense};
use crate::language::dates::slots::Slots;
use crate::language::dates::words::Unit;

/// Weeks, weekends, months, quarters and years.
pub(super) const RULES: &[Rule] = &[
    anywhere("[the] next {period}", |slots, scene| first(slots, scene, 1)),
    whole(
        "[the] (following|coming|upcoming) {period}",
        |slots, scene| first(slots, scene, 1),
    ),
    anywhere("[the] {period} after next", |slots, scene| {
        first(slots, scene, 2)
    }),
    whole("(last|past|previous) {period}", |slots, scene| {
        first(slots, scene, -1)
    }),
    whole("[the] {period} before last", |slots, scene| {
        first(slots, scene, -2)
    }),
    anywhere(
        "(this|the|this coming|the coming|on the|over the) weekend",
        |_, scene| weekend(scene, 0),
    ),
    beside("weekend", |_, scene| weekend(scene, 0)),
    anywhere("next weekend", |_, scene| weekend(scene, 1)),
    anywhere("[the] weekend after next", |_, scene| weekend(scene, 2)),
    whole("last weekend", |_, scene| weekend(scene, -1)),
    anywhere("[the] end of [the|this|next] weekend", |_, scene| {
        exactly(weekday_of_week(scene.today, 0, Weekday::Sun))
    }),
    anywhere(
        "[the] (end of|last day of|last day in|last of) [the|this|current|the current] {period}",
        |slots, scene| last(slots, scene, 0),
    ),
    anywhere(
        "[the] (end of|last day of|last day in|last of) next {period}",
        |slots, scene| last(slots, scene, 1),
    ),
    anywhere(
        "[the] (end of|last day of|last day in|last of) [the] {period} after next",
        |slots, scene| last(slots, scene, 2),
    ),
    whole(
        "[the] (end of|last day of) last {period}",
        |slots, scene| last(slots, scene, -1),
    ),
    anywhere("{period} end", |slots, scene| last(slots, scene, 0)),
    anywhere("eow", |_, scene| {
        exactly(last_of(Unit::Week, scene.today, 0))
    }),
    anywhere("eom", |_, scene| {
        exactly(last_of(Unit::Month, scene.today, 0))
    }),
    anywhere("eoq", |_, scene| {
        exactly(last_of(Unit::Quarter, scene.today, 0))
    }),
    anywhere("eoy", |_, scene| {
        exactly(last_of(Unit::Year, scene.today, 0))
    }),
    anywhere(
        "(eod|eob|cob|[the] end of [the] day|[the] end of [the] business day|[the] close of business|[the] end of business)",
        |_, _| Some(Sense::Part(Part::Whole)),
    ),
    anywhere("[the] end of today", |_, scene| scene.day(0)),
    anywhere("[the] end of tomorrow", |_, scene| scene.day(1)),
    anywhere(
        "[the] (beginning|start|first day|1st day|1st|first) of [the] {period}",
        |slots, scene| coming(scene, |later| first_of(slots.period?, scene.today, later)),
    ),
    anywhere(
        "[the] (beginning|start|first day|1st day|1st|first) of this {period}",
        |slots, scene| first(slots, scene, 0),
    ),
    anywhere(
        "[the] (beginning|start|first day|1st day|1st|first) of next {period}",
        |slots, scene| first(slots, scene, 1),
    ),
    anywhere("(mid|[the] middle of) [the] {period}", |slots, scene| {
        coming(scene, |later| {
            middle(slots.period?, first_of(slots.period?, scene.today, later)?)
        })
    }),
    anywhere("(mid|[the] middle of) this {period}", |slots, scene| {
        exactly(middle(
            slots.period?,
            first_of(slots.period?, scene.today, 0)?,
        ))
    }),
    anywhere("(mid|[the] middle of) next {period}", |slots, scene| {
        exactly(middle(
            slots.period?,
            first_of(slots.period?, scene.today, 1)?,
        ))
    }),
    whole("midweek", |_, scene| {
        coming(scene, |later| {
            weekday_of_week(scene.today, later, Weekday::Wed)
        })
    }),
    anywhere(
        "[the] (end of|last day of) {quarter} [of] [{year}]",
        |slots, scene| coming_quarter(slots, scene, |first| last_of(Unit::Quarter, first, 0)),
    ),
    anywhere(
        "[the] (beginning of|start of|first day of) {quarter} [of] [{year}]",
        |slots, scene| coming_quarter(slots, scene, Some),
    ),
    led("[the] end of [the] year {year}", |slots, _| {
        exactly(NaiveDate::from_ymd_opt(slots.year?, 12, 31))
    }),
    led("[the] end of {year}", |slots, _| {
        exactly(NaiveDate::from_ymd_opt(slots.year?, 12, 31))
    }),
    led("[the] (beginning|start) of {year}", |slots, _| {
        exactly(NaiveDate::from_ymd_opt(slots.year?, 1, 1))
    }),
];

fn first(slots: &Slots, scene: &Scene<'_>, later: i64) -> Option<Sense> {
    exactly(first_of(slots.period?, scene.today, later))
}

fn last(slots: &Slots, scene: &Scene<'_>, later: i64) -> Option<Sense> {
    exactly(last_of(slots.period?, scene.today, later))
}

/// The one of this period or, if that is over, of the next.
fn coming(scene: &Scene<'_>, of: impl Fn(i64) -> Option<NaiveDate>) -> Option<Sense> {
    exactly(of(0).filter(|date| *date >= scene.today).or_else(|| of(1)))
}

fn coming_quarter(
    slots: &Slots,
    scene: &Scene<'_>,
    of: impl Fn(NaiveDate) -> Option<NaiveDate>,
) -> Option<Sense> {
    let months = i64::from(slots.number?.checked_sub(1)?) * 3;
    let in_year = |year| of(plus_months(NaiveDate::from_ymd_opt(year, 1, 1)?, months)?);
    match slots.year {
        Some(year) => exactly(in_year(year)),
        None => coming(scene, |later| {
            in_year(scene.today.year() + i32::try_from(later).ok()?)
        }),
    }
}

/// Wednesday of a week, the 15th of a month.
fn middle(period: Unit, first: NaiveDate) -> Option<NaiveDate> {
    match period {
        Unit::Week => plus_days(first, 2),
        Unit::Month => plus_days(first, 14),
        _ => None,
    }
}

/// Saturday; of a weekend that has begun, today.
fn weekend(scene: &Scene<'_>, later: i64) -> Option<Sense> {
    let saturday = weekday_of_week(scene.today, later, Weekday::Sat)?;
    exactly(Some(if later == 0 {
        saturday.max(scene.today)
    } else {
        saturday
    }))
}

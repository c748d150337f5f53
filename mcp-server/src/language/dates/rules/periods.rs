//! Weeks, weekends, months, quarters and years: a period to come is due on its first day, the end
//! of one on its last.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::{Rule, anywhere, beside, led, whole};
use crate::language::dates::calendar::{
    first_of, last_of, plus_days, plus_months, weekday_of_week,
};
use crate::language::dates::scene::{Scene, exactly, is_begun, period};
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
        "(this|the|on the|over the|at the) (weekend|wkend)",
        |_, scene| weekend(scene, 0),
    ),
    anywhere(
        "(coming|this coming|the coming|upcoming|the upcoming) weekend",
        |_, scene| weekend(scene, i64::from(is_weekend(scene))),
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
    anywhere("[the] eow", |_, scene| {
        exactly(last_of(Unit::Week, scene.today, 0))
    }),
    anywhere("[the] eom", |_, scene| {
        exactly(last_of(Unit::Month, scene.today, 0))
    }),
    anywhere("[the] eoq", |_, scene| {
        exactly(last_of(Unit::Quarter, scene.today, 0))
    }),
    anywhere("[the] eoy", |_, scene| {
        exactly(last_of(Unit::Year, scene.today, 0))
    }),
    anywhere(
        "(eod|eob|cob|[the] end of [the] day|[the] end of [the] (business|working|work) day|[the] end of [the] workday|[the] close of play|[the] close of business|[the] end of business)",
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
    led("[the] (end|last day) of {year}", |slots, _| {
        exactly(NaiveDate::from_ymd_opt(slots.year?, 12, 31))
    }),
    led("[the] (beginning|start|first day) of {year}", |slots, _| {
        exactly(NaiveDate::from_ymd_opt(slots.year?, 1, 1))
    }),
    whole("(in|by|during) {year}", |slots, scene| {
        let year = slots.year.filter(|year| *year > scene.today.year())?;
        period(NaiveDate::from_ymd_opt(year, 1, 1))
    }),
    whole("[in|by] {isoweek}", |slots, _| exactly(slots.date)),
    whole("[in|by] {monthfigures}", |slots, scene| {
        period(slots.date.filter(|first| !is_begun(*first, scene.today)))
    }),
    // A quarter is due on its first day, like a month, if that is to come.
    whole("(in|by) {quarter}", quarter_to_come),
    whole("[in|by] {quarter} [of] {year}", quarter_to_come),
    whole("[in|by] {year} {quarter}", quarter_to_come),
    whole("[in|by] [the] {ordinal} quarter of {year}", quarter_to_come),
];

fn first(slots: &Slots, scene: &Scene<'_>, later: i64) -> Option<Sense> {
    period(first_of(slots.period?, scene.today, later))
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

/// The first day of a quarter; nothing while it is that quarter.
fn quarter_to_come(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    let number = slots.number.filter(|number| *number <= 4)?;
    let now = scene.today.month0() / 3 + 1 == number;
    let open = slots.year.is_none_or(|year| year == scene.today.year());
    if now && open {
        return None;
    }
    coming_quarter(slots, scene, Some)
}

fn is_weekend(scene: &Scene<'_>) -> bool {
    matches!(scene.today.weekday(), Weekday::Sat | Weekday::Sun)
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

//! Weekdays. Weeks begin on Monday.

use super::{Rule, anywhere, led, whole};
use crate::language::dates::calendar::{plus_days, weekday_after, weekday_before, weekday_of_week};
use crate::language::dates::scene::{Scene, exactly, said};
use crate::language::dates::sense::{Said, Sense};
use crate::language::dates::slots::Slots;

/// Weekdays.
pub(super) const RULES: &[Rule] = &[
    anywhere("{weekday}", bare),
    anywhere(
        "(this|coming|this coming|the coming|upcoming|this upcoming|the upcoming|the next coming) {weekday}",
        bare,
    ),
    anywhere("next {weekday}", |slots, scene| of_week(slots, scene, 1)),
    anywhere("{weekday} [of|in] [the] next week", |slots, scene| {
        of_week(slots, scene, 1)
    }),
    anywhere("next week [on] {weekday}", |slots, scene| {
        of_week(slots, scene, 1)
    }),
    anywhere("{weekday} [of|in] [the] week after next", |slots, scene| {
        of_week(slots, scene, 2)
    }),
    anywhere("{weekday} [of|in] this week", |slots, scene| {
        of_week(slots, scene, 0)
    }),
    anywhere("this week [on] {weekday}", |slots, scene| {
        of_week(slots, scene, 0)
    }),
    whole(
        "(last|past|this past|the past|previous) {weekday}",
        |slots, scene| exactly(weekday_before(scene.today, slots.weekday?)),
    ),
    whole("{weekday} [of] last week", |slots, scene| {
        of_week(slots, scene, -1)
    }),
    whole("last week [on] {weekday}", |slots, scene| {
        of_week(slots, scene, -1)
    }),
    anywhere("{weekday} week", |slots, scene| after_bare(slots, scene, 7)),
    anywhere("{span} (on|this|from) {weekday}", from_bare),
    anywhere(
        "{span} (from|after) (this|this coming) {weekday}",
        from_bare,
    ),
    anywhere("{span} (from|after) next {weekday}", |slots, scene| {
        let next = weekday_of_week(scene.today, 1, slots.weekday?)?;
        exactly(slots.span?.from_day(next, 1))
    }),
    anywhere("in (a|one|1) week on {weekday}", |slots, scene| {
        of_week(slots, scene, 1)
    }),
    anywhere("in {count} (weeks|wks) on {weekday}", |slots, scene| {
        of_week(slots, scene, i64::from(slots.number?))
    }),
    anywhere("{weekday} in (a|one|1) week", |slots, scene| {
        of_week(slots, scene, 1)
    }),
    anywhere("{weekday} in {count} (weeks|wks)", |slots, scene| {
        of_week(slots, scene, i64::from(slots.number?))
    }),
    anywhere(
        "[the] [first] {weekday} (after|following) {date}",
        |slots, _| exactly(weekday_after(slots.date?, slots.weekday?)),
    ),
    anywhere("[the] [last] {weekday} before {date}", |slots, _| {
        exactly(weekday_before(slots.date?, slots.weekday?))
    }),
    anywhere("{count} {weekdays} from (now|today)", |slots, scene| {
        let first = weekday_after(scene.today, slots.weekday?)?;
        exactly(plus_days(first, 7 * (i64::from(slots.number?) - 1)))
    }),
    whole("{count} {weekdays} ago", |slots, scene| {
        let last = weekday_before(scene.today, slots.weekday?)?;
        exactly(plus_days(last, -7 * (i64::from(slots.number?) - 1)))
    }),
    led("the {weekday}", bare),
];

/// The next such day after today.
fn bare(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    said(weekday_after(scene.today, slots.weekday?), Said::Weekday)
}

fn of_week(slots: &Slots, scene: &Scene<'_>, weeks: i64) -> Option<Sense> {
    exactly(weekday_of_week(scene.today, weeks, slots.weekday?))
}

fn after_bare(slots: &Slots, scene: &Scene<'_>, days: i64) -> Option<Sense> {
    exactly(plus_days(weekday_after(scene.today, slots.weekday?)?, days))
}

fn from_bare(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    let next = weekday_after(scene.today, slots.weekday?)?;
    exactly(slots.span?.from_day(next, 1))
}

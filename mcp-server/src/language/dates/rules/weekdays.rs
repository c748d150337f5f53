//! Weekdays. Weeks begin on Monday.

use chrono::{Datelike as _, Weekday};

use super::{Rule, anywhere, led, whole};
use crate::language::dates::calendar::{plus_days, weekday_after, weekday_before, weekday_of_week};
use crate::language::dates::scene::{Scene, exactly, said};
use crate::language::dates::sense::{Said, Sense};
use crate::language::dates::slots::Slots;

/// Weekdays.
pub(super) const RULES: &[Rule] = &[
    anywhere("{weekday}", bare),
    anywhere(
        "(coming|this coming|the coming|upcoming|this upcoming|the upcoming|the next coming) {weekday}",
        bare,
    ),
    anywhere("this {weekday}", |slots, scene| {
        said(weekday_after(scene.today, slots.weekday?), Said::This)
    }),
    anywhere("next {weekday}", |slots, scene| of_week(slots, scene, 1)),
    // The next one, or that of next week.
    anywhere("the next {weekday}", |slots, scene| {
        let next = weekday_after(scene.today, slots.weekday?);
        exactly(next.filter(|next| weekday_of_week(scene.today, 1, next.weekday()) == Some(*next)))
    }),
    anywhere("{weekday} [of|in] [the] next week", |slots, scene| {
        of_week(slots, scene, 1)
    }),
    anywhere("(next week [on]|next weeks) {weekday}", |slots, scene| {
        of_week(slots, scene, 1)
    }),
    anywhere("{weekday} [of|in] [the] week after next", |slots, scene| {
        of_week(slots, scene, 2)
    }),
    anywhere("{weekday} [of|in] this week", of_this_week),
    anywhere("this week [on] {weekday}", of_this_week),
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
    anywhere("{weekday} fortnight", |slots, scene| {
        after_bare(slots, scene, 14)
    }),
    anywhere("{span} (on|this|from) {weekday}", from_bare),
    anywhere(
        "{span} (from|after) (this|this coming) {weekday}",
        from_bare,
    ),
    anywhere("{span} (from|after) next {weekday}", |slots, scene| {
        let next = weekday_of_week(scene.today, 1, slots.weekday?)?;
        exactly(slots.span?.added_to(next, 1))
    }),
    anywhere("in {count} (week|weeks|wks) on [a|the] {weekday}", in_weeks),
    anywhere("{weekday} in {count} (week|weeks|wks) [time]", in_weeks),
    anywhere(
        "{weekday} {count} (week|weeks|wks) (from now|from today|hence)",
        in_weeks,
    ),
    anywhere(
        "{count} (week|weeks|wks) (from now|from today) on [a] {weekday}",
        in_weeks,
    ),
    anywhere(
        "[the] [first] {weekday} (after|following) {date}",
        |slots, _| exactly(weekday_after(slots.date?, slots.weekday?)),
    ),
    anywhere("[the] [last] {weekday} before {date}", |slots, _| {
        exactly(weekday_before(slots.date?, slots.weekday?))
    }),
    anywhere(
        "{count} {weekdays} (from now|from today|hence)",
        |slots, scene| {
            let first = weekday_after(scene.today, slots.weekday?)?;
            exactly(plus_days(first, 7 * (i64::from(slots.number?) - 1)))
        },
    ),
    whole("{count} {weekdays} (ago|back)", |slots, scene| {
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

/// On a Sunday, the other days of this week have passed or are to come, as weeks are counted.
fn of_this_week(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    let date = weekday_of_week(scene.today, 0, slots.weekday?)?;
    let unclear = scene.today.weekday() == Weekday::Sun && date != scene.today;
    exactly((!unclear).then_some(date))
}

/// `monday in two weeks` is two weeks after the next Monday, if that is in the second week after
/// this, or no other Monday is nearer to today in two weeks; otherwise it is not sure.
fn in_weeks(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    let (weekday, weeks) = (slots.weekday?, i64::from(slots.number?));
    let coming = weekday_after(scene.today.pred_opt()?, weekday)?;
    let after_next = plus_days(coming, 7 * weeks)?;
    let of_week = weekday_of_week(scene.today, weeks, weekday);
    let nearest = weekday_after(plus_days(scene.today, 7 * weeks - 4)?, weekday);
    let sure = [of_week, nearest].contains(&Some(after_next));
    exactly(sure.then_some(after_next))
}

fn after_bare(slots: &Slots, scene: &Scene<'_>, days: i64) -> Option<Sense> {
    exactly(plus_days(weekday_after(scene.today, slots.weekday?)?, days))
}

fn from_bare(slots: &Slots, scene: &Scene<'_>) -> Option<Sense> {
    let next = weekday_after(scene.today, slots.weekday?)?;
    exactly(slots.span?.added_to(next, 1))
}

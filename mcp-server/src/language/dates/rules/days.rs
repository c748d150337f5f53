//! Days and moments counted from now, or from another day.

use super::{Rule, anywhere, led, whole};
use crate::language::dates::calendar::{plus_days, plus_months, weekday_after};
use crate::language::dates::scene::exactly;
use crate::language::dates::sense::{Part, Sense};

/// Days and moments counted from now, or from another day.
pub(super) const RULES: &[Rule] = &[
    anywhere("(today|tod|2day|later today)", |_, scene| {
        Some(Sense::Day(scene.today()))
    }),
    anywhere("(tonight|tonite|this night|later tonight)", |_, scene| {
        Some(Sense::DayPart(scene.today(), Part::Night))
    }),
    anywhere("{tomorrow}", |_, scene| scene.day(1)),
    whole("(sometime|anytime|some time) today", |_, scene| {
        Some(Sense::Day(scene.today()))
    }),
    whole(
        "((sometime|anytime|some time) {tomorrow}|{tomorrow} (sometime|anytime))",
        |_, scene| scene.day(1),
    ),
    // A name too: `Call Tom at 5pm`.
    whole("tom", |_, scene| scene.day(1)),
    led("(yesterday|yday|ystd)", |_, scene| scene.day(-1)),
    anywhere("[the] day after ({tomorrow}|tom)", |_, scene| scene.day(2)),
    anywhere("overmorrow", |_, scene| scene.day(2)),
    led("[the] day before yesterday", |_, scene| scene.day(-2)),
    whole("last night", |_, scene| {
        let Some(Sense::Day(day)) = scene.day(-1) else {
            return None;
        };
        Some(Sense::DayPart(day, Part::Night))
    }),
    whole("([the] next day|the following day)", |_, scene| {
        scene.day(1)
    }),
    // Not the Monday of next week: the same day and time.
    anywhere("(this|same|the same) time next week", |_, scene| {
        scene.at_this_time(plus_days(scene.today, 7)?)
    }),
    anywhere("(this|same|the same) time next month", |_, scene| {
        scene.at_this_time(plus_months(scene.today, 1)?)
    }),
    anywhere("(this|same|the same) time next year", |_, scene| {
        scene.at_this_time(plus_months(scene.today, 12)?)
    }),
    anywhere("(this|same|the same) time {tomorrow}", |_, scene| {
        scene.at_this_time(plus_days(scene.today, 1)?)
    }),
    anywhere("{tomorrow} [at] (this|same|the same) time", |_, scene| {
        scene.at_this_time(plus_days(scene.today, 1)?)
    }),
    anywhere(
        "(this|same|the same) time [on] {weekday}",
        |slots, scene| scene.at_this_time(weekday_after(scene.today, slots.weekday?)?),
    ),
    whole("([right|just] now|at the moment)", |_, scene| {
        Some(Sense::Moment(scene.here.now))
    }),
    anywhere(
        "(in|within) [the next|about|around|approximately|roughly|another] {span} [time] [or so]",
        |slots, scene| slots.span?.added_to_now(scene, 1),
    ),
    anywhere("[in] {span} from (now|right now|today)", |slots, scene| {
        slots.span?.added_to_now(scene, 1)
    }),
    anywhere("[a] {span} (hence|time)", |slots, scene| {
        slots.span?.added_to_now(scene, 1)
    }),
    whole("+ {span}", |slots, scene| {
        slots.span?.added_to_now(scene, 1)
    }),
    whole("{span} later", |slots, scene| {
        slots.span?.added_to_now(scene, 1)
    }),
    whole("{span} (ago|back|earlier)", |slots, scene| {
        slots.span?.added_to_now(scene, -1)
    }),
    anywhere(
        "{span} (from|after|following|since) [the] {date}",
        |slots, _| exactly(slots.span?.added_to(slots.date?, 1)),
    ),
    anywhere(
        "{span} (before|prior to|ahead of) [the] {date}",
        |slots, _| exactly(slots.span?.added_to(slots.date?, -1)),
    ),
    anywhere("{days} [from] today", |slots, scene| {
        exactly(slots.span?.added_to(scene.today, 1))
    }),
    anywhere("{days} [from] {tomorrow}", |slots, scene| {
        exactly(slots.span?.added_to(plus_days(scene.today, 1)?, 1))
    }),
    anywhere("today week", |_, scene| scene.day(7)),
    anywhere("{tomorrow} week", |_, scene| scene.day(8)),
    anywhere("today fortnight", |_, scene| scene.day(14)),
    anywhere("{tomorrow} fortnight", |_, scene| scene.day(15)),
    whole("(week|wk) today", |_, scene| scene.day(7)),
    whole("(week|wk) [from] {tomorrow}", |_, scene| scene.day(8)),
    whole("(week|wk) from (now|today)", |_, scene| scene.day(7)),
    whole("fortnight from (now|today)", |_, scene| scene.day(14)),
    whole("month from (now|today)", |_, scene| {
        exactly(plus_months(scene.today, 1))
    }),
    whole("year from (now|today)", |_, scene| {
        exactly(plus_months(scene.today, 12))
    }),
    whole("(week|wk) (from|after) {date}", |slots, _| {
        exactly(plus_days(slots.date?, 7))
    }),
    anywhere("[the] day after {date}", |slots, _| {
        exactly(plus_days(slots.date?, 1))
    }),
    anywhere("[the] day before {date}", |slots, _| {
        exactly(plus_days(slots.date?, -1))
    }),
];

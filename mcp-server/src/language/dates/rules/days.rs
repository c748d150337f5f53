//! Days and moments counted from now, or from another day.

use super::{Rule, anywhere, led, whole};
use crate::language::dates::calendar::plus_days;
use crate::language::dates::scene::exactly;
use crate::language::dates::sense::{Part, Sense};

/// Days and moments counted from now, or from another day.
pub(super) const RULES: &[Rule] = &[
    anywhere("(today|tod|later today)", |_, scene| {
        Some(Sense::Day(scene.today()))
    }),
    anywhere("(tonight|tonite|this night|later tonight)", |_, scene| {
        Some(Sense::DayPart(scene.today(), Part::Night))
    }),
    anywhere(
        "(tomorrow|tmr|tmrw|tmw|tmrow|tommorow|tommorrow|tomorow)",
        |_, scene| scene.day(1),
    ),
    // A name too: `Call Tom at 5pm`.
    whole("tom", |_, scene| scene.day(1)),
    led("(yesterday|yday|ystd)", |_, scene| scene.day(-1)),
    anywhere("[the] day after (tomorrow|tmr|tmrw|tom)", |_, scene| {
        scene.day(2)
    }),
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
    whole("([right|just] now|at the moment)", |_, scene| {
        Some(Sense::Moment(scene.here.now))
    }),
    anywhere(
        "(in|within) [the next|about|around|approximately|roughly|another] {span} [time]",
        |slots, scene| slots.span?.from_now(scene, 1),
    ),
    anywhere("{span} from (now|right now|today)", |slots, scene| {
        slots.span?.from_now(scene, 1)
    }),
    anywhere("[a] {span} (hence|time)", |slots, scene| {
        slots.span?.from_now(scene, 1)
    }),
    whole("+ {span}", |slots, scene| slots.span?.from_now(scene, 1)),
    whole("{span} later", |slots, scene| {
        slots.span?.from_now(scene, 1)
    }),
    whole("{span} (ago|back|earlier)", |slots, scene| {
        slots.span?.from_now(scene, -1)
    }),
    anywhere(
        "{span} (from|after|following|since) [the] {date}",
        |slots, _| exactly(slots.span?.from_day(slots.date?, 1)),
    ),
    anywhere(
        "{span} (before|prior to|ahead of) [the] {date}",
        |slots, _| exactly(slots.span?.from_day(slots.date?, -1)),
    ),
    anywhere("{span} [from] today", |slots, scene| {
        exactly(slots.span?.from_day(scene.today, 1))
    }),
    anywhere("{span} [from] (tomorrow|tmr|tmrw)", |slots, scene| {
        exactly(slots.span?.from_day(plus_days(scene.today, 1)?, 1))
    }),
    anywhere("today week", |_, scene| scene.day(7)),
    anywhere("tomorrow week", |_, scene| scene.day(8)),
    whole("(week|wk) from (now|today)", |_, scene| scene.day(7)),
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

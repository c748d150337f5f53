//! Times and parts of the day.

use chrono::NaiveTime;

use super::{Rule, anywhere, beside, led, whole};
use crate::language::dates::calendar::{plus_days, weekday_after};
use crate::language::dates::scene::Scene;
use crate::language::dates::sense::{Clock, Day, Half, Part, Said, Sense};
use crate::language::dates::slots::Slots;

/// Times and parts of the day.
pub(super) const RULES: &[Rule] = &[
    // As titles say them, `noon` and `midnight` need `at` before or a day beside.
    led("[the] (noon|midday|mid day)", |_, _| named(12, Half::Said)),
    led("midnight", |_, _| named(0, Half::Midnight)),
    anywhere(
        "{clock} [sharp|exactly|precisely|approximately]",
        |slots, _| slots.clock.map(Sense::Clock),
    ),
    whole("{latehour}", |slots, _| slots.clock.map(Sense::Hour)),
    whole("{shortclock}", |slots, _| slots.clock.map(Sense::Clock)),
    anywhere("{span} before {clock}", |slots, _| beside_clock(slots, -1)),
    anywhere("{span} after {clock}", |slots, _| beside_clock(slots, 1)),
    beside("first thing [in the morning]", |_, _| part(Part::Morning)),
    anywhere("first thing {tomorrow} [morning]", |_, scene| {
        let tomorrow = plus_days(scene.today, 1)?;
        Some(Sense::DayPart(Day::exactly(tomorrow), Part::Morning))
    }),
    anywhere("first thing [on] {weekday} [morning]", |slots, scene| {
        let date = weekday_after(scene.today, slots.weekday?)?;
        let said = Said::Weekday;
        Some(Sense::DayPart(Day { date, said }, Part::Morning))
    }),
    anywhere("in the morning", |_, _| part(Part::Morning)),
    anywhere("in the afternoon", |_, _| part(Part::Afternoon)),
    anywhere("in the evening", |_, _| part(Part::Evening)),
    beside(
        "(night|at night|the night|nighttime|at nighttime)",
        |_, _| part(Part::Night),
    ),
    beside("(morning|mornings|the morning)", |_, _| part(Part::Morning)),
    beside("(afternoon|the afternoon)", |_, _| part(Part::Afternoon)),
    beside("(evening|the evening)", |_, _| part(Part::Evening)),
    beside("(lunch|lunchtime|lunch time)", |_, _| part(Part::Lunch)),
    whole("(at|over|around) (lunch|lunchtime|lunch time)", |_, _| {
        part(Part::Lunch)
    }),
    anywhere("this morning", |_, scene| of_today(scene, Part::Morning)),
    anywhere("this afternoon", |_, scene| {
        of_today(scene, Part::Afternoon)
    }),
    anywhere("this evening", |_, scene| of_today(scene, Part::Evening)),
    whole("{hour}", |slots, _| {
        let time = NaiveTime::from_hms_opt(slots.number?, 0, 0)?;
        Some(Sense::Hour(Clock {
            time,
            half: Half::Open,
            offset: None,
        }))
    }),
    // The last piece of `Nov 27 09:30 2026`, where it is no time.
    beside("{year}", |slots, _| slots.year.map(Sense::Year)),
];

fn named(hour: u32, half: Half) -> Option<Sense> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0)?;
    Some(Sense::Clock(Clock {
        time,
        half,
        offset: None,
    }))
}

/// A time so long before or after another of the same day.
fn beside_clock(slots: &Slots, sign: i32) -> Option<Sense> {
    let (clock, distance) = (slots.clock?, slots.span?.of_clock()? * sign);
    let (time, days) = clock.time.overflowing_add_signed(distance);
    let sure = matches!(clock.half, Half::Said | Half::Written) && days == 0;
    sure.then_some(Sense::Clock(Clock { time, ..clock }))
}

fn part(part: Part) -> Option<Sense> {
    Some(Sense::Part(part))
}

fn of_today(scene: &Scene<'_>, part: Part) -> Option<Sense> {
    Some(Sense::DayPart(scene.today(), part))
}

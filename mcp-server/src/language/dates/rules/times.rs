//! Times and parts of the day.

use chrono::NaiveTime;

use super::{Rule, anywhere, beside, led, whole};
use crate::language::dates::scene::Scene;
use crate::language::dates::sense::{Clock, Half, Part, Sense};

/// Times and parts of the day.
pub(super) const RULES: &[Rule] = &[
    // As titles say them, `noon` and `midnight` need `at` before or a day beside.
    led("(noon|midday|mid day)", |_, _| named(12, Half::Said)),
    led("midnight", |_, _| named(0, Half::Midnight)),
    anywhere("{clock} [sharp|exactly|precisely]", |slots, _| {
        slots.clock.map(Sense::Clock)
    }),
    anywhere("in the morning", |_, _| part(Part::Morning)),
    anywhere("in the afternoon", |_, _| part(Part::Afternoon)),
    anywhere("in the evening", |_, _| part(Part::Evening)),
    beside("[at] (night|nighttime)", |_, _| part(Part::Night)),
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

fn part(part: Part) -> Option<Sense> {
    Some(Sense::Part(part))
}

fn of_today(scene: &Scene<'_>, part: Part) -> Option<Sense> {
    Some(Sense::DayPart(scene.today(), part))
}

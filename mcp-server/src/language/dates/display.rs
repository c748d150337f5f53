//! Dates as people write them.

use chrono::{Datelike as _, NaiveDate, Offset as _, TimeZone as _, Timelike as _};

use super::calendar::plus_days;
use crate::domain::Due;
use crate::language::Here;

/// Writes a date, or a date and time on the person's clock (`tomorrow 17:00`, `Fri 27 Nov 2026`),
/// so that [`parse`](super::parse) reads the same from it.
pub(crate) fn display(due: &Due, here: &Here) -> String {
    match due {
        Due::Date(date) => day(*date, here),
        Due::At { at, .. } => {
            let local = at.with_timezone(&here.zone);
            let (date, time) = (local.date_naive(), local.time());
            let offset = local.offset().fix().local_minus_utc();
            // Of a time that clocks show twice, only the first needs no more words.
            let second = here
                .zone
                .from_local_datetime(&local.naive_local())
                .earliest();
            if second.is_some_and(|first| first < local) {
                return format!(
                    "{} {} {}",
                    day(date, here),
                    time.format("%H:%M:%S"),
                    signed(offset)
                );
            }
            let pattern = if time.second() == 0 {
                "%H:%M"
            } else {
                "%H:%M:%S"
            };
            format!("{} {}", day(date, here), time.format(pattern))
        }
    }
}

fn day(date: NaiveDate, here: &Here) -> String {
    let today = here.local().date();
    let near = [(-1, "yesterday"), (0, "today"), (1, "tomorrow")];
    near.iter()
        .find(|(days, _)| plus_days(today, *days) == Some(date))
        .map_or_else(
            || format!("{} {:04}", date.format("%a %-d %b"), date.year()),
            |(_, word)| (*word).into(),
        )
}

/// An offset from UTC in seconds, as `+01:00`.
fn signed(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let offset = offset.abs();
    let (hours, minutes, seconds) = (offset / 3600, offset / 60 % 60, offset % 60);
    match seconds {
        0 => format!("{sign}{hours:02}:{minutes:02}"),
        _ => format!("{sign}{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

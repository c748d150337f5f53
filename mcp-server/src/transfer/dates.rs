//! Dates as files have them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound as _, Utc};
use chrono_tz::Tz;

use crate::domain::{DateOutOfRange, Due};

/// Forms of a date with a time, without a zone.
const LOCAL: [&str; 4] = [
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
];

/// Reads `2026-12-01`, or that with a time of day in `zone`, or with an offset; nothing where it is
/// in none of these forms.
pub(super) fn iso(text: &str, zone: Tz) -> Option<Result<Due, DateOutOfRange>> {
    let text = text.trim();
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Some(Due::date(date));
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(moment(at.to_utc(), zone));
    }
    let local = LOCAL
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    local.map(|local| Due::local(local, zone))
}

/// A moment in the years that are kept, to the microsecond as databases keep it.
pub(super) fn moment(at: DateTime<Utc>, zone: Tz) -> Result<Due, DateOutOfRange> {
    Due::date(at.with_timezone(&zone).date_naive())?;
    let at = at.trunc_subsecs(6);
    Ok(Due::At { at, zone })
}

/// The first moment of a day.
pub(super) fn midnight(date: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    match Due::local(date.and_time(NaiveTime::MIN), zone) {
        Ok(Due::At { at, .. }) => Some(at),
        _ => None,
    }
}

/// Reads the name of a time zone.
pub(super) fn zone(name: &str) -> Result<Tz, String> {
    let name = name.trim();
    name.parse()
        .map_err(|_| format!("{name:?} is not a time zone such as Europe/Zurich"))
}

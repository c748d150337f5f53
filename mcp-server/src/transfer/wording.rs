//! Dates and repetitions in the words of people.

use super::dates;
use crate::{
    domain::{Due, Recurrence},
    language::{Here, dates as language_dates},
};

/// When something is due, and how it repeats.
pub(super) type When = (Option<Due>, Option<Recurrence>);

/// Reads a date, or a repetition.
pub(super) fn read(text: &str, here: &Here) -> Result<When, String> {
    let text = text.trim();
    if let Some(due) = dates::iso(text, here.zone) {
        return due
            .map(|due| (Some(due), None))
            .map_err(|error| error.to_string());
    }
    let due = language_dates::parse(text, here).map_err(|error| error.to_string())?;
    Ok((Some(due), None))
}

/// Writes a date, or a repetition, so that [`read`] reads it; empty where there is none.
pub(super) fn written(due: Option<&Due>, recurrence: Option<&Recurrence>, here: &Here) -> String {
    let _ = (recurrence, here);
    match due {
        None => String::new(),
        Some(Due::Date(date)) => date.to_string(),
        Some(due @ Due::At { .. }) => due.wall().format("%Y-%m-%d %H:%M").to_string(),
    }
}

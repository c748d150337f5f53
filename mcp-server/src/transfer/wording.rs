//! Dates and repetitions in the words of people.

use super::dates;
use crate::{
    domain::{Due, Recurrence},
    language::{self, Here},
};

/// When something is due, and how it repeats.
pub(super) type When = (Option<Due>, Option<Recurrence>);

/// Reads a date, or a repetition.
pub(super) fn read(text: &str, here: &Here) -> Result<When, String> {
    let text = text.trim();
    if let Some(due) = dates::iso(text, here.zone) {
        let due = due.map_err(|error| error.to_string())?;
        return Ok((Some(due), None));
    }
    let unclear = match language::dates::parse(text, here) {
        Ok(due) => return Ok((Some(due), None)),
        Err(unclear) => unclear,
    };
    match language::recurrence::parse(text, here) {
        Ok(repeat) => Ok((Some(repeat.first), Some(repeat.recurrence))),
        // Who wrote of repeating wants to know what is wrong with that.
        Err(error) if text.to_ascii_lowercase().starts_with("ev") => Err(error.to_string()),
        Err(_) => Err(unclear.to_string()),
    }
}

/// Writes a date, or a repetition from a date on, so that [`read`] reads it; empty where there is
/// none.
pub(super) fn written(due: Option<&Due>, recurrence: Option<&Recurrence>) -> String {
    let Some(due) = due else {
        return String::new();
    };
    let (day, time) = match due {
        Due::Date(date) => (date.to_string(), None),
        Due::At { .. } => {
            let wall = due.wall();
            let time = wall.format("%H:%M").to_string();
            (wall.date().to_string(), Some(time))
        }
    };
    let Some(recurrence) = recurrence else {
        return time.map_or(day.clone(), |time| format!("{day} {time}"));
    };
    let words = language::recurrence::display(recurrence);
    // A rule may give the time itself, and is in those words then.
    let time = time.filter(|_| !words.contains(" at "));
    let time = time.map_or_else(String::new, |time| format!(" at {time}"));
    format!("{words}{time} starting {day}")
}

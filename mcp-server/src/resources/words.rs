//! Parts of tasks in words.

use crate::{
    domain::{Due, Name, Recurrence},
    language::{Here, dates},
};

/// Returns a name as lines of quick-add and filters have it: quoted where it is several words.
pub(crate) fn quoted_name(sign: char, name: &Name) -> String {
    let name = name.as_str();
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    if name.chars().all(is_plain) {
        format!("{sign}{name}")
    } else {
        format!("{sign}\"{}\"", name.replace('"', ""))
    }
}

/// Returns a date as people read it.
pub(super) fn due_words(due: &Due, here: &Here) -> String {
    dates::display(due, here)
}

/// Returns a date as the tools write it: `2026-11-23`, or `2026-11-23T17:00` on the person's clock.
pub(super) fn due_text(due: &Due, here: &Here) -> String {
    match due {
        Due::Date(date) => date.to_string(),
        Due::At { at, .. } => {
            let local = at.with_timezone(&here.zone);
            local.format("%Y-%m-%dT%H:%M").to_string()
        }
    }
}

/// Returns a repetition in words.
pub(super) fn repeat_words(recurrence: &Recurrence) -> String {
    recurrence.rule().to_owned()
}

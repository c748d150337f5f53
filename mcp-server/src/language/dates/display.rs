//! Dates as people write them.

use crate::domain::Due;
use crate::language::Here;

/// Writes a date, or a date and time on the person's clock, so that `parse` reads the same from it.
pub(crate) fn display(due: &Due, here: &Here) -> String {
    match due {
        Due::Date(date) => date.to_string(),
        Due::At { at, .. } => at
            .with_timezone(&here.zone)
            .format("%Y-%m-%d %H:%M")
            .to_string(),
    }
}

//! Filters, read and written.

mod errors;
mod phrases;
mod properties;

use chrono_tz::Europe::Zurich;

use crate::language::{DateOrder, Here};

/// Sunday, 22 November 2026, 19:00 in Zurich.
fn here() -> Here {
    Here {
        now: "2026-11-22T18:00:00Z".parse().unwrap(),
        zone: Zurich,
        order: DateOrder::MonthFirst,
    }
}

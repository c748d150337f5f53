//! Phrases, and what they mean on Sunday, 22 November 2026, at five to seven in the evening.

mod phrases;
mod properties;
mod refused;
mod shown;

use chrono_tz::Europe::Zurich;

use super::*;
use crate::{
    domain::{Due, Recurrence},
    language::{DateOrder, Here},
};

fn here() -> Here {
    Here {
        now: "2026-11-22T17:55:00Z".parse().unwrap(),
        zone: Zurich,
        order: DateOrder::MonthFirst,
    }
}

/// `2026-11-23` or `2026-11-23 09:00`.
fn shown(due: &Due) -> String {
    match due {
        Due::Date(day) => day.to_string(),
        Due::At { .. } => due.wall().format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// The rule, with `!` before it where it counts from completion.
fn rule(recurrence: &Recurrence) -> String {
    let mark = if recurrence.is_from_completion() {
        "!"
    } else {
        ""
    };
    format!("{mark}{}", recurrence.rule().trim_start_matches("FREQ="))
}

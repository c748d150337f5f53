//! What rules mean, as people and RFC 5545 see it.

mod hostile;
mod properties;
mod reading;
mod series;

use chrono_tz::{Europe::Zurich, Tz};

use super::*;
use crate::domain::Due;

const ZONE: Tz = Zurich;

/// `2026-11-22` or, in Zurich, `2026-11-22T09:00`.
fn due(text: &str) -> Due {
    match text.split_once('T') {
        Some((_, _)) => Due::local(format!("{text}:00").parse().unwrap(), ZONE).unwrap(),
        None => Due::date(text.parse().unwrap()).unwrap(),
    }
}

fn shown(due: &Due) -> String {
    match due {
        Due::Date(day) => day.to_string(),
        Due::At { .. } => due.wall().format("%Y-%m-%dT%H:%M").to_string(),
    }
}

/// The moment at which a clock in Zurich shows this.
fn moment(text: &str) -> chrono::DateTime<chrono::Utc> {
    match due(text) {
        Due::At { at, .. } => at,
        Due::Date(day) => day.and_hms_opt(0, 0, 0).unwrap().and_utc(),
    }
}

fn rule(text: &str) -> Recurrence {
    Recurrence::parse_rule(text).unwrap()
}

/// The dates that follow, when each is completed in time.
fn series(rule: &Recurrence, first: &str, most: usize) -> Vec<String> {
    let (mut recurrence, mut at) = (rule.clone(), due(first));
    let mut dates = Vec::new();
    while dates.len() < most
        && let Some((next, then)) = recurrence.next(&at, moment("1970-01-02"), ZONE)
    {
        dates.push(shown(&next));
        (at, recurrence) = (next, then);
    }
    dates
}

//! What phrases mean; in the tables on a Sunday in November, at three in the afternoon in Zurich.

mod clocks;
mod combined;
mod displayed;
mod elsewhere;
mod holidays;
mod months;
mod openings;
mod periods;
mod properties;
mod refused;
mod relative;
mod times;
mod titles;
mod usual;
mod weekdays;
mod wider;
pub(super) mod work;

use chrono_tz::{America::New_York, Europe::Zurich, Tz};

use super::{parse, prefix};
use crate::domain::Due;
use crate::language::tokens::tokens;
use crate::language::{DateOrder, Here};

fn here_at(now: &str, zone: Tz, order: DateOrder) -> Here {
    Here {
        now: now.parse().unwrap(),
        zone,
        order,
    }
}

/// Sunday, 22 November 2026, 15:00.
fn zurich() -> Here {
    here_at("2026-11-22T14:00:00Z", Zurich, DateOrder::MonthFirst)
}

/// The day, or the time on the person's clock.
fn shown(text: &str, here: &Here) -> String {
    match parse(text, here) {
        Ok(Due::Date(date)) => date.to_string(),
        Ok(Due::At { at, .. }) => {
            let local = at.with_timezone(&here.zone).format("%FT%T").to_string();
            local.strip_suffix(":00").map_or(local.clone(), Into::into)
        }
        Err(error) => error.to_string(),
    }
}

fn understood(table: &[(&str, &str)]) {
    understood_at(&zurich(), table);
}

fn understood_at(here: &Here, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(shown(text, here), *expected, "{text}");
    }
}

/// Returns what of a title, from any word on, would be taken for a date.
fn found<'t>(title: &'t str, here: &Here) -> Option<&'t str> {
    let tokens = tokens(title);
    (0..tokens.len()).find_map(|at| {
        let (_, taken) = prefix(&tokens[at..], here)?;
        title.get(tokens[at].start..tokens[at + taken - 1].end)
    })
}

fn new_york(now: &str) -> Here {
    here_at(now, New_York, DateOrder::MonthFirst)
}

//! Dates that have been: `created after nov 1` does not mean the one to come.

use chrono::{Days, TimeDelta};

use crate::{
    domain::Due,
    language::{
        Here,
        dates::{self, UnclearDate},
        tokens::tokens,
    },
};

/// How many days back a date is read from: the last weekday, day of a month, and day of a year.
const BACK: [i64; 5] = [7, 31, 62, 366, 1461];

/// Reads a date. One that comes again and again is the last such; today counts.
pub(super) fn last_such(text: &str, here: &Here) -> Result<Due, UnclearDate> {
    let due = dates::parse(text, here)?;
    if !is_to_come(&due, here) || is_told_to_come(text) {
        return Ok(due);
    }
    let from = |days: i64| dates::parse(text, &earlier(here, days)?).ok();
    let yesterday = from(1).filter(|earlier| is_day_before(earlier, &due, here));
    if let Some(yesterday) = yesterday {
        // `tomorrow` moves with the day, and so does `5pm`, which is one of every day.
        return Ok(if is_time(text, here) { yesterday } else { due });
    }
    let mut before = BACK.into_iter().filter_map(from);
    Ok(before
        .find(|earlier| !is_to_come(earlier, here))
        .unwrap_or(due))
}

fn earlier(here: &Here, days: i64) -> Option<Here> {
    let now = here.now.checked_sub_signed(TimeDelta::try_days(days)?)?;
    Some(Here {
        now,
        zone: here.zone,
        order: here.order,
    })
}

fn is_to_come(due: &Due, here: &Here) -> bool {
    match due {
        Due::Date(day) => *day > here.local().date(),
        Due::At { at, .. } => *at > here.now,
    }
}

fn is_told_to_come(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    ["next", "coming", "in"]
        .iter()
        .any(|word| first.eq_ignore_ascii_case(word))
}

fn is_day_before(earlier: &Due, due: &Due, here: &Here) -> bool {
    let day = |due: &Due| match due {
        Due::Date(day) => *day,
        Due::At { at, .. } => at.with_timezone(&here.zone).date_naive(),
    };
    day(due).checked_sub_days(Days::new(1)) == Some(day(earlier))
}

fn is_time(text: &str, here: &Here) -> bool {
    let tokens = tokens(text);
    dates::time_prefix(&tokens, here).is_some_and(|(_, taken)| taken == tokens.len())
}

//! Recurrence rules from text.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Weekday};

use super::{
    check::{self, UnusableRule},
    rule::{Day, End, FREQUENCIES, Rule, WEEKDAYS},
};

/// The text is not a rule that a task can repeat by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidRule {
    /// A part that is not `NAME=VALUE`, or has a name that is not known.
    #[error("{0:?} is not a part of a recurrence rule; write for example FREQ=WEEKLY;BYDAY=MO,FR")]
    Part(String),
    /// A value that its part cannot have.
    #[error("{part} cannot be {value:?}; it takes {takes}")]
    Value {
        /// The part.
        part: &'static str,
        /// What was written.
        value: String,
        /// What could have been.
        takes: &'static str,
    },
    /// FREQ is not the first part, or a part is there twice.
    #[error("a recurrence rule begins with FREQ and has each part once")]
    Parts,
    /// It has more than 1,000 characters.
    #[error("a recurrence rule has at most 1,000 characters")]
    TooLong,
    /// It is a rule, but not one that can be used.
    #[error(transparent)]
    Unusable(#[from] UnusableRule),
}

impl Rule {
    /// Reads the value of an RRULE, with or without its name, and checks that tasks can repeat
    /// by it.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidRule> {
        if text.len() > 1_000 {
            return Err(InvalidRule::TooLong);
        }
        let text = text.trim().to_ascii_uppercase();
        let value = text.strip_prefix("RRULE:").unwrap_or(&text);
        let mut parts = value.trim_end_matches(';').split(';').map(str::trim);
        let mut rule = parts.next().ok_or(InvalidRule::Parts).and_then(first)?;
        let mut seen = vec!["FREQ"];
        for part in parts {
            let name = read_part(&mut rule, part)?;
            if seen.contains(&name) || (is_end(name) && seen.iter().any(|name| is_end(name))) {
                return Err(InvalidRule::Parts);
            }
            seen.push(name);
        }
        check::checked(rule.normal()).map_err(InvalidRule::from)
    }
}

fn is_end(name: &str) -> bool {
    matches!(name, "COUNT" | "UNTIL")
}

fn first(part: &str) -> Result<Rule, InvalidRule> {
    let Some(value) = part.strip_prefix("FREQ=") else {
        return Err(match part.contains('=') {
            true => InvalidRule::Parts,
            false => InvalidRule::Part(part.into()),
        });
    };
    let found = FREQUENCIES.iter().find(|(name, _)| *name == value);
    match found {
        Some((_, frequency)) => Ok(Rule::every(*frequency, 1)),
        None => Err(InvalidRule::Value {
            part: "FREQ",
            value: value.into(),
            takes: "YEARLY, MONTHLY, WEEKLY, DAILY or HOURLY",
        }),
    }
}

/// Reads a part into the rule, and returns its name.
fn read_part(rule: &mut Rule, part: &str) -> Result<&'static str, InvalidRule> {
    let unknown = || InvalidRule::Part(part.into());
    let (name, value) = part.split_once('=').ok_or_else(unknown)?;
    let known = PARTS.iter().find(|known| known.name == name);
    let known = known.ok_or_else(unknown)?;
    let read = (known.read)(rule, value);
    read.map(|()| known.name).ok_or_else(|| InvalidRule::Value {
        part: known.name,
        value: value.into(),
        takes: known.takes,
    })
}

/// A part of a rule: its name, what it takes, and how it is read.
struct Part {
    name: &'static str,
    takes: &'static str,
    read: fn(&mut Rule, &str) -> Option<()>,
}

const PARTS: [Part; 13] = [
    Part {
        name: "INTERVAL",
        takes: "a number from 1 to 1,000",
        read: |rule, value| {
            set(
                &mut rule.interval,
                number(value, 1, 1_000)?.try_into().ok()?,
            )
        },
    },
    Part {
        name: "COUNT",
        takes: "a number from 1 to 10,000",
        read: |rule, value| {
            let count = number(value, 1, 10_000)?.try_into().ok()?;
            set(&mut rule.end, End::Count(count))
        },
    },
    Part {
        name: "UNTIL",
        takes: "a date such as 20271231 or a time such as 20271231T170000Z",
        read: |rule, value| set(&mut rule.end, until(value)?),
    },
    Part {
        name: "BYMONTH",
        takes: "numbers from 1 to 12",
        read: |rule, value| set(&mut rule.months, numbers(value, 1, 12)?),
    },
    Part {
        name: "BYWEEKNO",
        takes: "numbers from 1 to 53 or -53 to -1",
        read: |rule, value| set(&mut rule.weeks, numbers(value, -53, 53)?),
    },
    Part {
        name: "BYYEARDAY",
        takes: "numbers from 1 to 366 or -366 to -1",
        read: |rule, value| set(&mut rule.year_days, numbers(value, -366, 366)?),
    },
    Part {
        name: "BYMONTHDAY",
        takes: "numbers from 1 to 31 or -31 to -1",
        read: |rule, value| set(&mut rule.month_days, numbers(value, -31, 31)?),
    },
    Part {
        name: "BYDAY",
        takes: "days such as MO,WE or 2TU or -1FR",
        read: |rule, value| {
            set(
                &mut rule.days,
                value.split(',').map(day).collect::<Option<_>>()?,
            )
        },
    },
    Part {
        name: "BYHOUR",
        takes: "numbers from 0 to 23",
        read: |rule, value| set(&mut rule.hours, clock(value, 23)?),
    },
    Part {
        name: "BYMINUTE",
        takes: "numbers from 0 to 59",
        read: |rule, value| set(&mut rule.minutes, clock(value, 59)?),
    },
    Part {
        name: "BYSECOND",
        takes: "0, because tasks are due at whole minutes",
        read: |_, value| (value == "0").then_some(()),
    },
    Part {
        name: "BYSETPOS",
        takes: "numbers from 1 to 366 or -366 to -1",
        read: |rule, value| set(&mut rule.positions, numbers(value, -366, 366)?),
    },
    Part {
        name: "WKST",
        takes: "a day such as MO",
        read: |rule, value| set(&mut rule.week_start, weekday(value)?),
    },
];

fn set<T>(part: &mut T, value: T) -> Option<()> {
    *part = value;
    Some(())
}

fn number(value: &str, least: i16, most: i16) -> Option<i16> {
    let number = value.parse().ok()?;
    (least..=most).contains(&number).then_some(number)
}

/// Numbers between the two but for 0.
fn numbers(value: &str, least: i16, most: i16) -> Option<Vec<i16>> {
    let read = |value| number(value, least, most).filter(|number| *number != 0);
    value.split(',').map(read).collect()
}

fn clock(value: &str, most: i16) -> Option<Vec<i16>> {
    value
        .split(',')
        .map(|value| number(value, 0, most))
        .collect()
}

fn day(value: &str) -> Option<Day> {
    let (nth, name) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let weekday = weekday(name)?;
    let nth = match nth {
        "" => 0,
        nth => number(nth, -53, 53).filter(|nth| *nth != 0)?,
    };
    Some(Day { nth, weekday })
}

fn weekday(value: &str) -> Option<Weekday> {
    let found = WEEKDAYS.iter().find(|(name, _)| *name == value);
    found.map(|(_, weekday)| *weekday)
}

fn until(value: &str) -> Option<End> {
    const TIME: &str = "%Y%m%dT%H%M%S";
    let time = |value| NaiveDateTime::parse_from_str(value, TIME).ok();
    let end = match (value.len(), value.strip_suffix('Z')) {
        (8, _) => End::Day(NaiveDate::parse_from_str(value, "%Y%m%d").ok()?),
        (15, _) => End::Local(time(value)?),
        (16, Some(value)) => End::Utc(time(value)?),
        _ => return None,
    };
    let day = match end {
        End::Local(time) | End::Utc(time) => time.date(),
        End::Day(day) => day,
        End::Never | End::Count(_) => return None,
    };
    (1970..=9999).contains(&day.year()).then_some(end)
}

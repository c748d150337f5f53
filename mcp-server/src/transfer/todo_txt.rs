//! todo.txt: a task a line.
//!
//! `x 2026-11-22 2026-11-20 Pay rent +Home @bills due:2026-12-01 rec:+1m`. What the format has no
//! sign for is written as `key:value`: `time:`, `rrule:`, `id:` with `p:` for what is above. It has
//! no place for descriptions, and days are all that it says of the past.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{
    dates,
    record::{Read, Record, Values},
};
use crate::domain::{Due, Name, NewTask, Priority, Recurrence, Task, TaskNumber};

pub(super) fn write(tasks: &[Task], zone: Tz) -> String {
    let parents: HashSet<TaskNumber> = tasks.iter().filter_map(|task| task.parent).collect();
    let lines = tasks.iter().map(|task| {
        let is_parent = parents.contains(&task.number);
        line(task, is_parent, zone)
    });
    lines.map(|line| line + "\n").collect()
}

fn line(task: &Task, is_parent: bool, zone: Tz) -> String {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive().to_string();
    let mut words = Vec::new();
    let letter = letter(task.priority);
    match (task.completed_at, letter) {
        (Some(completed), _) => words.extend(["x".to_owned(), day(completed)]),
        (None, Some(letter)) => words.push(format!("({letter})")),
        (None, None) => {}
    }
    words.push(day(task.created_at));
    words.push(task.title.as_str().to_owned());
    words.extend(
        task.project
            .iter()
            .map(|name| format!("+{}", one_word(name))),
    );
    words.extend(
        task.labels
            .names()
            .iter()
            .map(|name| format!("@{}", one_word(name))),
    );
    words.extend(
        task.completed_at
            .and(letter)
            .map(|letter| format!("pri:{letter}")),
    );
    words.extend(task.due.map(|due| format!("due:{}", due.day())));
    if let Some(due @ Due::At { zone: own, .. }) = task.due {
        words.push(format!("time:{}", due.wall().format("%H:%M")));
        words.extend((own != zone).then(|| format!("zone:{own}")));
    }
    if let Some(recurrence) = &task.recurrence {
        let key = if recurrence.is_from_completion() {
            "rrule!"
        } else {
            "rrule"
        };
        words.push(format!("{key}:{}", recurrence.rule()));
    }
    words.extend(is_parent.then(|| format!("id:{}", task.number.get())));
    words.extend(task.parent.map(|parent| format!("p:{}", parent.get())));
    words.join(" ")
}

fn one_word(name: &Name) -> String {
    name.as_str()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("_")
}

fn letter(priority: Priority) -> Option<char> {
    match priority.get() {
        1 => Some('A'),
        2 => Some('B'),
        3 => Some('C'),
        _ => None,
    }
}

pub(super) fn read(text: &str, zone: Tz) -> Read {
    let mut read = Read::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.is_empty() {
            task(line, index + 1, zone, &mut read);
        }
    }
    read
}

/// A line as far as it was read.
#[derive(Debug, Default)]
struct Line<'t> {
    title: Vec<&'t str>,
    project: Option<&'t str>,
    labels: Vec<&'t str>,
    priority: Priority,
    day: Option<&'t str>,
    time: Option<&'t str>,
    zone: Option<&'t str>,
    rule: Option<(&'t str, bool)>,
    every: Option<&'t str>,
    id: Option<&'t str>,
    parent: Option<&'t str>,
}

fn task(text: &str, number: usize, zone: Tz, read: &mut Read) {
    let mut words = text.split(' ').filter(|word| !word.is_empty()).peekable();
    let mut line = Line::default();
    let is_done = words.next_if_eq(&"x").is_some();
    if let Some(priority) = words.peek().and_then(|word| bracketed(word)) {
        line.priority = priority;
        words.next();
    }
    let mut days: Vec<NaiveDate> = Vec::new();
    // A completed task has the day of that first, and then the one on which it was made.
    while let Some(day) = words.peek().and_then(|word| word.parse().ok()) {
        if days.len() == usize::from(is_done) + 1 {
            break;
        }
        days.push(day);
        words.next();
    }
    words.for_each(|word| line.take(word));
    let mut days = days
        .into_iter()
        .filter_map(|day| dates::midnight(day, zone));
    let completed_at = is_done.then(|| days.next());
    let created_at = days.next();
    let mut values = Values::new(number);
    let record = line.record(number, zone, &mut values).map(|record| Record {
        created_at,
        completed_at: completed_at.map(|at| at.or(created_at).unwrap_or(DateTime::UNIX_EPOCH)),
        ..record
    });
    values.finish(record, read);
}

/// `(A)`
fn bracketed(word: &str) -> Option<Priority> {
    let letter = word.strip_prefix('(')?.strip_suffix(')')?;
    of_letter(letter)
}

fn of_letter(letter: &str) -> Option<Priority> {
    let [letter @ b'A'..=b'Z'] = letter.as_bytes() else {
        return None;
    };
    Priority::new((letter - b'A' + 1).min(4))
}

impl<'t> Line<'t> {
    fn take(&mut self, word: &'t str) {
        if let Some(name) = word.strip_prefix('@').filter(|name| !name.is_empty()) {
            return self.labels.push(name);
        }
        let project = word.strip_prefix('+').filter(|name| !name.is_empty());
        if let Some(name) = project
            && self.project.is_none()
        {
            self.project = Some(name);
            return;
        }
        if !self.pair(word) {
            self.title.push(word);
        }
    }

    /// Takes a `key:value` that is known; of two the first.
    fn pair(&mut self, word: &'t str) -> bool {
        let Some((key, value)) = word.split_once(':').filter(|(_, value)| !value.is_empty()) else {
            return false;
        };
        let slot = match key {
            "due" => &mut self.day,
            "time" => &mut self.time,
            "zone" => &mut self.zone,
            "rec" => &mut self.every,
            "id" => &mut self.id,
            "p" => &mut self.parent,
            "rrule" | "rrule!" => {
                self.rule = Some((value, key == "rrule!"));
                return true;
            }
            "pri" => {
                self.priority = of_letter(value).unwrap_or(self.priority);
                return true;
            }
            _ => return false,
        };
        if slot.is_some() {
            return false;
        }
        *slot = Some(value);
        true
    }

    fn record(self, number: usize, zone: Tz, values: &mut Values) -> Option<Record> {
        let due = self.due(zone, values);
        let recurrence = self.recurrence(due.is_some(), values);
        let project = values.project(self.project.unwrap_or_default());
        let labels = values.labels(self.labels.iter().copied());
        let title = values.title(&self.title.join(" "))?;
        Some(Record {
            key: self.id.map(str::to_owned),
            parent: self.parent.map(str::to_owned),
            task: NewTask {
                due,
                recurrence,
                priority: self.priority,
                project,
                labels,
                ..NewTask::titled(title.clone())
            },
            ..Record::titled(number, title)
        })
    }

    fn due(&self, zone: Tz, values: &mut Values) -> Option<Due> {
        let day = self.day?;
        let parsed: Result<NaiveDate, _> = day.parse();
        let parsed = parsed.map_err(|_| format!("due:{day} is not a day such as due:2026-12-01"));
        let day = values.take(parsed)?;
        let Some(time) = self.time else {
            return values.take(Due::date(day));
        };
        let zone = match self.zone {
            Some(name) => values.take(dates::zone(name))?,
            None => zone,
        };
        let parsed = NaiveTime::parse_from_str(time, "%H:%M");
        let parsed = parsed.map_err(|_| format!("time:{time} is not a time such as time:17:00"));
        let time = values.take(parsed)?;
        values.take(Due::local(day.and_time(time), zone))
    }

    fn recurrence(&self, has_due: bool, values: &mut Values) -> Option<Recurrence> {
        let (rule, from_completion) = match (self.rule, self.every) {
            (Some((rule, from_completion)), _) => (rule.to_owned(), from_completion),
            (None, Some(every)) => values.take(rule(every))?,
            (None, None) => return None,
        };
        if !has_due {
            values.problem("a task that repeats needs a due date (due:2026-12-01)");
            return None;
        }
        let recurrence = values.take(Recurrence::parse_rule(&rule))?;
        let rule = recurrence.rule().to_owned();
        Some(Recurrence::stored(rule, from_completion))
    }
}

/// The rule of `rec:+1w`; without the plus it counts from the day of completion.
fn rule(every: &str) -> Result<(String, bool), String> {
    let unclear = || format!("rec:{every} is not a repetition such as rec:1w or rec:+2d");
    let (span, from_completion) = match every.strip_prefix('+') {
        Some(span) => (span, false),
        None => (every, true),
    };
    let digits = span.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let interval: u16 = digits.parse().map_err(|_| unclear())?;
    let frequency = match span.get(digits.len()..) {
        Some("d") => "DAILY",
        Some("w") => "WEEKLY",
        Some("m") => "MONTHLY",
        Some("y") => "YEARLY",
        // Business days: of every so many of them no rule can tell.
        Some("b") if interval == 1 => {
            return Ok((
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR".to_owned(),
                from_completion,
            ));
        }
        _ => return Err(unclear()),
    };
    Ok((
        format!("FREQ={frequency};INTERVAL={interval}"),
        from_completion,
    ))
}

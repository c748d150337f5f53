//! iCalendar (RFC 5545): each task a `VTODO`.
//!
//! Labels are `CATEGORIES`, what a task is a part of is `RELATED-TO`. The project and whether a
//! repetition counts from its completion have properties of our own, which others pass over.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::{
    dates,
    lines::{self, ContentLine, escaped, push},
    problem::Problem,
    record::{Read, Record, Values},
};
use crate::domain::{Due, Name, NewTask, Priority, Recurrence, Task, TaskNumber};

const PROJECT: &str = "X-TASKFLOW-PROJECT";
const FROM_COMPLETION: &str = "X-TASKFLOW-REPEATS-FROM";
const STAMP: &str = "%Y%m%dT%H%M%SZ";
const LOCAL: &str = "%Y%m%dT%H%M%S";

pub(super) fn write(tasks: &[Task], now: DateTime<Utc>) -> String {
    let mut text = String::new();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        (
            "PRODID",
            concat!(
                "-//TaskFlow//taskflow-mcp ",
                env!("CARGO_PKG_VERSION"),
                "//EN"
            ),
        ),
    ] {
        push(&mut text, name, value);
    }
    for task in tasks {
        todo(&mut text, task, tasks, now);
    }
    push(&mut text, "END", "VCALENDAR");
    text
}

fn todo(text: &mut String, task: &Task, tasks: &[Task], now: DateTime<Utc>) {
    let mut line = |name: &str, value: &str| push(text, name, value);
    let stamp = |at: DateTime<Utc>| at.format(STAMP).to_string();
    line("BEGIN", "VTODO");
    line("UID", &uid(task));
    line("DTSTAMP", &stamp(now));
    line("CREATED", &stamp(task.created_at));
    line("LAST-MODIFIED", &stamp(task.updated_at));
    line("SUMMARY", &escaped(task.title.as_str()));
    if !task.description.as_str().is_empty() {
        line("DESCRIPTION", &escaped(task.description.as_str()));
    }
    match task.due {
        None => {}
        Some(Due::Date(date)) => line("DUE;VALUE=DATE", &date.format("%Y%m%d").to_string()),
        Some(Due::At { at, zone: Tz::UTC }) => line("DUE", &stamp(at)),
        Some(due @ Due::At { zone, .. }) => {
            let local = due.wall().format(LOCAL).to_string();
            line(&format!("DUE;TZID={zone}"), &local);
        }
    }
    if let Some(recurrence) = &task.recurrence {
        line("RRULE", recurrence.rule());
        if recurrence.is_from_completion() {
            line(FROM_COMPLETION, "COMPLETION");
        }
    }
    if let Some(priority) = number_of(task.priority) {
        line("PRIORITY", priority);
    }
    if let Some(project) = &task.project {
        line(PROJECT, &escaped(project.as_str()));
    }
    let labels: Vec<String> = task
        .labels
        .names()
        .iter()
        .map(Name::as_str)
        .map(escaped)
        .collect();
    if !labels.is_empty() {
        line("CATEGORIES", &labels.join(","));
    }
    if let Some(parent) = task.parent.and_then(|parent| numbered(tasks, parent)) {
        line("RELATED-TO", &uid(parent));
    }
    match task.completed_at {
        Some(at) => {
            line("COMPLETED", &stamp(at));
            line("STATUS", "COMPLETED");
        }
        None => line("STATUS", "NEEDS-ACTION"),
    }
    line("END", "VTODO");
}

fn uid(task: &Task) -> String {
    task.id.to_string()
}

fn numbered(tasks: &[Task], number: TaskNumber) -> Option<&Task> {
    let place = tasks.binary_search_by_key(&number, |task| task.number);
    place.ok().and_then(|place| tasks.get(place))
}

/// High, medium and low (section 3.8.1.9).
fn number_of(priority: Priority) -> Option<&'static str> {
    match priority.get() {
        1 => Some("1"),
        2 => Some("5"),
        3 => Some("9"),
        _ => None,
    }
}

fn priority_of(number: &str) -> Option<Priority> {
    match number.trim().parse().ok()? {
        0 => Some(Priority::ORDINARY),
        1..=4 => Priority::new(1),
        5 => Priority::new(2),
        6..=9 => Priority::new(3),
        _ => None,
    }
}

pub(super) fn read(text: &str, zone: Tz) -> Read {
    let mut read = Read::default();
    let (lines, bad) = lines::read(text);
    let unclear = bad
        .into_iter()
        .map(|line| Problem::new(line, "this is not a line of iCalendar (NAME:value)"));
    read.problems.extend(unclear);
    let is_calendar = lines
        .first()
        .is_some_and(|line| is(line, "BEGIN", "VCALENDAR"));
    if !is_calendar {
        read.problems
            .push(Problem::new(1, "the file must begin with BEGIN:VCALENDAR"));
        return read;
    }
    let mut others = 0;
    let mut todo: Option<Todo<'_>> = None;
    // What is inside another component, such as an alarm, is that one's.
    let mut inside: Vec<&str> = Vec::new();
    for line in lines.iter().skip(1) {
        match (line.name.as_str(), &mut todo) {
            ("BEGIN", None) if line.value.eq_ignore_ascii_case("VTODO") && inside.is_empty() => {
                todo = Some(Todo::new(line.line));
            }
            ("BEGIN", _) => {
                others += usize::from(line.value.eq_ignore_ascii_case("VEVENT"));
                inside.push(&line.value);
            }
            ("END", _) if !inside.is_empty() => {
                inside.pop();
            }
            ("END", Some(_)) => {
                if let Some(todo) = todo.take() {
                    todo.finish(zone, &mut read);
                }
            }
            (_, Some(todo)) if inside.is_empty() => todo.lines.push(line),
            _ => {}
        }
    }
    if let Some(todo) = todo {
        read.problems
            .push(Problem::new(todo.line, "this VTODO has no END:VTODO"));
    }
    if others > 0 {
        read.left_out
            .push(format!("{others} events: only tasks (VTODO) are imported"));
    }
    read
}

fn is(line: &ContentLine, name: &str, value: &str) -> bool {
    line.name == name && line.value.trim().eq_ignore_ascii_case(value)
}

/// The lines of a `VTODO`.
struct Todo<'l> {
    line: usize,
    lines: Vec<&'l ContentLine>,
}

impl<'l> Todo<'l> {
    fn new(line: usize) -> Self {
        let lines = Vec::new();
        Self { line, lines }
    }

    fn get(&self, name: &str) -> Option<&'l ContentLine> {
        self.lines.iter().find(|line| line.name == name).copied()
    }

    fn text(&self, name: &str) -> String {
        self.get(name).map(ContentLine::text).unwrap_or_default()
    }

    fn finish(&self, zone: Tz, read: &mut Read) {
        let mut values = Values::new(self.line);
        let due = self.due(zone, &mut values);
        let recurrence = self.recurrence(due.is_some(), &mut values);
        let labels = self.lines.iter().filter(|line| line.name == "CATEGORIES");
        let labels: Vec<String> = labels.flat_map(|line| line.texts()).collect();
        let priority = self.get("PRIORITY").map(|line| {
            let priority = priority_of(&line.value).ok_or("PRIORITY is 0 to 9");
            values.take(priority).unwrap_or_default()
        });
        let created_at = self.moment("CREATED", &mut values);
        let completed_at = self.moment("COMPLETED", &mut values);
        let is_done = self
            .get("STATUS")
            .is_some_and(|line| is(line, "STATUS", "COMPLETED"));
        let long_ago = is_done.then(|| created_at.unwrap_or(DateTime::UNIX_EPOCH));
        let record = values.title(&self.text("SUMMARY")).map(|title| Record {
            key: self.get("UID").map(ContentLine::text),
            parent: self.parent(),
            task: NewTask {
                description: values.description(&self.text("DESCRIPTION")),
                due,
                recurrence,
                priority: priority.unwrap_or_default(),
                project: values.project(&self.text(PROJECT)),
                labels: values.labels(labels.iter().map(String::as_str)),
                ..NewTask::titled(title.clone())
            },
            created_at,
            completed_at: completed_at.or(long_ago),
            ..Record::titled(self.line, title)
        });
        values.finish(record, read);
    }

    /// Without a type, a relation is to the parent (section 3.2.15).
    fn parent(&self) -> Option<String> {
        let mut relations = self.lines.iter().filter(|line| line.name == "RELATED-TO");
        let parent = relations.find(|line| {
            let kind = line.parameter("RELTYPE").unwrap_or("PARENT");
            kind.eq_ignore_ascii_case("PARENT")
        });
        parent.map(|line| line.text())
    }

    fn due(&self, zone: Tz, values: &mut Values) -> Option<Due> {
        // Some programs only give repeating tasks a start.
        let line = self.get("DUE").or_else(|| self.get("DTSTART"))?;
        let value = line.value.trim();
        let unclear = || {
            let (line, name) = (line.line, &line.name);
            format!("{name} in line {line} is not a date such as 20261201 or 20261201T170000")
        };
        if let Ok(date) = NaiveDate::parse_from_str(value, "%Y%m%d") {
            return values.take(Due::date(date));
        }
        if let Ok(at) = NaiveDateTime::parse_from_str(value, STAMP) {
            return values.take(dates::moment(at.and_utc(), Tz::UTC));
        }
        let zone = match line.parameter("TZID") {
            Some(name) => values.take(dates::zone(name.trim_start_matches('/')))?,
            None => zone,
        };
        let local = NaiveDateTime::parse_from_str(value, LOCAL).map_err(|_| unclear());
        let local = values.take(local)?;
        values.take(Due::local(local, zone))
    }

    fn moment(&self, name: &str, values: &mut Values) -> Option<DateTime<Utc>> {
        let line = self.get(name)?;
        let value = line.value.trim();
        let read = NaiveDateTime::parse_from_str(value, STAMP)
            .or_else(|_| NaiveDateTime::parse_from_str(value, LOCAL));
        let words = format!(
            "{name} in line {} is not a time such as 20261122T180000Z",
            line.line
        );
        values.take(read.map_err(|_| words)).map(|at| at.and_utc())
    }

    fn recurrence(&self, has_due: bool, values: &mut Values) -> Option<Recurrence> {
        let rule = self.get("RRULE")?;
        if !has_due {
            values.problem("a task that repeats needs a DUE");
            return None;
        }
        let recurrence = values.take(Recurrence::parse_rule(&rule.value))?;
        let from_completion = self.get(FROM_COMPLETION).is_some();
        Some(Recurrence::stored(
            recurrence.rule().to_owned(),
            from_completion,
        ))
    }
}

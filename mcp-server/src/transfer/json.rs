//! TaskFlow's own format.
//!
//! An object with `format` (`taskflow`), `version` (1), `exported_at` and `tasks`, a task a line.
//! Of a task, only what is not usual is there; times are RFC 3339 in UTC.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use jsonc_parser::{CollectOptions, ast, common::Ranged as _, parse_to_ast};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    dates,
    problem::Problem,
    record::{Read, Record, Values},
};
use crate::{
    domain::{Due, Name, NewTask, Priority, Recurrence, Task},
    strict_json::STRICT_JSON,
};

const FORMAT: &str = "taskflow";
const VERSION: u64 = 1;

/// A task, in the order in which it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// What other tasks of the file call it; it gets another number where it is imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<WrittenDue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recurrence: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    repeats_from_completion: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    priority: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    labels: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent_id: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    completed_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenDue {
    Date(NaiveDate),
    At(DateTime<Utc>),
}

fn is_false(flag: &bool) -> bool {
    !flag
}

pub(super) fn write(tasks: &[Task], now: DateTime<Utc>) -> Result<String, serde_json::Error> {
    let lines: Vec<String> = tasks
        .iter()
        .map(|task| serde_json::to_string(&written(task)))
        .collect::<Result<_, _>>()?;
    let head = format!(
        "{{\n\"format\": {},\n\"version\": {VERSION},\n\"exported_at\": {},\n\"tasks\": [",
        json!(FORMAT),
        json!(now)
    );
    let end = if lines.is_empty() { "" } else { "\n" };
    let lines = lines.iter().map(|line| format!("\n{line}"));
    let lines: Vec<String> = lines.collect();
    Ok(format!("{head}{}{end}]\n}}\n", lines.join(",")))
}

fn written(task: &Task) -> Written {
    let recurrence = task.recurrence.as_ref();
    let (due, due_zone) = match task.due {
        None => (None, None),
        Some(Due::Date(date)) => (Some(WrittenDue::Date(date)), None),
        Some(Due::At { at, zone }) => (Some(WrittenDue::At(at)), Some(zone.name().to_owned())),
    };
    Written {
        id: Some(task.number.get()),
        title: task.title.as_str().to_owned(),
        description: task.description.as_str().to_owned(),
        due,
        due_zone,
        recurrence: recurrence.map(|recurrence| recurrence.rule().to_owned()),
        repeats_from_completion: recurrence.is_some_and(Recurrence::is_from_completion),
        priority: (task.priority != Priority::ORDINARY).then(|| task.priority.get()),
        project: task.project.as_ref().map(|name| name.as_str().to_owned()),
        labels: task
            .labels
            .names()
            .iter()
            .map(Name::as_str)
            .map(str::to_owned)
            .collect(),
        parent_id: task.parent.map(|parent| parent.get()),
        created_at: Some(task.created_at),
        completed_at: task.completed_at,
    }
}

pub(super) fn read(text: &str, zone: Tz) -> Read {
    let mut read = Read::default();
    match tasks(text) {
        Err(problem) => read.problems.push(problem),
        Ok(tasks) => {
            let mut lines = Lines::of(text);
            for task in tasks {
                let line = lines.at(task.start);
                let written = text.get(task.start..task.end).unwrap_or_default();
                record(written, line, zone, &mut read);
            }
        }
    }
    read
}

/// The text of each task.
fn tasks(text: &str) -> Result<Vec<std::ops::Range<usize>>, Problem> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT_JSON)
        .map_err(|error| Problem::new(error.line_display(), error.kind()))?;
    let other = || Problem::new(1, "this is not a file that `taskflow-mcp export` wrote");
    let Some(ast::Value::Object(root)) = parsed.value else {
        return Err(other());
    };
    let format = root
        .get_string("format")
        .map(|format| format.value.as_ref() == FORMAT);
    let version = root.get_number("version").map(|version| version.value);
    match (
        format,
        version.and_then(|version| version.parse::<u64>().ok()),
    ) {
        (Some(true), Some(VERSION)) => {}
        (Some(true), Some(newer)) => {
            let words =
                format!("the file is of version {newer}; this program reads version {VERSION}");
            return Err(Problem::new(1, words));
        }
        _ => return Err(other()),
    }
    let tasks = root.get_array("tasks").ok_or_else(other)?;
    Ok(tasks
        .elements
        .iter()
        .map(|task| task.start()..task.end())
        .collect())
}

fn record(text: &str, line: usize, zone: Tz, read: &mut Read) {
    let written: Written = match serde_json::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let line = line + error.line().saturating_sub(1);
            // Where in the task it is does not help where the line is known.
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            return read.problems.push(Problem::new(line, words));
        }
    };
    let mut values = Values::new(line);
    let due = due(&written, zone, &mut values);
    let recurrence = recurrence(&written, due.is_some(), &mut values);
    let priority = match written.priority {
        None => Some(Priority::ORDINARY),
        Some(number) => values.take(Priority::new(number).ok_or("priority is 1 to 4")),
    };
    let description = values.description(&written.description);
    let project = values.project(written.project.as_deref().unwrap_or_default());
    let labels = values.labels(written.labels.iter().map(String::as_str));
    let record = values.title(&written.title).map(|title| Record {
        key: written.id.map(|id| id.to_string()),
        parent: written.parent_id.map(|id| id.to_string()),
        task: NewTask {
            description,
            due,
            recurrence,
            priority: priority.unwrap_or_default(),
            project,
            labels,
            ..NewTask::titled(title.clone())
        },
        created_at: written.created_at,
        completed_at: written.completed_at,
        ..Record::titled(line, title)
    });
    values.finish(record, read);
}

fn due(written: &Written, zone: Tz, values: &mut Values) -> Option<Due> {
    let due = match written.due.as_ref()? {
        WrittenDue::Date(date) => Due::date(*date),
        WrittenDue::At(at) => {
            let named = written.due_zone.as_deref().map(dates::zone);
            let zone = named.map_or(Some(zone), |named| values.take(named))?;
            dates::moment(*at, zone)
        }
    };
    values.take(due)
}

fn recurrence(written: &Written, has_due: bool, values: &mut Values) -> Option<Recurrence> {
    let rule = written.recurrence.as_deref()?;
    if !has_due {
        values.problem("a task that repeats needs a due date");
        return None;
    }
    let recurrence = values.take(Recurrence::parse_rule(rule))?;
    let rule = recurrence.rule().to_owned();
    Some(Recurrence::stored(rule, written.repeats_from_completion))
}

/// Counts lines as places further on are asked for.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
        }
    }

    fn at(&mut self, place: usize) -> usize {
        let between = self.text.get(self.at..place).unwrap_or_default();
        self.line += between.bytes().filter(|byte| *byte == b'\n').count();
        self.at = place;
        self.line
    }
}

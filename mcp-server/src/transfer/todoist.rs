//! Todoist's template of a project, in CSV: a task a row, subtasks by `INDENT` below their task.
//!
//! Labels stand in the task's words as `@label`, dates as people write them. A template has no
//! completed tasks and no project: it is one.

use std::collections::{HashMap, HashSet};

use chrono_tz::Tz;
use csv::{ReaderBuilder, StringRecord, WriterBuilder};

use super::{
    dates,
    problem::Problem,
    record::{Read, Record, Values},
    wording,
};
use crate::{
    domain::{Due, Name, NewTask, Priority, Task, TaskNumber},
    language::Here,
};

/// The columns of a template, in its order.
const COLUMNS: [&str; 10] = [
    "TYPE",
    "CONTENT",
    "DESCRIPTION",
    "PRIORITY",
    "INDENT",
    "AUTHOR",
    "RESPONSIBLE",
    "DATE",
    "DATE_LANG",
    "TIMEZONE",
];

/// A file without these is none of a project.
const NEEDED: [&str; 2] = ["TYPE", "CONTENT"];

pub(super) fn write(tasks: &[Task]) -> Result<String, csv::Error> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for (task, indent) in nested(tasks) {
        writer.write_record(row(task, indent))?;
    }
    let written = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&written).into_owned())
}

fn row(task: &Task, indent: usize) -> [String; COLUMNS.len()] {
    let labels = task.labels.names().iter();
    let labels = labels.map(|name| format!(" @{}", name.as_str().replace(' ', "_")));
    let zone = match task.due {
        Some(Due::At { zone, .. }) => zone.name().to_owned(),
        _ => String::new(),
    };
    let date = wording::written(task.due.as_ref(), task.recurrence.as_ref());
    let language = if date.is_empty() { "" } else { "en" };
    [
        "task".to_owned(),
        format!("{}{}", task.title.as_str(), labels.collect::<String>()),
        task.description.as_str().to_owned(),
        task.priority.get().to_string(),
        indent.to_string(),
        String::new(),
        String::new(),
        date,
        language.to_owned(),
        zone,
    ]
}

/// Each task behind the one that it is a part of, with its level.
fn nested(tasks: &[Task]) -> Vec<(&Task, usize)> {
    let numbers: HashSet<TaskNumber> = tasks.iter().map(|task| task.number).collect();
    let mut below: HashMap<Option<TaskNumber>, Vec<&Task>> = HashMap::new();
    // From the last on, as they are taken from the end.
    for task in tasks.iter().rev() {
        let parent = task.parent.filter(|parent| numbers.contains(parent));
        below.entry(parent).or_default().push(task);
    }
    let mut found = Vec::with_capacity(tasks.len());
    let tops = below.remove(&None).unwrap_or_default();
    let mut waiting: Vec<(&Task, usize)> = tops.into_iter().map(|task| (task, 1)).collect();
    while let Some((task, indent)) = waiting.pop() {
        found.push((task, indent));
        let parts = below.remove(&Some(task.number)).unwrap_or_default();
        waiting.extend(parts.into_iter().map(|part| (part, indent + 1)));
    }
    found
}

/// Where each column stands in the file.
struct Header([Option<usize>; COLUMNS.len()]);

impl Header {
    fn read(names: &StringRecord) -> Result<Self, Problem> {
        let place = |column: &str| {
            let named = |name: &str| {
                name.trim()
                    .trim_start_matches('\u{feff}')
                    .eq_ignore_ascii_case(column)
            };
            names.iter().position(named)
        };
        if let Some(missing) = NEEDED.iter().find(|column| place(column).is_none()) {
            let words = format!(
                "the first line must name the columns of Todoist's template; {missing} is missing"
            );
            return Err(Problem::new(1, words));
        }
        Ok(Self(COLUMNS.map(place)))
    }

    fn value<'r>(&self, row: &'r StringRecord, column: &str) -> &'r str {
        let index = COLUMNS.iter().position(|known| *known == column);
        let place = index.and_then(|index| self.0.get(index).copied().flatten());
        place.and_then(|place| row.get(place)).unwrap_or_default()
    }
}

pub(super) fn read(text: &str, here: &Here) -> Read {
    let mut read = Read::default();
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = match reader.headers().map(Header::read) {
        Ok(Ok(header)) => header,
        Ok(Err(problem)) => {
            read.problems.push(problem);
            return read;
        }
        Err(error) => {
            read.problems.push(unreadable(&error));
            return read;
        }
    };
    let mut template = Template::default();
    for row in reader.records() {
        match row {
            Ok(row) => template.take(&header, &row, here, &mut read),
            Err(error) => read.problems.push(unreadable(&error)),
        }
    }
    template.tell(&mut read);
    read
}

fn unreadable(error: &csv::Error) -> Problem {
    let line = error.position().map_or(1, csv::Position::line);
    Problem::new(
        usize::try_from(line).unwrap_or(usize::MAX),
        "the row cannot be read as CSV in UTF-8",
    )
}

/// A template as far as it was read.
#[derive(Default)]
struct Template {
    /// The keys of the tasks above, one a level.
    above: Vec<String>,
    rows: usize,
    sections: usize,
}

impl Template {
    fn take(&mut self, header: &Header, row: &StringRecord, here: &Here, read: &mut Read) {
        let line = row.position().map_or(1, csv::Position::line);
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        match header
            .value(row, "TYPE")
            .trim()
            .to_ascii_lowercase()
            .as_str()
        {
            "task" => self.task(header, row, line, here, read),
            "note" => note(header.value(row, "CONTENT"), line, read),
            "section" => self.sections += 1,
            // How the project is shown; and lines that only divide.
            "" | "meta" => {}
            other => {
                let words = format!("TYPE is task, section or note, not {other:?}");
                read.problems.push(Problem::new(line, words));
            }
        }
    }

    fn task(
        &mut self,
        header: &Header,
        row: &StringRecord,
        line: usize,
        here: &Here,
        read: &mut Read,
    ) {
        let mut values = Values::new(line);
        let value = |column| header.value(row, column);
        let (words, labels) = labelled(value("CONTENT"));
        let (due, recurrence) = date(value("DATE"), value("TIMEZONE"), here, &mut values);
        let task = values.title(&words).map(|title| NewTask {
            description: values.description(value("DESCRIPTION")),
            due,
            recurrence,
            priority: priority(value("PRIORITY"), &mut values),
            labels: values.labels(labels),
            ..NewTask::titled(title)
        });
        let parent = self.place(value("INDENT"), &mut values);
        let key = self.above.last().cloned();
        let record = task.map(|task| Record {
            key,
            parent,
            task: task.clone(),
            ..Record::titled(line, task.title)
        });
        values.finish(record, read);
    }

    /// Returns the key of the task that one with this indentation is a part of.
    fn place(&mut self, indent: &str, values: &mut Values) -> Option<String> {
        let indent = match indent.trim() {
            "" => 1,
            text => text.parse::<usize>().unwrap_or(0),
        };
        if indent == 0 || indent > self.above.len() + 1 {
            let deepest = self.above.len() + 1;
            values.problem(format!("INDENT is a number from 1 to {deepest} here: one more than the row above at the most"));
        }
        self.above.truncate(indent.saturating_sub(1));
        let parent = self.above.last().cloned();
        self.rows += 1;
        self.above.push(self.rows.to_string());
        parent
    }

    fn tell(&self, read: &mut Read) {
        if self.sections > 0 {
            let words = format!("{} sections: tasks here have none", self.sections);
            read.left_out.push(words);
        }
    }
}

/// A comment becomes a paragraph of the description of the task above it.
fn note(text: &str, line: usize, read: &mut Read) {
    let Some(record) = read.records.last_mut() else {
        return;
    };
    let before = record.task.description.as_str();
    let gap = if before.is_empty() { "" } else { "\n\n" };
    let mut values = Values::new(line);
    let description = values.description(&format!("{before}{gap}{}", text.trim()));
    record.task.description = description;
    values.finish(None, read);
}

/// Takes the labels out of the words, and the sign of a task that is only a heading.
fn labelled(content: &str) -> (String, Vec<&str>) {
    let content = content.trim();
    let content = content.strip_prefix("* ").unwrap_or(content);
    let label = |word: &&str| word.strip_prefix('@').is_some_and(|name| !name.is_empty());
    let (labels, _): (Vec<&str>, Vec<&str>) = content.split(' ').partition(label);
    let words: Vec<&str> = content.split(' ').filter(|word| !label(word)).collect();
    let labels = labels.iter().filter_map(|word| word.strip_prefix('@'));
    (words.join(" "), labels.collect())
}

/// In a template 1 is the most urgent, as here.
fn priority(text: &str, values: &mut Values) -> Priority {
    let text = text.trim();
    if text.is_empty() {
        return Priority::ORDINARY;
    }
    let priority = text.parse().ok().and_then(Priority::new);
    values
        .take(priority.ok_or("PRIORITY is 1 to 4"))
        .unwrap_or_default()
}

fn date(text: &str, zone: &str, here: &Here, values: &mut Values) -> wording::When {
    if text.trim().is_empty() {
        return (None, None);
    }
    let zone: Option<Tz> = match zone.trim() {
        "" => Some(here.zone),
        name => values.take(dates::zone(name)),
    };
    let there = zone.map(|zone| Here { zone, ..*here });
    let read = there.map(|there| wording::read(text, &there));
    read.and_then(|read| values.take(read)).unwrap_or_default()
}

/// Returns how many of the tasks have a project, which a template cannot say.
pub(super) fn with_project(tasks: &[Task]) -> usize {
    tasks
        .iter()
        .filter_map(|task| task.project.as_ref())
        .map(Name::as_str)
        .count()
}

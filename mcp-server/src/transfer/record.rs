//! A task as a file has it.

use chrono::{DateTime, Utc};

use super::problem::Problem;
use crate::domain::{Description, Labels, Name, NewTask, Title};

/// A task as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// Where it stands.
    pub(super) line: usize,
    /// What other tasks of the file call it.
    pub(super) key: Option<String>,
    /// What this one calls the task that it is a part of.
    pub(super) parent: Option<String>,
    pub(super) task: NewTask,
    pub(super) created_at: Option<DateTime<Utc>>,
    pub(super) completed_at: Option<DateTime<Utc>>,
}

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) records: Vec<Record>,
    pub(super) problems: Vec<Problem>,
    /// What the file has and tasks here have not, in words.
    pub(super) left_out: Vec<String>,
}

impl Record {
    /// A task of which nothing but its title is known.
    pub(super) fn titled(line: usize, title: Title) -> Self {
        Self {
            line,
            key: None,
            parent: None,
            task: NewTask::titled(title),
            created_at: None,
            completed_at: None,
        }
    }
}

/// Reads the values of one task, and gathers what is wrong with them.
#[derive(Debug)]
pub(super) struct Values {
    line: usize,
    problems: Vec<Problem>,
}

impl Values {
    pub(super) fn new(line: usize) -> Self {
        let problems = Vec::new();
        Self { line, problems }
    }

    pub(super) fn take<T, E: std::fmt::Display>(&mut self, value: Result<T, E>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(words) => {
                self.problem(words);
                None
            }
        }
    }

    pub(super) fn problem(&mut self, words: impl std::fmt::Display) {
        self.problems.push(Problem::new(self.line, words));
    }

    pub(super) fn title(&mut self, text: &str) -> Option<Title> {
        self.take(Title::parse(text))
    }

    pub(super) fn description(&mut self, text: &str) -> Description {
        self.take(Description::parse(text)).unwrap_or_default()
    }

    /// An empty name is none.
    pub(super) fn project(&mut self, text: &str) -> Option<Name> {
        let text = text.trim();
        (!text.is_empty()).then(|| self.take(Name::parse(text)))?
    }

    pub(super) fn labels<'t>(&mut self, names: impl IntoIterator<Item = &'t str>) -> Labels {
        let names = names.into_iter().map(Name::parse);
        let names: Vec<Name> = names.filter_map(|name| self.take(name)).collect();
        self.take(Labels::new(names)).unwrap_or_default()
    }

    /// Puts the record, or what is wrong with it, to the others.
    pub(super) fn finish(self, record: Option<Record>, read: &mut Read) {
        if self.problems.is_empty() {
            read.records.extend(record);
        }
        read.problems.extend(self.problems);
    }
}

//! The formats.

use std::{path::Path, str::FromStr};

/// How a file of tasks is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TaskFlow's own, in JSON: nothing is left out but the trash.
    Json,
    /// Todoist's template of a project, in CSV.
    Csv,
    /// iCalendar (RFC 5545), each task a `VTODO`.
    ICalendar,
    /// todo.txt, a task a line.
    TodoTxt,
}

/// It is none of the formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("say what format it is with --format: json, csv, ics or todotxt")]
pub struct UnknownFormat;

impl Format {
    /// Takes the format from the end of a file's name.
    ///
    /// # Errors
    /// [`UnknownFormat`] where it does not tell.
    pub fn of(path: &Path) -> Result<Self, UnknownFormat> {
        let end = path.extension().and_then(|end| end.to_str());
        end.ok_or(UnknownFormat)?.parse()
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        match name.to_ascii_lowercase().as_str() {
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "ics" | "ical" | "icalendar" => Ok(Self::ICalendar),
            "txt" | "todotxt" | "todo.txt" => Ok(Self::TodoTxt),
            _ => Err(UnknownFormat),
        }
    }
}

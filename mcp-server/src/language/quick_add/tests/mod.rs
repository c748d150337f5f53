//! Lines, and what is read from them on Sunday, 22 November 2026, at five to seven in the evening.

mod limits;
mod lines;
mod properties;

use chrono_tz::Europe::Zurich;

use super::*;
use crate::{
    domain::Due,
    language::{DateOrder, Here},
};

fn here() -> Here {
    Here {
        now: "2026-11-22T17:55:00Z".parse().unwrap(),
        zone: Zurich,
        order: DateOrder::MonthFirst,
    }
}

/// Reads lines that must all be tasks.
fn parse(text: &str, here: &Here) -> Result<Vec<QuickLine>, String> {
    let lines = super::parse(text, here).map_err(|error| error.to_string())?;
    let lines = lines.into_iter().map(|ReadLine { number, said }| {
        let bad = |problem| BadLine {
            line: number,
            problem,
        };
        said.map_err(|problem| bad(problem).to_string())
    });
    lines.collect()
}

/// What a line says, as the table writes it.
fn told(line: &QuickLine) -> String {
    let due = line.due.map(|due| match due {
        Due::Date(day) => day.to_string(),
        Due::At { .. } => due.wall().format("%Y-%m-%d %H:%M").to_string(),
    });
    let rule = line.recurrence.as_ref().map(|rule| {
        let mark = if rule.is_from_completion() { "!" } else { "" };
        format!("{mark}{}", rule.rule().trim_start_matches("FREQ="))
    });
    let priority = line.priority.map(|priority| format!("p{}", priority.get()));
    let project = line
        .project
        .as_ref()
        .map(|name| format!("#{}", name.as_str()));
    let labels: Vec<_> = line
        .labels
        .iter()
        .map(|name| format!("@{}", name.as_str()))
        .collect();
    let labels = Some(labels.join(" ")).filter(|labels| !labels.is_empty());
    let parts = [due, rule, priority, project, labels];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{} | {}", line.title, parts.join(" | "))
}

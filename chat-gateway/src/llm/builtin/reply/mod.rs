//! What the model says: whole sentences, and nothing decided here.

mod ask;
mod date;
mod overview;
mod performed;
mod small_talk;
mod take_back;
mod tasks;
mod trouble;

pub(crate) use ask::*;
pub(crate) use date::Today;
pub(crate) use overview::overview;
pub(crate) use performed::performed;
pub(crate) use small_talk::*;
pub(crate) use take_back::*;
pub(crate) use tasks::*;
pub(crate) use trouble::*;

use super::conversation::{Extra, TaskRef};

/// Returns `- [ ] #3 Buy milk (due tomorrow)`: a line that reads well as it is and is a check box
/// in Markdown.
fn line(task: &TaskRef, today: Today) -> String {
    let mark = if task.is_done() { "x" } else { " " };
    let title = task.title.as_deref().map(on_one_line).unwrap_or_default();
    let row = format!("- [{mark}] #{} {title}", task.number);
    format!("{}{}", row.trim_end(), extras(&task.extra, today))
}

fn lines(tasks: &[TaskRef], today: Today) -> String {
    let lines: Vec<_> = tasks.iter().map(|task| line(task, today)).collect();
    lines.join("\n")
}

/// Returns ` (due tomorrow, every week, p1, #Work, @errands)`, or nothing.
fn extras(extra: &Extra, today: Today) -> String {
    let due = extra.due.as_deref();
    let parts = [
        due.map(|due| format!("due {}", date::in_words(due, today))),
        extra.repeat.as_deref().map(on_one_line),
        extra.priority.clone(),
        extra.project.as_ref().map(|name| format!("#{name}")),
        extra.parent.map(|parent| format!("part of #{parent}")),
    ];
    let labels = extra.labels.iter().map(|name| format!("@{name}"));
    let parts: Vec<_> = parts.into_iter().flatten().chain(labels).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(" ({})", parts.join(", "))
}

/// Returns `task 3 “Buy milk”`, or `task 3` where the title is not known.
fn name(task: &TaskRef) -> String {
    match &task.title {
        Some(title) => format!("task {} “{}”", task.number, on_one_line(title)),
        None => format!("task {}", task.number),
    }
}

fn on_one_line(text: &str) -> String {
    text.split(['\n', '\r'])
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns `1 task` or `3 tasks`, with `kind` before the noun where there is one.
fn counted(count: u64, kind: &str) -> String {
    let noun = if count == 1 { "task" } else { "tasks" };
    let space = if kind.is_empty() { "" } else { " " };
    format!("{count} {kind}{space}{noun}")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

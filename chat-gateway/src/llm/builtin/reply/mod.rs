//! What the model says: whole sentences, and nothing decided here.

mod ask;
mod small_talk;
mod tasks;
mod trouble;

pub(crate) use ask::*;
pub(crate) use small_talk::*;
pub(crate) use tasks::*;
pub(crate) use trouble::*;

use super::conversation::TaskRef;

/// Returns `- [ ] #3 Buy milk`: a line that reads well as it is and is a check box in Markdown.
fn line(task: &TaskRef) -> String {
    let mark = if task.is_done() { "x" } else { " " };
    let title = task.title.as_deref().map(on_one_line).unwrap_or_default();
    format!("- [{mark}] #{} {title}", task.number)
        .trim_end()
        .to_owned()
}

fn lines(tasks: &[TaskRef]) -> String {
    tasks.iter().map(line).collect::<Vec<_>>().join("\n")
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

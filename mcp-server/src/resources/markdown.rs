//! Resources for people and models. What people wrote stays text: see [`super::escape`].

use super::{
    content::{Content, List},
    escape::{inline, quoted},
    words::due_words,
};
use crate::{
    domain::{Name, Priority, Task},
    language::{Here, recurrence},
};

/// Writes the content as Markdown.
pub(super) fn markdown(content: &Content, here: &Here) -> String {
    match content {
        Content::Task { task, parts } => one(task, parts, here),
        Content::List(list) => many(list, here),
    }
}

fn many(list: &List, here: &Here) -> String {
    let mut text = format!("# {}\n\n", heading(&list.heading));
    if list.tasks.is_empty() {
        text += "Nothing.\n";
    }
    for task in &list.tasks {
        text += &item(task, here);
    }
    let shown = u64::try_from(list.tasks.len()).unwrap_or(u64::MAX);
    let hidden = list.total.saturating_sub(shown);
    if hidden > 0 {
        let filter = inline(&list.filter);
        text += &format!("\n{hidden} more: list\\_tasks with the filter {filter}\n");
    }
    text
}

fn item(task: &Task, here: &Here) -> String {
    let mark = if task.completed_at.is_some() {
        'x'
    } else {
        ' '
    };
    let (number, title) = (task.number.get(), inline(task.title.as_str()));
    let facts = facts(task, here);
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!(" ({})", facts.join(", "))
    };
    format!("- [{mark}] **{number}** {title}{facts}\n")
}

/// What there is to say of a task beside its title, each as a phrase.
fn facts(task: &Task, here: &Here) -> Vec<String> {
    let due = task.due.as_ref();
    let due = due.map(|due| format!("due {}", due_words(due, here)));
    let repeat = task.recurrence.as_ref().map(recurrence::display);
    let priority = Some(task.priority).filter(|priority| *priority != Priority::ORDINARY);
    let project = task.project.as_ref().map(|name| signed('#', name));
    let labels = task.labels.names().iter().map(|name| signed('@', name));
    let priority = priority.map(|priority| format!("p{}", priority.get()));
    let facts = [due, repeat, priority, project].into_iter().flatten();
    facts.chain(labels).collect()
}

fn one(task: &Task, parts: &[Task], here: &Here) -> String {
    let title = heading(task.title.as_str());
    let status = match task.completed_at {
        Some(at) => format!("completed {}", at.with_timezone(&here.zone).date_naive()),
        None => "to do".to_owned(),
    };
    let created = task.created_at.with_timezone(&here.zone).date_naive();
    let mut lines = vec![format!("task {}, {status}", task.number.get())];
    lines.extend(facts(task, here));
    lines.extend(
        task.parent
            .map(|parent| format!("part of task {}", parent.get())),
    );
    lines.push(format!("created {created}"));
    let mut text = format!("# {title}\n\n- {}\n", lines.join("\n- "));
    let description = task.description.as_str();
    if !description.is_empty() {
        text += &format!("\n{}", quoted(description));
    }
    if !parts.is_empty() {
        text += "\n## Subtasks\n\n";
        parts.iter().for_each(|part| text += &item(part, here));
    }
    text
}

/// A number sign can begin a heading, and end one.
fn heading(text: &str) -> String {
    inline(text).replace('#', "\\#")
}

fn signed(sign: char, name: &Name) -> String {
    format!("{sign}{}", heading(name.as_str()))
}

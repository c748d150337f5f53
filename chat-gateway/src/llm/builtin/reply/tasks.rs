//! Sentences about tasks: what happened to them, and lists of them.

use super::{capitalised, counted, line, lines, name, trouble};
use crate::llm::builtin::{
    command::{Action, Listing, Status},
    conversation::{Page, TaskRef},
};

/// As many tasks as are named one by one.
const NAMED: usize = 10;

/// Says what was added. Each result is the title asked for, and the task that came of it, as far
/// as the tool told.
pub(crate) fn added(results: &[(&str, Result<Option<TaskRef>, String>)], is_timed: bool) -> String {
    let done: Vec<_> = results
        .iter()
        .filter_map(|(title, r)| r.as_ref().ok().map(|task| (*title, task)))
        .collect();
    let failed = results
        .iter()
        .filter_map(|(title, r)| r.as_ref().err().map(|e| trouble::not_added(title, e)));
    let mut sentences: Vec<String> = Vec::new();
    match done.as_slice() {
        [] => {}
        [(title, task)] => sentences.push(format!("Added {}.", added_name(title, task.as_ref()))),
        several => {
            let rows: Vec<_> = several
                .iter()
                .map(|(title, task)| added_line(title, task.as_ref()))
                .collect();
            sentences.push(format!(
                "Added {} tasks:\n{}",
                several.len(),
                rows.join("\n")
            ));
        }
    }
    if is_timed && !done.is_empty() {
        sentences.push("(I can’t alert you at a set time yet, but it’s on your list.)".to_owned());
    }
    sentences.extend(failed);
    sentences.join("\n")
}

fn added_name(title: &str, task: Option<&TaskRef>) -> String {
    let title = task.and_then(|task| task.title.as_deref()).unwrap_or(title);
    match task {
        Some(task) => format!("task {}: “{title}”", task.number),
        None => format!("“{title}”"),
    }
}

fn added_line(title: &str, task: Option<&TaskRef>) -> String {
    let title = task.and_then(|task| task.title.as_deref()).unwrap_or(title);
    task.map_or_else(
        || format!("- {title}"),
        |task| format!("- #{} {title}", task.number),
    )
}

/// Says what was done to tasks.
pub(crate) fn performed(action: &Action, results: &[(TaskRef, Result<(), String>)]) -> String {
    if let [(task, result)] = results {
        return match result {
            Ok(()) => success(action, task),
            Err(error) => trouble::failure(action, task, error),
        };
    }
    let done: Vec<_> = results
        .iter()
        .filter(|(_, r)| r.is_ok())
        .map(|(task, _)| task.clone())
        .collect();
    let failed: Vec<_> = results
        .iter()
        .filter_map(|(task, r)| {
            r.as_ref()
                .err()
                .map(|error| trouble::short_failure(task, error))
        })
        .collect();
    let mut sentences = Vec::new();
    if !done.is_empty() {
        sentences.push(all_done(action, &done));
    }
    if !failed.is_empty() {
        sentences.push(format!(
            "I couldn’t {} these:\n{}",
            super::ask::verb(action),
            failed.join("\n")
        ));
    }
    sentences.join("\n")
}

fn success(action: &Action, task: &TaskRef) -> String {
    let named = name(task);
    match action {
        Action::Complete => format!("Done! {} is complete.", capitalised(&named)),
        Action::Delete => match &task.title {
            Some(title) => format!("Deleted task {}: “{title}”.", task.number),
            None => format!("Deleted task {}.", task.number),
        },
        Action::Rename(_) => match &task.title {
            Some(title) => format!("Task {} now says “{title}”.", task.number),
            None => format!("Changed task {}.", task.number),
        },
        Action::Describe(Some(text)) if text.is_empty() => {
            format!("Removed the description of {named}.")
        }
        Action::Describe(_) => format!("Updated the description of {named}."),
        Action::Note(note) => format!("Added a note to {named}: “{note}”."),
    }
}

fn all_done(action: &Action, tasks: &[TaskRef]) -> String {
    let past = match action {
        Action::Complete => "Completed",
        Action::Delete => "Deleted",
        _ => "Changed",
    };
    let count = counted(u64::try_from(tasks.len()).unwrap_or(u64::MAX), "");
    if tasks.len() > NAMED {
        return format!("{past} {count}.");
    }
    let rows: Vec<_> = tasks
        .iter()
        .map(|task| {
            format!(
                "- #{} {}",
                task.number,
                task.title.as_deref().unwrap_or_default()
            )
            .trim_end()
            .to_owned()
        })
        .collect();
    format!("{past} {count}:\n{}", rows.join("\n"))
}

/// Lists a first page.
pub(crate) fn listing(listing: &Listing, page: &Page) -> String {
    let dated = if listing.is_dated {
        "Tasks have no dates yet, so I can’t tell what is due when. "
    } else {
        ""
    };
    if page.tasks.is_empty() {
        return format!("{dated}{}", empty(listing.status));
    }
    let shown = u64::try_from(page.tasks.len()).unwrap_or(u64::MAX);
    let is_cut = page.next_cursor.is_some() || page.total > shown;
    let mut text = format!(
        "{dated}{}\n{}",
        heading(listing, page.total),
        lines(&page.tasks)
    );
    if is_cut {
        let more = if page.next_cursor.is_some() {
            " Say “more” for the next ones."
        } else {
            ""
        };
        text.push_str(&format!("\n\nShowing {shown} of {}.{more}", page.total));
    }
    text
}

fn heading(listing: &Listing, total: u64) -> String {
    if let Some(search) = &listing.search {
        return format!(
            "I found {} about “{search}”:",
            counted(total, super::ask::kind(listing.status))
        );
    }
    match listing.status {
        Status::All => format!("You have {}:", counted(total, "")),
        Status::Pending => format!("You have {}:", counted(total, "pending")),
        Status::Completed => format!("You have completed {}:", counted(total, "")),
    }
}

fn empty(status: Status) -> &'static str {
    match status {
        Status::All => {
            "Your list is empty. Tell me something to remember, for example “Add a task to buy groceries”."
        }
        Status::Pending => {
            "Nothing is pending: you’re all caught up! To add something, say for example “Add a task to buy groceries”."
        }
        Status::Completed => {
            "You haven’t completed any tasks yet. When you have, say for example “Mark task 3 as done”."
        }
    }
}

/// Lists a further page; `before` tasks were shown already.
pub(crate) fn next_page(page: &Page, before: u64) -> String {
    if page.tasks.is_empty() {
        return no_more();
    }
    let shown = before + u64::try_from(page.tasks.len()).unwrap_or(0);
    let more = if page.next_cursor.is_some() {
        " Say “more” for the next ones."
    } else {
        " That’s all of them."
    };
    format!(
        "{}\n\nShowing {} to {shown} of {}.{more}",
        lines(&page.tasks),
        before + 1,
        page.total.max(shown)
    )
}

/// Says that there is nothing more to show.
pub(crate) fn no_more() -> String {
    "There’s nothing more to show. Say “show my tasks” to see your list.".to_owned()
}

/// Says how many tasks there are, and how many of them are pending where both are counted.
pub(crate) fn count(status: Status, total: u64, pending: Option<u64>) -> String {
    match (total, pending) {
        (0, _) => empty(status).to_owned(),
        (_, Some(pending)) => format!(
            "You have {}: {pending} pending and {} completed.",
            counted(total, ""),
            total.saturating_sub(pending)
        ),
        (_, None) if status == Status::Completed => {
            format!("You have completed {}.", counted(total, ""))
        }
        (_, None) => format!("You have {}.", counted(total, super::ask::kind(status))),
    }
}

/// Answers a search that found nothing literally.
pub(crate) fn near(words: &str, close: &[TaskRef]) -> String {
    if close.is_empty() {
        return format!(
            "I couldn’t find a task about “{words}”. To add one, say for example “add {words}”."
        );
    }
    format!(
        "I found nothing called exactly “{words}”, but this comes close:\n{}",
        lines(close)
    )
}

/// Says all about tasks, and which numbers there are none of.
pub(crate) fn details(found: &[TaskRef], missing: &[u64]) -> String {
    let mut sentences: Vec<_> = found
        .iter()
        .map(|task| match &task.description {
            Some(description) => format!("{}\n  {}", line(task), description.replace('\n', "\n  ")),
            None => line(task),
        })
        .collect();
    sentences.extend(missing.iter().map(|number| {
        format!("I couldn’t find task {number}. Say “show my tasks” to see the numbers.")
    }));
    sentences.join("\n")
}

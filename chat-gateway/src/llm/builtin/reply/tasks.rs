//! Sentences about tasks: what was added, and lists of them.

use super::{Today, counted, date, extras, line, lines, trouble};
use crate::llm::builtin::{
    command::{Listing, Status, Wants},
    conversation::{Page, TaskRef},
};

/// Says what was added. Each result is the title asked for, and the task that came of it, as far
/// as the tool told.
pub(crate) fn added(
    results: &[(&str, Result<Option<TaskRef>, String>)],
    is_timed: bool,
    parent: Option<u64>,
    today: Today,
) -> String {
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
        [(title, task)] => sentences.push(format!(
            "Added {}.",
            added_name(title, task.as_ref(), parent, today)
        )),
        several => {
            let rows: Vec<_> = several
                .iter()
                .map(|(title, task)| added_line(title, task.as_ref(), today))
                .collect();
            sentences.push(format!(
                "Added {} tasks:\n{}",
                several.len(),
                rows.join("\n")
            ));
        }
    }
    if is_timed && !done.is_empty() {
        sentences.push(
            "(I can’t send you an alert then, but it’s on your list for that time.)".to_owned(),
        );
    }
    sentences.extend(failed);
    sentences.join("\n")
}

fn added_name(title: &str, task: Option<&TaskRef>, parent: Option<u64>, today: Today) -> String {
    let title = task.and_then(|task| task.title.as_deref()).unwrap_or(title);
    let below = parent.map_or(String::new(), |parent| {
        format!(", as a part of task {parent}")
    });
    match task {
        Some(task) => format!(
            "task {}: “{title}”{}{below}",
            task.number,
            also(task, today)
        ),
        None => format!("“{title}”{below}"),
    }
}

/// Returns `, due tomorrow 17:00, every week, priority p1, in Work, labelled errands`.
fn also(task: &TaskRef, today: Today) -> String {
    let extra = &task.extra;
    let due = extra.due.as_deref();
    let labels =
        (!extra.labels.is_empty()).then(|| format!("labelled {}", extra.labels.join(", ")));
    let parts = [
        due.map(|due| format!("due {}", date::in_words(due, today))),
        extra
            .repeat
            .as_ref()
            .map(|repeat| format!("repeating {repeat}")),
        extra
            .priority
            .as_ref()
            .map(|priority| format!("priority {priority}")),
        extra
            .project
            .as_ref()
            .map(|project| format!("in {project}")),
        labels,
    ];
    let parts = parts.into_iter().flatten();
    parts.map(|part| format!(", {part}")).collect()
}

fn added_line(title: &str, task: Option<&TaskRef>, today: Today) -> String {
    let title = task.and_then(|task| task.title.as_deref()).unwrap_or(title);
    task.map_or_else(
        || format!("- {title}"),
        |task| format!("- #{} {title}{}", task.number, extras(&task.extra, today)),
    )
}

/// Lists a first page.
pub(crate) fn listing(listing: &Listing, page: &Page, today: Today) -> String {
    if let Some(view) = &listing.view
        && (listing.wants == Wants::Count || page.tasks.is_empty())
    {
        return match page.total {
            0 => format!(
                "You have no {} {}.",
                kind_of_tasks(listing.status),
                view.words
            ),
            _ => format!("You have {} {}.", total(listing, page), view.words),
        };
    }
    if page.tasks.is_empty() {
        return empty(listing.status).to_owned();
    }
    let shown = u64::try_from(page.tasks.len()).unwrap_or(u64::MAX);
    let is_cut = page.next_cursor.is_some() || page.total > shown;
    let mut text = format!("{}\n{}", heading(listing, page), lines(&page.tasks, today));
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

fn kind_of_tasks(status: Status) -> String {
    let kind = super::ask::kind(status);
    format!("{kind} tasks").trim_start().to_owned()
}

/// Returns `3 pending tasks`; parts of the list are said without "pending".
fn total(listing: &Listing, page: &Page) -> String {
    let kind = match (&listing.view, listing.status) {
        (Some(_), _) => "",
        (None, status) => super::ask::kind(status),
    };
    let at_least = if page.at_least { "at least " } else { "" };
    format!("{at_least}{}", counted(page.total, kind))
}

fn heading(listing: &Listing, page: &Page) -> String {
    let total = page.total;
    if let Some(search) = &listing.search {
        return format!("I found {} about “{search}”:", self::total(listing, page));
    }
    if let Some(view) = &listing.view {
        return format!("You have {} {}:", self::total(listing, page), view.words);
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
pub(crate) fn next_page(page: &Page, before: u64, today: Today) -> String {
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
        lines(&page.tasks, today),
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
pub(crate) fn near(words: &str, close: &[TaskRef], today: Today) -> String {
    if close.is_empty() {
        return format!(
            "I couldn’t find a task about “{words}”. To add one, say for example “add {words}”."
        );
    }
    format!(
        "I found nothing called exactly “{words}”, but this comes close:\n{}",
        lines(close, today)
    )
}

/// Says all about tasks, and which numbers there are none of.
pub(crate) fn details(found: &[TaskRef], missing: &[u64], today: Today) -> String {
    let mut sentences: Vec<_> = found
        .iter()
        .map(|task| match &task.description {
            Some(description) => {
                let indented = description.replace('\n', "\n  ");
                format!("{}\n  {indented}", line(task, today))
            }
            None => line(task, today),
        })
        .collect();
    sentences.extend(missing.iter().map(|number| {
        format!("I couldn’t find task {number}. Say “show my tasks” to see the numbers.")
    }));
    sentences.join("\n")
}

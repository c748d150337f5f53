//! What was done to tasks.

use super::{Today, capitalised, counted, date, extras, name, trouble};
use crate::llm::builtin::{
    command::{Action, Fields},
    conversation::TaskRef,
};

/// As many tasks as are named one by one.
const NAMED: usize = 10;

/// Says what was done to tasks.
pub(crate) fn performed(
    action: &Action,
    results: &[(TaskRef, Result<(), String>)],
    today: Today,
) -> String {
    if let [(task, result)] = results {
        return match result {
            Ok(()) => success(action, task, today),
            Err(error) => trouble::failure(action, task, error),
        };
    }
    let is_declined = |result: &Result<(), String>| {
        let error = result.as_ref().err();
        error.is_some_and(|error| trouble::is_declined(error))
    };
    if !results.is_empty() && results.iter().all(|(_, result)| is_declined(result)) {
        return super::left_alone();
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
        sentences.push(all_done(action, &done, today));
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

fn success(action: &Action, task: &TaskRef, today: Today) -> String {
    let named = name(task);
    match action {
        Action::Complete => completed(&capitalised(&named), task, today),
        Action::Reopen => format!("{} is pending again.", capitalised(&named)),
        Action::Delete => deleted(task),
        Action::Set(fields) => set(&capitalised(&named), fields, task, today),
        Action::Postpone => format!("Changed {named}."),
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

fn completed(name: &str, task: &TaskRef, today: Today) -> String {
    if let Some(next) = &task.extra.next_due {
        let next = date::in_words(next, today);
        return format!("Done! {name} is complete for this time; it’s due again {next}.");
    }
    match task.extra.subtasks {
        0 => format!("Done! {name} is complete."),
        1 => format!("Done! {name} is complete, and so is its subtask."),
        several => format!("Done! {name} is complete, and so are its {several} subtasks."),
    }
}

fn deleted(task: &TaskRef) -> String {
    let title = task.title.as_deref();
    let title = title.map_or(String::new(), |title| format!(": “{title}”"));
    let (with, them) = match task.extra.subtasks {
        0 => (String::new(), "it"),
        1 => (", with its subtask".to_owned(), "them"),
        several => (format!(", with its {several} subtasks"), "them"),
    };
    format!(
        "Deleted task {}{title}{with}. Say “undo” to bring {them} back.",
        task.number
    )
}

/// Says what fields were given, each as the tool understood it where it says so.
fn set(name: &str, fields: &Fields, task: &TaskRef, today: Today) -> String {
    let mut said = Vec::new();
    let due = task
        .extra
        .due
        .as_deref()
        .map(|due| date::in_words(due, today));
    match (&fields.due, due.clone()) {
        (Some(asked), _) if asked.is_empty() => said.push("has no due date any more".to_owned()),
        (Some(asked), due) => said.push(format!("is now due {}", due.unwrap_or(asked.clone()))),
        (None, _) => {}
    }
    match &fields.repeat {
        Some(asked) if asked.is_empty() => said.push("no longer repeats".to_owned()),
        Some(asked) => {
            let next = due.map_or(String::new(), |due| format!(" (next {due})"));
            said.push(format!("now repeats {asked}{next}"));
        }
        None => {}
    }
    match fields.priority.as_deref() {
        Some("" | "p4") => said.push("has no special priority any more".to_owned()),
        Some(priority) => said.push(format!("now has priority {priority}")),
        None => {}
    }
    match fields.project.as_deref() {
        Some("") => said.push("is in no project any more".to_owned()),
        Some(project) => said.push(format!("is now in {project}")),
        None => {}
    }
    for label in &fields.labels {
        said.push(match label.strip_prefix('-') {
            Some(label) => format!("is no longer labelled {label}"),
            None => format!("is now labelled {}", label.trim_start_matches('+')),
        });
    }
    said.extend(
        fields
            .parent
            .map(|parent| format!("is now a part of task {parent}")),
    );
    format!("{name} {}.", said.join(" and "))
}

fn all_done(action: &Action, tasks: &[TaskRef], today: Today) -> String {
    let past = match action {
        Action::Complete => "Completed",
        Action::Reopen => "Reopened",
        Action::Delete => "Deleted",
        _ => "Changed",
    };
    let back = match action {
        Action::Delete => "\nSay “undo” to bring them back.",
        _ => "",
    };
    let count = counted(u64::try_from(tasks.len()).unwrap_or(u64::MAX), "");
    if tasks.len() > NAMED {
        return format!("{past} {count}.{back}");
    }
    let rows: Vec<_> = tasks
        .iter()
        .map(|task| {
            let title = task.title.as_deref().unwrap_or_default();
            let row = format!("- #{} {title}", task.number);
            format!("{}{}", row.trim_end(), extras(&task.extra, today))
        })
        .collect();
    format!("{past} {count}:\n{}{back}", rows.join("\n"))
}

//! Sentences for what did not work.

use super::{ask::kind, ask::verb, name};
use crate::llm::builtin::{
    command::Action,
    conversation::{Scope, TaskRef},
};

/// Says that a tool is not offered here.
pub(crate) fn not_offered(tool: &str) -> String {
    let what = match tool {
        "add_task" => "add tasks",
        "list_tasks" | "overview" => "look at your tasks",
        "undo" => "undo changes",
        "complete_task" => "complete tasks",
        "delete_task" => "delete tasks",
        _ => "change tasks",
    };
    format!("Sorry, I can’t {what} here: that isn’t allowed in this conversation.")
}

/// Says that the turn is over before the work is.
pub(crate) fn out_of_steps() -> String {
    "That’s as far as I got in one go. Please ask me again for the rest.".to_owned()
}

/// Says that the list could not be read.
pub(crate) fn list_failed(error: &str) -> String {
    format!(
        "Sorry, I couldn’t look at your list: {}. Please try again.",
        plain(error)
    )
}

/// Says that a note cannot be added to what is not known.
pub(crate) fn description_unread(task: &TaskRef) -> String {
    let number = task.number;
    format!(
        "I can’t see what task {number} says already, so I left it as it is. Say “set the description of task {number} to …” to write a new one."
    )
}

/// Says that no task has these words.
pub(crate) fn nothing_found(words: &str) -> String {
    format!("I couldn’t find a task about “{words}”. Say “show my tasks” to see them all.")
}

/// Says that no task has these words, and offers the errand itself.
pub(crate) fn nothing_but_errand(words: &str, title: &str) -> String {
    format!("I couldn’t find a task about “{words}”. Shall I add “{title}” as a new task?")
}

/// Says that nothing on the list is about what has been done.
pub(crate) fn nothing_claimed(words: &str) -> String {
    format!("Nice! I couldn’t find a task about “{words}”, though, so your list hasn’t changed.")
}

/// Says that nothing said before tells which task is meant.
pub(crate) fn unclear() -> String {
    "I’m not sure which task you mean. Tell me its number or a few words of its title, or say “show my tasks”.".to_owned()
}

/// Says that there is nothing of a kind.
pub(crate) fn none_in_scope(action: &Action, scope: &Scope) -> String {
    let kind = kind(scope.status);
    let about = scope
        .about
        .as_deref()
        .map_or(String::new(), |about| format!(" about “{about}”"));
    let space = if kind.is_empty() { "" } else { " " };
    format!(
        "There are no {kind}{space}tasks{about} to {}.",
        verb(action)
    )
}

/// Says that tasks were done before.
pub(crate) fn already_done(tasks: &[TaskRef]) -> String {
    match tasks {
        [task] => format!("{} is already complete.", super::capitalised(&name(task))),
        several => format!("All {} of these tasks are already complete.", several.len()),
    }
}

/// Says why one task could not be acted on.
pub(super) fn failure(action: &Action, task: &TaskRef, error: &str) -> String {
    if is_declined(error) {
        return format!("Okay, I’ve left {} as it was.", name(task));
    }
    if is_not_found(error) {
        return format!(
            "I couldn’t find {}. Say “show my tasks” to see the numbers.",
            name(task)
        );
    }
    format!(
        "Sorry, I couldn’t {} {}: {}.",
        verb(action),
        name(task),
        plain(error)
    )
}

/// Returns an error in few words, for a list.
pub(super) fn short_failure(task: &TaskRef, error: &str) -> String {
    let why = if is_not_found(error) {
        "not found".to_owned()
    } else {
        plain(error)
    };
    format!("- #{}: {why}", task.number)
}

/// Says why something could not be added.
pub(super) fn not_added(title: &str, error: &str) -> String {
    let start: String = title.chars().take(60).collect();
    let dots = if start.len() < title.len() { "…" } else { "" };
    if is_declined(error) {
        return format!("Okay, I didn’t add “{start}{dots}”.");
    }
    let hint = if error.contains("200") {
        " Please say it in fewer words."
    } else {
        ""
    };
    format!(
        "Sorry, I couldn’t add “{start}{dots}”: {}.{hint}",
        plain(error)
    )
}

/// Says why something could not be taken back.
pub(super) fn not_undone(error: &str) -> String {
    if error.starts_with("There is nothing to undo") {
        return "There’s nothing to undo.".to_owned();
    }
    if is_declined(error) {
        return super::left_alone();
    }
    format!("Sorry, I couldn’t undo that: {}.", plain(error))
}

/// Tells whether the person was asked and did not agree: they know why nothing was done.
pub(super) fn is_declined(error: &str) -> bool {
    error.contains("the question was") || error.contains("did not agree")
}

fn is_not_found(error: &str) -> bool {
    error.to_lowercase().contains("not found")
}

/// Returns a tool's error as the end of a sentence; its words are shown, never followed.
fn plain(error: &str) -> String {
    let error = super::on_one_line(error.trim())
        .trim_end_matches('.')
        .to_owned();
    let short: String = error.chars().take(200).collect();
    if short.is_empty() {
        return "something went wrong".to_owned();
    }
    let mut chars = short.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

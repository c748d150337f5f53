//! Questions.

use super::{Today, lines, name};
use crate::llm::builtin::{
    command::{Action, Fields, NewTask, Status},
    conversation::{Scope, TaskRef},
};

/// As many candidates as a question lists.
const LISTED: usize = 10;

/// Asks what to add.
pub(crate) fn ask_titles() -> String {
    "Sure! What should I add?".to_owned()
}

/// Asks whether to add what was only mentioned.
pub(crate) fn offer_to_add(tasks: &[NewTask]) -> String {
    match tasks {
        [task] => format!(
            "Shall I add “{}” as a task{}?",
            task.title,
            said(&task.fields)
        ),
        several => {
            let rows = several
                .iter()
                .map(|task| format!("- {}{}", task.title, said(&task.fields)));
            let rows: Vec<_> = rows.collect();
            format!(
                "Shall I add these {} tasks?\n{}",
                several.len(),
                rows.join("\n")
            )
        }
    }
}

/// Says back what was said of a task, in the person's own words.
fn said(fields: &Fields) -> String {
    let said = [
        fields.due.as_ref().map(|due| format!("due {due}")),
        fields.repeat.clone(),
        fields
            .priority
            .as_ref()
            .map(|priority| format!("priority {priority}")),
        fields
            .project
            .as_ref()
            .map(|project| format!("in {project}")),
    ];
    let said: Vec<_> = said.into_iter().flatten().collect();
    if said.is_empty() {
        return String::new();
    }
    format!(" ({})", said.join(", "))
}

/// Asks which task to act on.
pub(crate) fn ask_target(action: &Action) -> String {
    format!(
        "Which task should I {}? Tell me its number or a few words of its title.",
        verb(action)
    )
}

/// Asks which of several to act on.
pub(crate) fn ask_which(action: &Action, candidates: &[TaskRef], today: Today) -> String {
    let shown = candidates.get(..LISTED).unwrap_or(candidates);
    let rest = candidates.len() - shown.len();
    let more = if rest == 0 {
        String::new()
    } else {
        format!("\n…and {rest} more.")
    };
    format!(
        "Which one should I {}?\n{}{more}",
        verb(action),
        lines(shown, today)
    )
}

/// Asks again which of several to act on.
pub(crate) fn ask_which_again(action: &Action, candidates: &[TaskRef], today: Today) -> String {
    format!(
        "Sorry, I couldn’t tell which one you mean. {}\n\nSay its number, “the first one”, “all” or “never mind”.",
        ask_which(action, candidates, today)
    )
}

/// Asks whether a half match is meant.
pub(crate) fn ask_whether_meant(action: &Action, tasks: &[TaskRef]) -> String {
    let names: Vec<_> = tasks.iter().map(name).collect();
    format!(
        "Did you mean {}? Shall I {} it?",
        names.join(" and "),
        verb(action)
    )
}

/// Asks whether all of a kind should really be acted on.
pub(crate) fn ask_whether_every(action: &Action, scope: &Scope, total: u64) -> String {
    let kind = kind(scope.status);
    let all = match (total, &scope.about) {
        (1, _) => format!("the 1 {kind}"),
        (_, None) if scope.kept.is_empty() => format!("all {total} {kind}"),
        _ => format!("{total} {kind}"),
    };
    let noun = if total == 1 { "task" } else { "tasks" };
    let about = scope
        .about
        .as_deref()
        .map_or(String::new(), |about| format!(" about “{about}”"));
    let all = all.trim_end();
    format!(
        "That would {} {all} {noun}{about}. Shall I go ahead? (yes or no)",
        verb(action)
    )
}

/// Asks whether to go on with a long job.
pub(crate) fn more_in_scope(action: &Action, left: u64) -> String {
    format!(
        "There are {left} more to {}. Say “go on” to continue.",
        verb(action)
    )
}

/// Asks for a yes or a no.
pub(crate) fn ask_yes_or_no() -> String {
    "Sorry, I didn’t get that. Please say “yes” or “no”.".to_owned()
}

/// Asks for a title or a description.
pub(crate) fn ask_text(action: &Action, task: &TaskRef) -> String {
    match action {
        Action::Rename(_) => format!("What should {} say instead?", name(task)),
        Action::Postpone => format!("When should {} be due?", name(task)),
        _ => format!("What should the description of {} be?", name(task)),
    }
}

/// Says that it is not clear which task others are to become parts of.
pub(crate) fn ask_parent(tasks: &[TaskRef], today: Today) -> String {
    format!(
        "I’m not sure which task it should be a part of. Please say it again with its number:\n{}",
        lines(tasks.get(..LISTED).unwrap_or(tasks), today)
    )
}

/// Puts off a second question.
pub(crate) fn one_at_a_time() -> String {
    "I’ll need to ask about the other one too. Let’s settle this first, then tell me again."
        .to_owned()
}

/// Says that one text is for one task.
pub(crate) fn one_text_at_a_time() -> String {
    "I can do that with one task at a time. Which one? Say for example “Change task 1 to ‘Call mom tonight’”.".to_owned()
}

/// Returns the word for an action.
pub(super) fn verb(action: &Action) -> &'static str {
    match action {
        Action::Complete => "complete",
        Action::Delete => "delete",
        Action::Reopen => "reopen",
        Action::Postpone => "move",
        Action::Rename(_) | Action::Describe(_) | Action::Set(_) => "change",
        Action::Note(_) => "add the note to",
    }
}

/// Returns the adjective for a status; empty for all.
pub(super) fn kind(status: Status) -> &'static str {
    match status {
        Status::All => "",
        Status::Pending => "pending",
        Status::Completed => "completed",
    }
}

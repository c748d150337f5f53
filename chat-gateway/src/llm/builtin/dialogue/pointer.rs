//! What "it", "them" and "the second one" mean, from what was said and shown before.

use serde_json::json;

use super::{
    effects::{Effects, Pause},
    find::{Found, Purpose},
};
use crate::llm::builtin::{
    command::{Pointer, Status},
    conversation::{Context, TaskRef},
};

/// Finds what a pointer means.
pub(super) fn pointed(
    effects: &mut Effects<'_>,
    context: &Context,
    pointer: Pointer,
    purpose: Purpose,
) -> Result<Found, Pause> {
    let found = match pointer {
        Pointer::It => one_of(&context.focus),
        Pointer::Them if context.focus.len() > 1 || context.shown.is_empty() => {
            all_of(&context.focus)
        }
        Pointer::Them => all_of(&context.shown),
        Pointer::JustAdded => all_of(&context.added),
        Pointer::Other => one_of(&others(context)),
        Pointer::Others => all_of(&others(context)),
        Pointer::Last(1) if context.shown.is_empty() && !context.added.is_empty() => {
            all_of(&context.added)
        }
        _ if context.shown.len() > 1 => place(&context.shown, pointer),
        _ => return unseen_place(effects, pointer, purpose),
    };
    Ok(found)
}

/// Returns the one task, or which to choose from.
pub(super) fn one_of(tasks: &[TaskRef]) -> Found {
    match tasks {
        [] => Found::Unclear,
        [task] => Found::Tasks(vec![task.clone()]),
        several => Found::Choose(several.to_vec()),
    }
}

fn all_of(tasks: &[TaskRef]) -> Found {
    if tasks.is_empty() {
        Found::Unclear
    } else {
        Found::Tasks(tasks.to_vec())
    }
}

fn others(context: &Context) -> Vec<TaskRef> {
    context
        .shown
        .iter()
        .filter(|task| {
            !context
                .focus
                .iter()
                .any(|spoken| spoken.number == task.number)
        })
        .cloned()
        .collect()
}

/// Returns the tasks at a place of a list.
pub(super) fn place(tasks: &[TaskRef], pointer: Pointer) -> Found {
    let chosen: Vec<_> = match pointer {
        Pointer::Nth(place) => tasks
            .iter()
            .skip(place.saturating_sub(1))
            .take(1)
            .cloned()
            .collect(),
        Pointer::First(count) => tasks.iter().take(count).cloned().collect(),
        Pointer::Last(count) => tasks
            .iter()
            .skip(tasks.len().saturating_sub(count))
            .cloned()
            .collect(),
        _ => tasks.to_vec(),
    };
    all_of(&chosen)
}

/// A place in a list that the person has not been shown: what it means is a guess.
fn unseen_place(
    effects: &mut Effects<'_>,
    pointer: Pointer,
    purpose: Purpose,
) -> Result<Found, Pause> {
    let status = if purpose == Purpose::Completing {
        Status::Pending
    } else {
        Status::All
    };
    Ok(match effects.list(json!({"status": status.as_str()}))? {
        Err(error) => Found::Failed(error),
        Ok(page) => match place(&page.tasks, pointer) {
            Found::Tasks(tasks) if purpose == Purpose::Deleting => Found::Unsure(tasks),
            found => found,
        },
    })
}

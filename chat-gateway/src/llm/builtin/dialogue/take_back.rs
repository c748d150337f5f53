//! Taking back what was done, and doing it again.

use serde_json::{Value, json};

use super::{
    change::change,
    effects::{Call, Effects, Outcome, Pause},
    turn::Said,
};
use crate::llm::builtin::{
    command::{Action, Change, Manner, Target},
    conversation::{Context, TaskRef, change_number},
    matching::{Matches, rank},
    reply,
};

/// Takes back the last change: of this conversation, if there is one.
pub(super) fn undo(effects: &mut Effects<'_>, context: &mut Context) -> Result<Said, Pause> {
    let last = context.changes.last().map(|made| made.ids.clone());
    take_back(effects, context, &last.unwrap_or_default())
}

/// Takes back the changes, the newest first.
fn take_back(effects: &mut Effects<'_>, context: &mut Context, ids: &[u64]) -> Result<Said, Pause> {
    let outcomes = effects.write(&calls(ids))?;
    context.changes.take_back(ids, numbers(&outcomes));
    Ok(told(context, &outcomes))
}

/// Does again what was taken back last.
pub(super) fn redo(effects: &mut Effects<'_>, context: &mut Context) -> Result<Said, Pause> {
    let ids = context.changes.undone().to_vec();
    if ids.is_empty() {
        return Ok(Said::told(reply::nothing_to_redo()));
    }
    let outcomes = effects.write(&calls(&ids))?;
    context.changes.redo(numbers(&outcomes), deleted(&outcomes));
    Ok(told(context, &outcomes))
}

/// Brings tasks back: out of the trash if they were deleted in this conversation, or from those
/// that are completed.
pub(super) fn restore(
    effects: &mut Effects<'_>,
    context: &mut Context,
    target: &Target,
) -> Result<Said, Pause> {
    let deletion = context
        .changes
        .deletions()
        .find(|made| has(&made.deleted, target))
        .map(|made| made.ids.clone());
    if let Some(ids) = deletion {
        return take_back(effects, context, &ids);
    }
    let reopen = Change {
        action: Action::Reopen,
        target: target.clone(),
        manner: Manner::Ordered,
    };
    change(effects, context, &reopen)
}

fn has(deleted: &[TaskRef], target: &Target) -> bool {
    match target {
        Target::Numbers(numbers) => deleted.iter().any(|task| numbers.contains(&task.number)),
        Target::Words { text, .. } => {
            matches!(rank(text, deleted), Matches::Exact(_) | Matches::Full(_))
        }
        _ => false,
    }
}

fn calls(ids: &[u64]) -> Vec<Call> {
    if ids.is_empty() {
        return vec![Call::new("undo", json!({}))];
    }
    let newest_first = ids.iter().rev();
    newest_first
        .map(|id| Call::new("undo", json!({"change_id": id})))
        .collect()
}

fn numbers(outcomes: &[Outcome]) -> Vec<u64> {
    let results = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok());
    results.filter_map(change_number).collect()
}

/// Returns the tasks that are deleted again.
fn deleted(outcomes: &[Outcome]) -> Vec<TaskRef> {
    let results = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok());
    let each = results.flat_map(|result| {
        let several = result.get("results").and_then(Value::as_array);
        let one = several.is_none().then_some(result);
        several.into_iter().flatten().chain(one)
    });
    let gone = each.filter(|result| {
        result
            .get("status")
            .is_some_and(|status| status == "deleted")
    });
    gone.filter_map(TaskRef::read).collect()
}

fn told(context: &mut Context, outcomes: &[Outcome]) -> Said {
    let results = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok());
    let tasks: Vec<_> = results.flat_map(TaskRef::read_all).collect();
    if !tasks.is_empty() {
        context.speak_of(&tasks);
    }
    Said::told(reply::taken_back(outcomes, context.today))
}

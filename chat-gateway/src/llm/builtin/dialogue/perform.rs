//! Does what is settled, and says what came of it.

use serde_json::json;

use super::{
    effects::{Call, Effects, Pause},
    find,
    turn::Said,
};
use crate::llm::builtin::{
    command::{Action, Status},
    conversation::{Context, TaskRef},
    reply,
};

/// A task, and whether the tool did what it was asked to.
pub(crate) type Performed = (TaskRef, Result<(), String>);

/// Acts on `tasks` and reports on each.
pub(super) fn perform(
    effects: &mut Effects<'_>,
    context: &mut Context,
    action: &Action,
    tasks: &[TaskRef],
) -> Result<Said, Pause> {
    let already =
        *action == Action::Complete && !tasks.is_empty() && tasks.iter().all(TaskRef::is_done);
    if already {
        context.speak_of(tasks);
        return Ok(Said::told(reply::already_done(tasks)));
    }
    let described = match action {
        Action::Note(_) => match with_descriptions(effects, tasks)? {
            Ok(described) => described,
            Err(unread) => return Ok(Said::told(unread)),
        },
        _ => tasks.to_vec(),
    };
    let calls: Vec<_> = described.iter().map(|task| call(action, task)).collect();
    let outcomes = effects.write(&calls)?;
    let results: Vec<Performed> = described
        .iter()
        .zip(outcomes)
        .map(|(task, outcome)| match outcome {
            Ok(value) => (updated(task, TaskRef::read(&value)), Ok(())),
            Err(error) => (task.clone(), Err(error)),
        })
        .collect();
    let touched: Vec<_> = results
        .iter()
        .filter(|(_, done)| done.is_ok())
        .map(|(task, _)| task.clone())
        .collect();
    if !touched.is_empty() {
        context.speak_of(&touched);
    }
    Ok(Said::told(reply::performed(action, &results)))
}

/// The tool's word on the title is newer than ours.
fn updated(task: &TaskRef, result: Option<TaskRef>) -> TaskRef {
    let title = result
        .and_then(|result| result.title)
        .or_else(|| task.title.clone());
    TaskRef {
        title,
        ..task.clone()
    }
}

fn call(action: &Action, task: &TaskRef) -> Call {
    let number = task.number;
    match action {
        Action::Complete => Call::new("complete_task", json!({"task_id": number})),
        Action::Delete => Call::new("delete_task", json!({"task_id": number})),
        Action::Rename(title) => {
            Call::new("update_task", json!({"task_id": number, "title": title}))
        }
        Action::Describe(text) => Call::new(
            "update_task",
            json!({"task_id": number, "description": text}),
        ),
        Action::Note(note) => {
            let text = match &task.description {
                Some(description) => format!("{description}\n{note}"),
                None => note.clone(),
            };
            Call::new(
                "update_task",
                json!({"task_id": number, "description": text}),
            )
        }
    }
}

/// A note is added to a description, so the description must be known first; says so where it
/// cannot be, since writing over it would lose it.
fn with_descriptions(
    effects: &mut Effects<'_>,
    tasks: &[TaskRef],
) -> Result<Result<Vec<TaskRef>, String>, Pause> {
    let known = match find::every_page(effects, Status::All)? {
        Ok(known) => known,
        Err(error) => return Ok(Err(reply::list_failed(&error))),
    };
    let described = tasks.iter().map(|task| {
        let found = known.iter().find(|known| known.number == task.number);
        match found {
            Some(found) => Ok(found.clone()),
            // The tool says better than we do that there is no such task.
            None if find::is_whole_list(&known) => Ok(task.clone()),
            None => Err(reply::description_unread(task)),
        }
    });
    Ok(described.collect())
}

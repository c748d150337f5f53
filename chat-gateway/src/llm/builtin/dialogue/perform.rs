//! Does what is settled, and says what came of it.

use serde_json::{Map, Value, json};

use super::{
    effects::{Call, Effects, Outcome, Pause},
    find,
    turn::Said,
};
use crate::llm::builtin::{
    command::Action,
    conversation::{Context, TaskRef},
    reply,
};

/// How many tasks one call takes.
const MAX_TASKS: usize = 100;

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
    let results = carry_out(effects, context, action, &described)?;
    let touched: Vec<_> = results
        .iter()
        .filter(|(_, done)| done.is_ok())
        .map(|(task, _)| task.clone())
        .collect();
    if !touched.is_empty() {
        context.speak_of(&touched);
    }
    Ok(Said::told(reply::performed(
        action,
        &results,
        context.today,
    )))
}

/// Makes the calls: one for as many tasks as it takes, so that they are taken back as one.
fn carry_out(
    effects: &mut Effects<'_>,
    context: &mut Context,
    action: &Action,
    tasks: &[TaskRef],
) -> Result<Vec<Performed>, Pause> {
    let size = if action.is_about_one() { 1 } else { MAX_TASKS };
    let groups: Vec<&[TaskRef]> = tasks.chunks(size).collect();
    let calls: Vec<_> = groups.iter().map(|group| call(action, group)).collect();
    let outcomes = effects.write(&calls)?;
    if let Some(first) = calls.first() {
        let results = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok());
        context.changes.remember(first.name, results);
    }
    let results = groups
        .iter()
        .zip(&outcomes)
        .flat_map(|(group, outcome)| group.iter().map(move |task| result(task, outcome)));
    Ok(results.collect())
}

/// Returns what became of one task of a call.
fn result(task: &TaskRef, outcome: &Outcome) -> Performed {
    let value = match outcome {
        Ok(value) => value,
        Err(error) => return (task.clone(), Err(error.clone())),
    };
    let number = |result: &&Value| result.get("task_id").and_then(Value::as_u64);
    let one = match value.get("results").and_then(Value::as_array) {
        Some(results) => results
            .iter()
            .find(|result| number(result) == Some(task.number)),
        None => Some(value),
    };
    match one.and_then(|one| one.get("error")).and_then(Value::as_str) {
        Some(error) => (task.clone(), Err(error.to_owned())),
        None => (updated(task, one.and_then(TaskRef::read)), Ok(())),
    }
}

/// The tool's word on a task is newer than ours. A repeating one that was completed goes on.
fn updated(task: &TaskRef, result: Option<TaskRef>) -> TaskRef {
    match result {
        Some(result) => TaskRef {
            title: result.title.or_else(|| task.title.clone()),
            completed: match result.extra.next_due {
                Some(_) => Some(false),
                None => result.completed.or(task.completed),
            },
            extra: result.extra,
            ..task.clone()
        },
        None => task.clone(),
    }
}

fn call(action: &Action, tasks: &[TaskRef]) -> Call {
    let mut arguments = Map::new();
    match tasks {
        [task] => arguments.insert("task_id".to_owned(), json!(task.number)),
        several => {
            let numbers: Vec<_> = several.iter().map(|task| task.number).collect();
            arguments.insert("task_ids".to_owned(), json!(numbers))
        }
    };
    let name = match action {
        Action::Complete => "complete_task",
        Action::Reopen => {
            arguments.insert("done".to_owned(), json!(false));
            "complete_task"
        }
        Action::Delete => "delete_task",
        Action::Rename(title) => {
            arguments.insert("title".to_owned(), json!(title));
            "update_task"
        }
        Action::Describe(text) => {
            arguments.insert("description".to_owned(), json!(text));
            "update_task"
        }
        Action::Note(note) => {
            let known = tasks.first().and_then(|task| task.description.as_ref());
            let text = match known {
                Some(description) => format!("{description}\n{note}"),
                None => note.clone(),
            };
            arguments.insert("description".to_owned(), json!(text));
            "update_task"
        }
        Action::Set(fields) => {
            fields.write_to(&mut arguments);
            "update_task"
        }
        Action::Postpone => "update_task",
    };
    Call::new(name, Value::Object(arguments))
}

/// A note is added to a description, so the description must be known first; says so where it
/// cannot be, since writing over it would lose it.
fn with_descriptions(
    effects: &mut Effects<'_>,
    tasks: &[TaskRef],
) -> Result<Result<Vec<TaskRef>, String>, Pause> {
    let known = match find::every_detail(effects)? {
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

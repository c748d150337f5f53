//! Adding tasks.

use serde_json::{Map, Value, json};

use super::{
    effects::{Call, Effects, Pause},
    find::{self, Found, Purpose},
    turn::Said,
};
use crate::llm::builtin::{
    command::{Addition, Fields, NewTask, Target},
    conversation::{Context, Question, TaskRef},
    reply,
};

/// Adds the tasks, or asks what to add.
pub(super) fn add(
    effects: &mut Effects<'_>,
    context: &mut Context,
    addition: &Addition,
) -> Result<Said, Pause> {
    if addition.tasks.is_empty() {
        return Ok(Said::asked(reply::ask_titles(), Question::Titles));
    }
    let general = match parent(effects, context, addition.under.as_ref())? {
        Ok(parent) => Fields {
            parent,
            ..Fields::default()
        },
        Err(said) => return Ok(Said::told(said)),
    };
    let calls: Vec<_> = addition
        .tasks
        .iter()
        .map(|task| call(task, addition, &general))
        .collect();
    let outcomes = effects.write(&calls)?;
    let done = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok());
    context.changes.remember("add_task", done);
    let results: Vec<_> = addition
        .tasks
        .iter()
        .zip(outcomes)
        .map(|(task, outcome)| {
            let added = outcome.map(|value| TaskRef::read(&value).map(|read| with(read, task)));
            (task.title.as_str(), added)
        })
        .collect();
    let added: Vec<_> = results
        .iter()
        .filter_map(|(_, outcome)| outcome.as_ref().ok().cloned().flatten())
        .collect();
    context.add(&added);
    Ok(Said::told(reply::added(
        &results,
        addition.is_timed,
        general.parent,
        context.today,
    )))
}

/// Finds the task that new ones become parts of, or says why it cannot be told.
fn parent(
    effects: &mut Effects<'_>,
    context: &Context,
    under: Option<&Target>,
) -> Result<Result<Option<u64>, String>, Pause> {
    let Some(target) = under else {
        return Ok(Ok(None));
    };
    Ok(
        match find::find(effects, context, target, Purpose::Changing)? {
            Found::Tasks(tasks) if tasks.len() == 1 => Ok(tasks.first().map(|task| task.number)),
            Found::Tasks(tasks) | Found::Choose(tasks) | Found::Unsure(tasks) => {
                Err(reply::ask_parent(&tasks, context.today))
            }
            Found::Nothing(words) => Err(reply::nothing_found(&words)),
            Found::Failed(error) => Err(reply::list_failed(&error)),
            Found::Partly(..) | Found::Every(_) | Found::Unclear => Err(reply::unclear()),
        },
    )
}

/// What the tool does not say again is as it was asked for.
fn with(mut added: TaskRef, asked: &NewTask) -> TaskRef {
    let fields = &asked.fields;
    let extra = &mut added.extra;
    extra.repeat = extra.repeat.take().or_else(|| fields.repeat.clone());
    extra.priority = extra.priority.take().or_else(|| fields.priority.clone());
    extra.project = extra.project.take().or_else(|| fields.project.clone());
    if extra.labels.is_empty() {
        extra.labels.clone_from(&fields.labels);
    }
    added
}

fn call(task: &NewTask, addition: &Addition, general: &Fields) -> Call {
    let mut arguments = Map::new();
    arguments.insert("title".to_owned(), json!(task.title));
    if let Some(description) = &addition.description {
        arguments.insert("description".to_owned(), json!(description));
    }
    let fields = task.fields.clone().or(general);
    fields.write_to(&mut arguments);
    Call::new("add_task", Value::Object(arguments))
}

/// Asks whether errands that were only mentioned should become tasks.
pub(super) fn offer(tasks: &[NewTask]) -> Said {
    Said::asked(
        reply::offer_to_add(tasks),
        Question::ConfirmAdd(tasks.to_vec()),
    )
}

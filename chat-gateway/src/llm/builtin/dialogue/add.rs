//! Adding tasks.

use serde_json::json;

use super::{
    effects::{Call, Effects, Pause},
    turn::Said,
};
use crate::llm::builtin::{
    command::Addition,
    conversation::{Context, Question, TaskRef},
    reply,
};

/// Adds the tasks, or asks what to add.
pub(super) fn add(
    effects: &mut Effects<'_>,
    context: &mut Context,
    addition: &Addition,
) -> Result<Said, Pause> {
    if addition.titles.is_empty() {
        return Ok(Said::asked(reply::ask_titles(), Question::Titles));
    }
    let calls: Vec<_> = addition
        .titles
        .iter()
        .map(|title| call(title, addition))
        .collect();
    let outcomes = effects.write(&calls)?;
    let results: Vec<_> = addition
        .titles
        .iter()
        .zip(outcomes)
        .map(|(title, outcome)| (title.as_str(), outcome.map(|value| TaskRef::read(&value))))
        .collect();
    let added: Vec<_> = results
        .iter()
        .filter_map(|(_, outcome)| outcome.as_ref().ok().cloned().flatten())
        .collect();
    context.add(&added);
    Ok(Said::told(reply::added(&results, addition.is_timed)))
}

fn call(title: &str, addition: &Addition) -> Call {
    let arguments = match &addition.description {
        Some(description) => json!({"title": title, "description": description}),
        None => json!({"title": title}),
    };
    Call::new("add_task", arguments)
}

/// Asks whether errands that were only mentioned should become tasks.
pub(super) fn offer(titles: &[String]) -> Said {
    Said::asked(
        reply::offer_to_add(titles),
        Question::ConfirmAdd(titles.to_vec()),
    )
}

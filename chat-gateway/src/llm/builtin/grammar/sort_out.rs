//! Projects, labels and subtasks of tasks that exist: "move task 3 to project Work", "label it
//! errands", "make task 4 a subtask of 3".

use super::{
    clause::change,
    fields::{self, label, label_names, project},
    target::{exact, is_explicit, target},
};
use crate::llm::builtin::{
    command::{Action, Command, Fields, Target},
    text::Phrase,
};

/// Reads an order about where a task belongs.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    nested(phrase)
        .or_else(|| taken_out(phrase))
        .or_else(|| unlabelled(phrase))
        .or_else(|| put_into(phrase))
        .or_else(|| labelled(phrase))
}

fn set(fields: Fields, which: Phrase<'_>) -> Option<Command> {
    let found = target(which);
    is_explicit(&found).then(|| change(Action::Set(fields), found, None))
}

fn in_project(name: String) -> Fields {
    Fields {
        project: Some(name),
        ..Fields::default()
    }
}

fn with_labels(sign: char, names: &[String]) -> Fields {
    Fields {
        labels: names.iter().map(|name| format!("{sign}{name}")).collect(),
        ..Fields::default()
    }
}

/// `make task 4 a subtask of 3`, `move 4 under 3`.
fn nested(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["make|move|put|turn|set"])?;
    let (which, parent) = rest.split_at(&[
        "into|as? a|an? subtask|child|sub-task of|to|for|under",
        "under|below|beneath",
    ])?;
    let parent = match exact(parent)? {
        Target::Numbers(numbers) => *numbers.first().filter(|_| numbers.len() == 1)?,
        _ => return None,
    };
    let fields = Fields {
        parent: Some(parent),
        ..Fields::default()
    };
    set(fields, which)
}

/// `remove task 3 from its project`.
fn taken_out(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@delete|take|move"])?;
    if let Some(which) = rest.after(&["the|its? project of|from|for|on"]) {
        return set(in_project(String::new()), which);
    }
    let which = rest.before(&[
        "from|out its|the|this? project",
        "out|from of? its|the? project",
    ]);
    let which = which.or_else(|| {
        let (which, name) = rest.split_at(&["from|out of? the? project"])?;
        fields::name_of(name).map(|_| which)
    });
    let which = which.or_else(|| {
        let (which, name) = rest.split_at(&["from|out of?"])?;
        project(name).map(|_| which)
    })?;
    set(in_project(String::new()), which)
}

/// `remove the label errands from task 3`, `remove @errands from 3`.
fn unlabelled(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@delete|take"])?;
    let (what, which) = rest.split_at(&["from|off of?"])?;
    let named = what
        .after(&["@the? label|labels|tag|tags :?"])
        .or_else(|| what.before(&["label|tag"]))
        .and_then(label_names);
    let names = named.or_else(|| label(what).map(|name| vec![name]))?;
    set(with_labels('-', &names), which)
}

/// `move task 3 to project Work`, `put it in #Work`.
fn put_into(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["move|put|add|assign|file|set|change|transfer"])?;
    if let Some(rest) = rest.after(&["@the? project of|for|on"]) {
        let (which, name) = rest.split_at(&["to|as"])?;
        return set(in_project(fields::name_of(name)?), which);
    }
    if let Some((which, name)) = fields::in_project(rest) {
        return set(in_project(name), which);
    }
    let at = rest.len().checked_sub(1)?;
    let name = project(rest.skip(at))?;
    let which = rest.head(at).before(&["to|in|into|under|on"])?;
    set(in_project(name), which)
}

/// `label task 3 as errands`, `add the label errands to task 3`, `add @errands to 3`.
fn labelled(phrase: Phrase<'_>) -> Option<Command> {
    if let Some(rest) = phrase.after(&["label|tag"]) {
        let (which, names) = (1..rest.len()).find_map(|at| {
            let names = rest.skip(at).after(&["as|with the|label|tag? label|tag?"]);
            let names = names.filter(|names| !names.is_empty());
            match names {
                Some(names) => is_explicit(&target(rest.head(at))).then(|| (rest.head(at), names)),
                None => exact(rest.head(at)).map(|_| (rest.head(at), rest.skip(at))),
            }
        })?;
        if names.is_any(&["@done", "@undone"]) {
            return None;
        }
        return set(with_labels('+', &label_names(names)?), which);
    }
    let rest = phrase.after(&["add|put|attach|give|assign|set"])?;
    let (what, which) = rest.split_at(&["to|on|for"])?;
    let named = what
        .after(&["@the? label|labels|tag|tags :|called|named?"])
        .or_else(|| what.before(&["label|tag"]))
        .and_then(label_names);
    let names = named.or_else(|| label(what).map(|name| vec![name]))?;
    set(with_labels('+', &names), which)
}

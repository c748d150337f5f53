//! Parts of a task: "add a subtask to 3: pack bags", "add pack bags as a subtask of 3".

use super::{
    add::addition,
    add_titles::Number,
    target::{exact, is_explicit, target},
};
use crate::llm::builtin::{
    command::{Command, Target},
    text::Phrase,
};

/// Reads a clause that adds a task below another one.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    announced(phrase)
        .or_else(|| named_last(phrase))
        .or_else(|| as_subtask(phrase))
}

fn below(under: Target, title: Phrase<'_>, number: Number) -> Option<Command> {
    let mut added = addition(title, number);
    if let Command::Add(addition) = &mut added {
        addition.under = Some(under);
    }
    Some(added)
}

/// `add a subtask to task 3: pack bags`, `subtask of 3: pack bags`.
fn announced(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&[
        "@add|@make me? a|an|another|the|new|two|three? new? subtask|subtasks|sub-task|sub-tasks to|of|for|under|on|in|below",
        "new? subtask|subtasks|sub-task of|for|to|under",
    ])?;
    let number = if phrase.has(&["subtasks|sub-tasks"]) {
        Number::Many
    } else {
        Number::Open
    };
    let (which, title) = (1..rest.len()).find_map(|at| {
        let title = rest
            .skip(at)
            .after(&[":|-|,|to|called|named|saying|that :|says? :?"])?;
        let found = exact(rest.head(at)).is_some() || is_explicit(&target(rest.head(at)));
        (found && !title.is_empty()).then(|| (rest.head(at), title))
    })?;
    below(target(which), title, number)
}

/// `add a subtask pack bags to task 3`.
fn named_last(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase
        .after(&["@add|@make me? a|an|another|the|new? new? subtask|sub-task called|named|:|-?"])?;
    let at = (1..rest.len())
        .rev()
        .find(|&at| rest.skip(at).after(&["to|under|of|for|below"]).is_some())?;
    let which = rest.skip(at).after(&["to|under|of|for|below"])?;
    exact(which)?;
    below(target(which), rest.head(at), Number::Single)
}

/// `add pack bags as a subtask of task 3`, `add pack bags under task 3`.
fn as_subtask(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@add|put|create"])?;
    let as_part =
        rest.split_at(&["as a|an? new? subtask|sub-task|part|step|child of|to|for|under"]);
    let (title, which) = as_part.or_else(|| {
        rest.split_at(&["under|below|beneath"])
            .filter(|(_, which)| exact(*which).is_some())
    })?;
    let is_known = exact(title).is_some();
    let found = exact(which).is_some() || is_explicit(&target(which));
    if title.is_empty() || !found || is_known {
        return None;
    }
    below(target(which), title, Number::Open)
}

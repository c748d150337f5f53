//! Descriptions: "add a note to task 2: …", "set the description of X to Y".

use super::{
    clause::change,
    target::{exact, is_explicit, target},
    update,
};
use crate::llm::builtin::{
    command::{Action, Command, Target},
    text::Phrase,
};

/// Reads an order to write, add to or remove a description.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    noted(phrase)
        .or_else(|| added_to(phrase))
        .or_else(|| appended(phrase))
        .or_else(|| set(phrase))
        .or_else(|| removed(phrase))
        .or_else(|| labelled(phrase))
}

/// `add a note to task 2: call before noon`.
fn noted(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["add|put|attach|write|leave|append|include|insert a|an|the|this|new|another|following? new|short|following? @note to|for|on|in|under|onto"])?;
    let (which, text) = target_and_text(rest)?;
    Some(change(Action::Note(text), target(which), None))
}

/// `add to task 3: bring cash`.
fn added_to(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["add|append to|on"])?;
    let (which, text) = target_and_text(rest)?;
    let is_task = exact(which).is_some() && which.has(&["@one_task|it|one|number"]);
    is_task.then(|| change(Action::Note(text), target(which), None))
}

/// `add 2 litres to task 3`, `add the note "2 litres" to the milk task`.
fn appended(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["add|append|attach|put|write a|the? @note? :|saying|that|says?"])?;
    let is_note = phrase
        .after(&["add|append|attach|put|write a|the? @note"])
        .is_some();
    let at = (1..rest.len())
        .rev()
        .find(|&at| rest.skip(at).after(LINKS).is_some())?;
    let which = rest.skip(at).after(LINKS)?;
    let which = which.before(&["as a|the? @note"]).unwrap_or(which);
    let found = target(which);
    let is_task = exact(which).is_some() && which.has(&["@one_task|it|one|number"])
        || which.norm(0).starts_with('#');
    if !(is_task || is_note && is_explicit(&found)) || matches!(found, Target::Every { .. }) {
        return None;
    }
    let text = text_of(rest.head(at))?;
    Some(change(Action::Note(text), found, None))
}

const LINKS: &[&str] = &[
    "as a @note to|for|on|of",
    "to|on|for|in the? @note? of|for?",
];

/// `set the description of X to Y`, `change task 2's note to Y`, `describe 2 as Y`.
fn set(phrase: Phrase<'_>) -> Option<Command> {
    if let Some(rest) = phrase.after(&["describe"]) {
        let (which, text) = target_and_text(rest)?;
        return Some(change(Action::Describe(Some(text)), target(which), None));
    }
    let rest = phrase.after(&["set|change|update|edit|make|replace|rewrite|modify|give|reword"])?;
    if let Some(rest) = rest.after(&["@the? @note of|for|on|in|from"]) {
        return Some(match target_and_text(rest) {
            Some((which, text)) => change(Action::Describe(Some(text)), target(which), None),
            None => match update::worded_title(rest) {
                Some((which, text)) => change(Action::Describe(text_of(text)), target(which), None),
                None => change(Action::Describe(None), target(rest), None),
            },
        });
    }
    let (which, after) = rest
        .split_at(&["is? @note"])
        .filter(|(which, _)| !which.is_empty())?;
    let text = after.after(SEPARATORS).and_then(text_of);
    let found = target(which);
    let is_plain = is_explicit(&found) && (text.is_some() || after.is_empty());
    is_plain.then(|| change(Action::Describe(text), found, None))
}

/// `remove the note from task 2`.
fn removed(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@delete"])?;
    let which = rest
        .after(&["@the? @note of|from|on|for|in"])
        .or_else(|| rest.before(&["is? @note"]).filter(|p| !p.is_empty()))?;
    let found = target(which);
    let is_plain = is_explicit(&found) && !matches!(found, Target::Every { .. });
    is_plain.then(|| change(Action::Describe(Some(String::new())), found, None))
}

/// `note for task 2: …`, `task 2 description: …`.
fn labelled(phrase: Phrase<'_>) -> Option<Command> {
    let (which, after) = match phrase.after(&["@the? @note of|for|on|to"]) {
        Some(rest) => rest.split_at(&[":|-|is|says"])?,
        None => phrase.split_at(&["is? @note :|-|is"])?,
    };
    exact(which)?;
    let text = text_of(after)?;
    Some(change(Action::Describe(Some(text)), target(which), None))
}

const SEPARATORS: &[&str] = &[
    "to|as|with|:|->|-|, say|read|:? :?",
    "that|to? that? says|say|saying|reads|read|: :?",
    "saying|says|that :?",
];

/// Splits a target from the text that follows it.
fn target_and_text(rest: Phrase<'_>) -> Option<(Phrase<'_>, String)> {
    let split = (1..rest.len()).find_map(|at| {
        let which = rest.head(at);
        let after = rest.skip(at).after(SEPARATORS)?;
        is_explicit(&target(which))
            .then(|| Some((which, text_of(after)?)))
            .flatten()
    });
    let marked = || {
        let (which, after) = rest.split_at(&[":|->", "to", "saying"])?;
        let ends = rest.skip(which.len()).norm(0) != "to" || is_explicit(&target(which));
        (ends && !which.is_empty())
            .then(|| Some((which, text_of(after)?)))
            .flatten()
    };
    let run_on = || {
        let at = (1..rest.len())
            .rev()
            .find(|&at| exact(rest.head(at)).is_some())?;
        Some((rest.head(at), text_of(rest.skip(at))?))
    };
    split.or_else(marked).or_else(run_on)
}

fn text_of(phrase: Phrase<'_>) -> Option<String> {
    let phrase = super::courtesy::without_tail(phrase).trim_marks();
    let text = phrase
        .quotation()
        .unwrap_or_else(|| phrase.verbatim())
        .trim();
    (!text.is_empty()).then(|| text.to_owned())
}

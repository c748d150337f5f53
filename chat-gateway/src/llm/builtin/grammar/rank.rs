//! Priorities of tasks that exist: "make task 2 urgent", "set the priority of task 3 to low".

use super::{
    clause::change,
    fields::level,
    target::{exact, is_explicit, target},
};
use crate::llm::builtin::{
    command::{Action, Command, Feature, Fields},
    text::Phrase,
};

/// Reads an order about a priority.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    cleared(phrase)
        .or_else(|| priority_of(phrase))
        .or_else(|| made(phrase))
        .or_else(|| verb(phrase))
        .or_else(|| stated(phrase))
        .or_else(|| placed(phrase))
}

fn set(level: &str, which: Phrase<'_>, errand: Option<Phrase<'_>>) -> Command {
    let action = Action::Set(Fields::priority(level));
    change(action, target(which), errand)
}

/// `remove the priority of task 3`, `task 3 is not urgent anymore`.
fn cleared(phrase: Phrase<'_>) -> Option<Command> {
    let removed = phrase.after(&["@delete|unset the|its? priority|importance of|from|for|on"]);
    if let Some(which) = removed.filter(|which| !which.is_empty()) {
        return Some(set("", which, None));
    }
    if let Some(which) = phrase.after(&["deprioritise|deprioritize|unstar|unpin|unflag"]) {
        return Some(set("", which, None));
    }
    let which = phrase.before(&["is|are not that|so? urgent|important anymore?"])?;
    exact(which).map(|_| set("", which, None))
}

/// `set the priority of task 3 to high`, `change task 3's priority to p2`.
fn priority_of(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(CHANGING)?;
    if let Some(rest) = rest.after(&["@the? priority|importance|prio of|for|on"]) {
        let which = rest.before(LEVELS).filter(|which| !which.is_empty())?;
        return Some(set(level(rest.skip(which.len()))?, which, None));
    }
    let (which, after) = rest.split_at(&["is? priority|prio to|as|:|=?"])?;
    let is_level = after.is_any(&["@level", "1|2|3|4"]);
    let found = is_explicit(&target(which)) && is_level;
    found.then(|| Some(set(level(after)?, which, None)))?
}

const CHANGING: &[&str] =
    &["set|change|make|mark|flag|give|update|raise|lower|bump|move|consider|put|increase|decrease"];

const LEVELS: &[&str] = &["to|as|:|=? @level priority?", "to|as|:|=? 1|2|3|4"];

/// `make task 2 urgent`, `mark it as high priority`.
fn made(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(CHANGING)?;
    let which = rest.before(MADE).filter(|which| !which.is_empty())?;
    let tail = rest.skip(which.len());
    let is_clear = tail.has(&["priority|prio|urgent|important|critical|@p"]);
    let found = target(which);
    let is_meant = is_clear && (is_explicit(&found) || tail.norm(0) != "with");
    is_meant.then(|| Some(set(level(tail)?, which, Some(phrase))))?
}

const MADE: &[&str] = &[
    "to|as|a|an|with|into? be? a? @level @level? priority|prio?",
    "to|as|with|into? be? a? priority|prio of|level? @level|1|2|3|4",
    "to|as|with|into? be? really|very|more|super urgent|important|critical",
];

/// `prioritise task 3`, `star it`.
fn verb(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase
        .after(&["prioritise|prioritize|star|pin|escalate"])
        .filter(|rest| !rest.is_empty())?;
    let is_plain = phrase.after(&["prioritise|prioritize"]).is_some();
    (is_plain || is_explicit(&target(rest))).then(|| set("p1", rest, Some(phrase)))
}

/// `task 3 is urgent`, `#3 is high priority`.
fn stated(phrase: Phrase<'_>) -> Option<Command> {
    let which = phrase.before(&[
        "is|are|has really|very|now? a? @level @level? priority|prio",
        "is|are really|very|now? urgent|important|critical|@p",
    ])?;
    exact(which).map(|_| ())?;
    Some(set(level(phrase.skip(which.len()))?, which, None))
}

/// `move task 3 to the top`: places are not chosen by hand.
fn placed(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["move|put|bring|set|push"])?;
    let which =
        rest.before(&["to|at the top|bottom|end|start|front|beginning of? my|the? @list?"])?;
    is_explicit(&target(which)).then_some(Command::Unsupported(Feature::Order))
}

//! Deleting: "delete task 3", "get rid of the milk", "clear my list".

use super::{
    clause::change,
    target::{is_explicit, target},
};
use crate::llm::builtin::{
    command::{Action, Command, Status, Target},
    text::Phrase,
};

/// Reads an order to delete.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    if phrase.is_any(CLEARING) {
        let every = Target::Every {
            status: Status::All,
            about: None,
        };
        return Some(change(Action::Delete, every, None));
    }
    if let Some(rest) = phrase.after(&["clean|tidy|clear up|out|away the|my?"])
        && let every @ Target::Every { .. } = target(rest)
    {
        return Some(change(Action::Delete, every, None));
    }
    if let Some(rest) = phrase.after(&[
        "get|getting rid of",
        "throw|toss away|out",
        "take off|out :?",
    ]) {
        return Some(change(Action::Delete, target(rest), Some(phrase)));
    }
    if let Some(rest) = phrase.after(&["forget about?"]) {
        let found = target(rest);
        return is_explicit(&found).then(|| change(Action::Delete, found, None));
    }
    if let Some(rest) = phrase.after(&["take|pull|strike"]) {
        let before = rest.before(&[
            "off|out|from of|from? my|the|our|this? task|todo? @list",
            "off",
        ])?;
        return Some(change(Action::Delete, target(before), None));
    }
    let rest = phrase.after(&["@delete out|away|off? :?"])?;
    if phrase.after(&["drop off|by"]).is_some() {
        return None;
    }
    Some(change(Action::Delete, target(rest), Some(phrase)))
}

const CLEARING: &[&str] = &[
    "clear|empty|wipe|erase|reset|clean|purge|nuke the|my|our|this? whole|entire|full|complete? todo|task|tasks? @list|tasks|todos out|clean|up|completely?",
    "clean|clear|wipe up|out the|my|our|this? whole|entire? todo|task? @list|tasks|todos",
    "clear|empty|wipe|reset everything|all|it out|all|clean?",
    "start over|fresh|anew|again",
    "start from scratch",
    "delete|remove|erase everything|all on|in|from my|the @list",
];

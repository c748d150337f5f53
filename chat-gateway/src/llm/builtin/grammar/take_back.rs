//! Taking back: "undo", "bring it back", "reopen task 3", "restore the meeting task".

use super::{
    clause::change,
    target::{is_explicit, target},
};
use crate::llm::builtin::{
    command::{Action, Command, Pointer, Target, Topic},
    text::Phrase,
};

/// Reads an order to take something back.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    if phrase.is_any(REDOING) {
        return Some(Command::Redo);
    }
    if phrase.is_any(UNDOING) {
        return Some(Command::Undo);
    }
    if phrase.is_any(REGRETS) {
        return Some(Command::Advice(Topic::Undoing));
    }
    if let Some(rest) = phrase.after(&["@reopen :?"]) {
        return Some(change(Action::Reopen, target(rest), None));
    }
    restored(phrase)
}

const UNDOING: &[&str] = &[
    "undo|revert the|my|your? last|previous? it|that|this|everything|all|action|change|step|one|thing|deletion|delete|completion|command?",
    "undo what you|i|we just? did",
    "take it|that back",
    "bring|put|get it|that|them|those back again?",
    "bring|put back it|that|them|those again?",
    "go back",
    "ctrl+z|ctrl-z",
    "roll|rollback it|that|back? it|that|back?",
    "restore|recover|undelete it|that|them|those again?",
    "restore|recover|undelete the|my? deleted|last|previous deleted|removed? one|@thing?",
    "i did not mean to delete|complete|do|change|remove that|it|them?",
    "you deleted|completed|changed|added|picked|took the? wrong one|@one_task",
];

const REDOING: &[&str] = &[
    "redo it|that|this|the|last|change?",
    "undo the|that undo",
    "do it again",
];

/// Something went wrong, but not surely with the last change.
const REGRETS: &[&str] = &[
    "i did not mean to? that|it|this",
    "that was a|my mistake",
    "wrong one|@one_task",
    "that is|was wrong|incorrect",
    "that is|was not what i meant|wanted|asked|said for?",
];

/// `restore the meeting task`, `bring task 3 back`, `undo task 3`.
fn restored(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase
        .after(&[
            "undo the? deletion|deleting|completion|removal of",
            "@restore",
            "bring|put|take|get back",
        ])
        .or_else(|| phrase.after(&["bring|put|get"])?.before(&["back"]))?;
    let rest = rest
        .after(&["@the? deleted|removed|completed"])
        .unwrap_or(rest);
    let found = target(rest);
    let is_meant = is_explicit(&found) || phrase.after(&["undelete|undo"]).is_some();
    if !is_meant {
        return None;
    }
    Some(match found {
        Target::Pointer(Pointer::It | Pointer::Them) | Target::Unsaid => Command::Undo,
        found => Command::Restore(found),
    })
}

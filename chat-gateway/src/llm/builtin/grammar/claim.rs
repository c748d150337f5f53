//! Things that happened: "I bought the milk". They count only if a task fits.

use super::target::target;
use crate::llm::builtin::{
    command::{Action, Change, Command, Manner, Target},
    lexicon,
    text::Phrase,
};

/// Reads a statement in the past as a claim that an errand is done.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    let said_who = phrase.after(&[
        "i|we have? just|already|finally|also|now? just|already|finally|also?",
        "just|already|finally",
    ]);
    let rest = said_who.unwrap_or(phrase);
    let verb = rest.tokens().first()?;
    let base = lexicon::base_of_past(&verb.norm)?;
    // "Put milk" without a subject is an order, not a report.
    if said_who.is_none() && lexicon::is_errand(&verb.norm) {
        return None;
    }
    let object = rest.skip(1);
    let object = object.after(&["up|out|off|to|for|at"]).unwrap_or(object);
    let found = target(object);
    matches!(found, Target::Words { .. } | Target::Several(..)).then_some(Command::Change(Change {
        action: Action::Complete,
        target: found,
        manner: Manner::Claimed(base),
    }))
}

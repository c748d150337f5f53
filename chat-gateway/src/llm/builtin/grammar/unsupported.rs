//! Requests that the tools cannot serve; saying so plainly is better than guessing.

use super::target::exact;
use crate::llm::builtin::{
    command::{Command, Feature},
    lexicon,
    text::Phrase,
};

/// Reads a clause that asks for something the tools cannot do.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    let feature = reopening(phrase)
        .or_else(|| dates(phrase))
        .or_else(|| ranking(phrase))?;
    Some(Command::Unsupported(feature))
}

fn reopening(phrase: Phrase<'_>) -> Option<Feature> {
    if phrase.is_any(UNDOING) {
        return Some(Feature::Undo);
    }
    let rest = phrase.after(&["@reopen", "bring back", "put back", "take back"])?;
    let about_a_task = rest.is_empty() || rest.len() <= 8;
    about_a_task.then_some(Feature::Reopen)
}

const UNDOING: &[&str] = &[
    "undo|revert the|my|your? last|previous? it|that|this|everything|all|action|change|step|one|thing|deletion|delete|completion|command?",
    "undo what you|i just? did",
    "take it|that back",
    "go back",
    "ctrl+z|ctrl-z",
    "roll|rollback it|that|back? it|that|back?",
    "restore the|my? deleted|last|previous? @thing?",
    "i did not mean to? that|it|delete|do? that|it?",
    "that was a|my mistake",
    "you deleted|completed|changed|added|picked|took the? wrong one|@one_task",
    "wrong one|@one_task",
    "that is|was wrong|incorrect",
    "that is|was not what i meant|wanted|asked|said for?",
];

/// `reschedule task 3`, `move task 3 to tomorrow`, `set a due date`.
fn dates(phrase: Phrase<'_>) -> Option<Feature> {
    let postpones = phrase.after(&["@postpone", "push|bring forward|back", "put off"]);
    if postpones.is_some_and(|rest| !rest.is_empty()) {
        return Some(Feature::Dates);
    }
    let names_a_date = phrase.after(&[
        "set|add|change|update|give|remove|extend|put|delete a|an|the|my? due|deadline date|time|day? to|for|of|on|by|from?",
        "when is|are",
    ]);
    if names_a_date.is_some_and(|rest| phrase.norm(0) != "when" || rest.has(&["due"])) {
        return Some(Feature::Dates);
    }
    let marks = phrase.after(&["set|make|mark|change|update|move|give|push"]);
    if let Some((which, _)) = marks.and_then(|rest| rest.split_at(&["is? due|deadline"]))
        && exact(which).is_some()
    {
        return Some(Feature::Dates);
    }
    let moves = phrase.after(&["move|push|shift|change|update|set"])?;
    let (target, when) = moves.split_at(&["to|till|until|for|by next|this|the|coming?"])?;
    let all_date = !when.is_empty()
        && when
            .trim_marks()
            .tokens()
            .iter()
            .all(|t| is_date_filler(&t.norm) || t.number().is_some())
        && when.tokens().iter().any(|t| lexicon::is_date_word(&t.norm));
    (!target.is_empty() && all_date).then_some(Feature::Dates)
}

fn is_date_filler(norm: &str) -> bool {
    lexicon::is_date_word(norm)
        || matches!(
            norm,
            "at" | "in"
                | "next"
                | "the"
                | "on"
                | "by"
                | "this"
                | "am"
                | "pm"
                | "o'clock"
                | "of"
                | "and"
        )
}

fn ranking(phrase: Phrase<'_>) -> Option<Feature> {
    let sets = phrase.after(&["set|change|make|mark|give|move|put|update|raise|lower|flag|sort|order|reorder|prioritise|prioritize|rank|pin|assign|star"])?;
    let about_a_task = sets.has(&["@number|@pronoun|@task", "it|them"]);
    if about_a_task
        && sets.has(&["priority|important|urgent|starred|pinned|favourite|favorite"])
        && phrase.len() <= 9
        && !sets.has(&["say|saying|@quoted"])
    {
        return Some(Feature::Priority);
    }
    if phrase
        .after(&["prioritise|prioritize|rank|pin|star"])
        .is_some()
        && about_a_task
    {
        return Some(Feature::Priority);
    }
    let orders =
        phrase.after(&["sort|reorder"]).is_some() || sets.has(&["to the top|bottom|end|start"]);
    (about_a_task && orders || phrase.after(&["sort|order by"]).is_some()).then_some(Feature::Order)
}

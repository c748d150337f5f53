//! The words that filters are made of.

use super::split::{Kind, Word};

/// Returns the operator that a word is.
pub(super) fn operator<'t>(word: &Word<'_>) -> Option<Kind<'t>> {
    let is = |operator: &str| word.plain && word.text.eq_ignore_ascii_case(operator);
    if is("and") {
        Some(Kind::And)
    } else if is("or") {
        Some(Kind::Or)
    } else if is("not") {
        Some(Kind::Not)
    } else {
        None
    }
}

/// The words for the times of a task.
const TIMES: &[&str] = &[
    "due",
    "date",
    "created",
    "added",
    "completed",
    "done",
    "finished",
];

/// Tells whether words are `between` and a date, of which the other one follows after `and`.
pub(super) fn is_between(words: &[Word<'_>]) -> bool {
    let is = |word: &Word<'_>, known: &str| word.plain && word.text.eq_ignore_ascii_case(known);
    let dates = match words {
        [between, dates @ ..] if is(between, "between") => dates,
        [time, between, dates @ ..]
            if is(between, "between") && TIMES.iter().any(|known| is(time, known)) =>
        {
            dates
        }
        _ => return false,
    };
    !dates.is_empty() && !dates.iter().any(|word| is(word, "and"))
}

/// Words after which a colon may stand, as in `due before: friday` and `subtasks of:4`.
const BEFORE_COLON: &[&str] = &[
    "search",
    "due",
    "date",
    "created",
    "added",
    "completed",
    "done",
    "before",
    "after",
    "since",
    "between",
    "on",
    "by",
    "of",
    "project",
    "label",
    "priority",
];

/// Tells whether a colon after the word is no part of what follows.
pub(super) fn takes_colon(word: &str) -> bool {
    BEFORE_COLON
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

/// What one can have meant.
const KNOWN: &[&str] = &[
    "all",
    "completed",
    "completed after",
    "completed before",
    "completed since",
    "completed on",
    "created",
    "created after",
    "created before",
    "created since",
    "created on",
    "due",
    "due after",
    "due before",
    "due by",
    "due on",
    "next 7 days",
    "7 days",
    "no date",
    "no labels",
    "no parent",
    "no priority",
    "no project",
    "overdue",
    "p1",
    "p2",
    "p3",
    "p4",
    "pending",
    "priority 1",
    "recurring",
    "repeating",
    "search",
    "subtask",
    "subtasks of",
    "today",
    "tomorrow",
    "yesterday",
];

/// Returns what is known and spelt much like the phrase.
pub(super) fn nearest(phrase: &str) -> Option<&'static str> {
    const LONGEST: usize = 20;
    if phrase.chars().count() > LONGEST {
        return None;
    }
    let near = KNOWN
        .iter()
        .map(|known| (strsim::osa_distance(known, phrase), *known));
    let allowed = if phrase.chars().count() < 5 { 1 } else { 2 };
    near.filter(|(distance, _)| (1..=allowed).contains(distance))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

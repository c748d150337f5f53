//! Task numbers: `task 3`, `#3`, `tasks 1, 2 and 4`, `1-3`.

use crate::llm::builtin::text::{Phrase, Token};

/// A slip such as "1-10000" is asked about, not carried out.
const LONGEST_RANGE: u64 = 200;

/// Reads a phrase that is nothing but task numbers.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Vec<u64>> {
    let phrase = phrase.trim_marks();
    if is_quantity(phrase) || is_the_word_one(phrase) {
        return None;
    }
    let mut numbers = Vec::new();
    let mut rest = phrase;
    while let Some(token) = rest.tokens().first() {
        if let Some((first, last, after)) = range(rest) {
            if first > last || last - first > LONGEST_RANGE {
                return None;
            }
            numbers.extend(first..=last);
            rest = after;
        } else if let Some(number) = token.number() {
            numbers.push(number);
            rest = rest.skip(1);
        } else if is_around(token) {
            rest = rest.skip(1);
        } else {
            return None;
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    numbers.retain(|number| seen.insert(*number));
    (!numbers.is_empty()).then_some(numbers)
}

/// Reads a task number that a title follows: `task 3: buy milk`, `#3 (buy milk)`.
pub(super) fn read_with_title(phrase: Phrase<'_>) -> Option<Vec<u64>> {
    let rest = phrase.after(&["@the? @one_task number|no|#? .?"]);
    let is_hashed = phrase.norm(0).starts_with('#');
    let from = rest.or_else(|| is_hashed.then_some(phrase))?;
    let number = from.tokens().first()?.number()?;
    // "Task 3 or 4" and "task 3 if …" are no plain order.
    if from
        .skip(1)
        .after(&["or|if|when|unless|after|once|until|till|before|later|only|to|through|@date"])
        .is_some()
    {
        return None;
    }
    Some(vec![number])
}

/// "two tasks" says how many, not which.
fn is_quantity(phrase: Phrase<'_>) -> bool {
    phrase.is_any(&["@the? @number more|other? @tasks|ones"])
}

/// "the one" and "one" point; "task one" counts.
fn is_the_word_one(phrase: Phrase<'_>) -> bool {
    phrase.is_any(&["@the? one"])
}

fn is_around(token: &Token) -> bool {
    matches!(
        token.norm.as_str(),
        "," | "."
            | "and"
            | "plus"
            | "also"
            | "the"
            | "my"
            | "number"
            | "numbers"
            | "no"
            | "#"
            | "id"
            | "ids"
            | "task"
            | "tasks"
            | "item"
            | "items"
            | "todo"
            | "todos"
            | "reminder"
            | "reminders"
            | "both"
            | "then"
    )
}

/// Reads `1-3`, `1 - 3` or `1 to 3` at the start.
fn range(phrase: Phrase<'_>) -> Option<(u64, u64, Phrase<'_>)> {
    let first = phrase.tokens().first()?;
    let dash = |c: char| matches!(c, '-' | '–' | '—');
    if let Some((from, to)) = first.norm.split_once(dash) {
        let to = to.trim_start_matches('#');
        let from = from.trim_start_matches('#');
        return Some((from.parse().ok()?, to.parse().ok()?, phrase.skip(1)));
    }
    let from = first.number()?;
    let after = phrase
        .skip(1)
        .after(&["to|through|thru|until|till|-|upto", "up to"])?;
    let to = after.tokens().first()?.number()?;
    Some((from, to, after.skip(1)))
}

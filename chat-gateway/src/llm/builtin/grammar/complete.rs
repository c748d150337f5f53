//! Completing: "mark 3 as done", "tick off the milk", "task 3 is done", "I've finished it".

use super::{
    clause::change,
    target::{exact, is_explicit, target},
};
use crate::llm::builtin::{
    command::{Action, Change, Command, Manner, Target},
    text::Phrase,
};

/// Reads an order to complete.
pub(super) fn read_marking(phrase: Phrase<'_>) -> Option<Command> {
    marked(phrase)
        .or_else(|| ticked(phrase))
        .or_else(|| ordered(phrase))
}

/// `mark 3 as done`, `set the milk task to complete`, `change the status of 3 to done`.
fn marked(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase
        .after(&["@mark"])
        .filter(|rest| !rest.norm(0).starts_with("sure"))?;
    let rest = rest.after(&["@the? status of|for|on"]).unwrap_or(rest);
    if let Some(before) = rest.before(AS_UNDONE) {
        let found = target(before);
        return is_explicit(&found).then(|| change(Action::Reopen, found, None));
    }
    if let Some(both) = marked_twice(rest) {
        return Some(change(Action::Complete, both, None));
    }
    let is_mark = phrase.after(&["mark|marking|tag|flag"]).is_some();
    let before = rest.before(AS_DONE).or_else(|| {
        let bare: &[&str] = &["done|complete|completed|finished"];
        let direct = phrase
            .after(&["mark|marking|tag|flag|make|set|call|consider"])
            .is_some();
        direct.then(|| rest.before(bare)).flatten()
    });
    if let Some(before) = before {
        let before = before.before(&["is? status"]).unwrap_or(before);
        return Some(change(Action::Complete, target(before), None));
    }
    if !is_mark {
        return None;
    }
    if let Some(after) = rest.after(&[
        "as|off done|complete|completed|finished|: :?",
        "done|complete|completed|finished :?",
        "off :?",
    ]) {
        return Some(change(Action::Complete, target(after), None));
    }
    let direct = target(rest.before(&["off"]).unwrap_or(rest));
    Some(change(Action::Complete, direct, Some(phrase)))
}

/// `mark 3 as done and 4 too`.
fn marked_twice(rest: Phrase<'_>) -> Option<Target> {
    let (first, after) =
        rest.split_at(&["as done|complete|completed|finished ,? and|plus also?"])?;
    let second = after
        .before(AS_DONE)
        .or_else(|| after.before(&["too|also|as well"]))
        .unwrap_or(after);
    let is_list = is_explicit(&target(second)) && !first.is_empty();
    is_list.then(|| Target::Several(vec![target(first), target(second)], String::new()))
}

const AS_DONE: &[&str] = &[
    "as|to|into|->|:|be|is|being|status to|be|as|being|: done|complete|completed|finished|finish|closed|resolved|checked|ticked now|already|today|list|column|state|status|section?",
    "as|to|into|->|:|be|is|being done|complete|completed|finished|finish|closed|resolved|checked now|already|today|list|column|state|status|section?",
    "to|as the|my done|completed|finished list|column|state|status|section|ones|tasks?",
];

const AS_UNDONE: &[&str] = &[
    "as|to|back|into to|as|being? not done|complete|completed|finished again|yet?",
    "as|to|back|into to|as|being? @undone again?",
    "not done|complete|completed|finished",
    "undone|incomplete|unfinished|uncompleted",
];

/// `check off the milk`, `cross 3 off my list`, `tick 3`.
fn ticked(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@tick"])?;
    if let Some(after) = rest.after(&["off|out|through :?"]) {
        return Some(change(Action::Complete, target(after), None));
    }
    let off = rest.before(&[
        "off|out from|of|on? my|the? task|todo? @list?",
        "off as done|complete",
    ]);
    if let Some(before) = off {
        return Some(change(Action::Complete, target(before), None));
    }
    let direct = target(rest);
    let is_tick = phrase.after(&["tick|ticking"]).is_some();
    (is_tick || exact(rest).is_some()).then(|| change(Action::Complete, direct, None))
}

/// `complete 3`, `finish the report`.
fn ordered(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@complete out|up|off?"])?;
    if rest.is_any(&["@tasks", "@list"]) {
        return None;
    }
    let rest = rest.after(&["with"]).unwrap_or(rest);
    Some(change(Action::Complete, target(rest), Some(phrase)))
}

/// Reads a statement that something is done.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    if phrase.has(&["not|never|if|when|until|after|should"]) || phrase.after(QUESTIONS).is_some() {
        return None;
    }
    let found = if phrase.is_any(&[
        "all? done|finished|completed",
        "i|we am|are|have? just|all? done|finished",
    ]) {
        Target::Unsaid
    } else if let Some(rest) = phrase.after(DONE_WITH) {
        target(rest)
    } else if let Some(before) = phrase.before(IS_DONE).filter(|p| !p.is_empty()) {
        target(before)
    } else {
        return None;
    };
    let manner = if matches!(found, Target::Numbers(_) | Target::Pointer(_))
        || matches!(found, Target::Unsaid)
    {
        Manner::Ordered
    } else {
        Manner::Claimed("do".to_owned())
    };
    Some(Command::Change(Change {
        action: Action::Complete,
        target: found,
        manner,
    }))
}

/// "Is task 3 done?" asks.
const QUESTIONS: &[&str] = &[
    "did|do|does|is|are|was|were|has|what|which|who|how|where|why",
    "have i|we|you|the|my|they|all|any",
];

const DONE_WITH: &[&str] = &[
    "i|we have|am|are|just|already|finally|also|now? have|am|are|just|already|finally|also|now? finished|done|completed|did|complete|accomplished|finish with|doing|up|off|marking? :?",
    "just|already|finally finished|done|completed|did with|doing|up|off? :?",
    "finished|done|completed|did|accomplished with|doing|up|off? :|,|-?",
    "i|we have|just|already? got done|finished|through with",
    "i|we have|just|already? taken|took care of",
    "i|we have|just|already? crossed|ticked|checked off",
];

const IS_DONE: &[&str] = &[
    "is|are|was|were|got|gets now|already|all|finally|just|also? done|complete|completed|finished|over|ready|sorted now|already|today|finally|then|✅|✓?",
    "has|have now|already|finally|just|also? been done|complete|completed|finished|handled|sorted|taken",
    "can be? marked|considered|ticked|checked|crossed as|off? done|complete|completed|finished|off?",
    "as? done|complete|completed|finished|✅|✓|✔|☑",
    "- done|completed|finished",
];

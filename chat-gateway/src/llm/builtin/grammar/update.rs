//! Giving a task another title: "change task 1 to …", "make it say …".

use super::{
    clause::change,
    target::{exact, is_explicit, target},
    title,
};
use crate::llm::builtin::{
    command::{Action, Command, Feature, Pointer, Target},
    text::{Kind, Phrase},
};

/// Reads an order to change a title.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    changed(phrase)
        .or_else(|| made_to_say(phrase))
        .or_else(|| should_say(phrase))
}

fn changed(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@update", "set|give the @title of|for|on", "turn"])?;
    let rest = rest.after(&["@the? @title of|for|on|in"]).unwrap_or(rest);
    let Some((which, new)) = quoted_title(rest)
        .or_else(|| explicit_title(rest))
        .or_else(|| worded_title(rest))
    else {
        let found = target(without_title_noun(rest));
        let asks = is_explicit(&found) || matches!(found, Target::Unsaid);
        return asks.then(|| change(Action::Rename(None), found, None));
    };
    let moves = phrase.after(&["move|moving"]).is_some();
    if moves && new.quotation().is_none() {
        return is_explicit(&target(which)).then_some(Command::Unsupported(Feature::Order));
    }
    Some(renamed(which, new))
}

fn renamed(which: Phrase<'_>, new: Phrase<'_>) -> Command {
    let title = title::clean(
        new.before(&["instead"])
            .filter(|p| !p.is_empty())
            .unwrap_or(new),
    );
    let title = (!title.is_empty()).then_some(title);
    change(
        Action::Rename(title),
        target(without_title_noun(which)),
        None,
    )
}

/// Takes "'s title" off a target: "task 3's title".
fn without_title_noun(which: Phrase<'_>) -> Phrase<'_> {
    let which = which.trim_marks();
    which
        .before(&["is? @title"])
        .filter(|p| !p.is_empty())
        .unwrap_or(which)
}

const SEPARATORS: &[&str] = &[
    "to|into be|say|read :?",
    "to|into|with|as|by|->|: :|-?",
    "so|and? that? it? says|reads|say|read :?",
    "should|must be|say|read",
    "from",
    "-",
    ",",
];

/// A new title in quotation marks at the end, with or without a "to" before it.
fn quoted_title(rest: Phrase<'_>) -> Option<(Phrase<'_>, Phrase<'_>)> {
    let rest = super::courtesy::without_tail(rest.trim_marks()).trim_marks();
    let rest = rest.before(&["instead"]).unwrap_or(rest);
    let last = rest.tokens().last()?;
    if !matches!(last.kind, Kind::Quoted(_)) || rest.len() < 2 {
        return None;
    }
    let which = rest.head(rest.len() - 1);
    let is_inside = which.has(&["to|into"])
        && which
            .before(&["to|into|with|as|:|->|by|say|read|be|,|-|says"])
            .is_none();
    if is_inside {
        return None;
    }
    let which = which.before(SEPARATORS).unwrap_or(which);
    // "from 'a' to 'b'": what it was called before is no part of the target.
    let which =
        which.split_at(&["from"]).map_or(
            which,
            |(before, _)| if before.is_empty() { which } else { before },
        );
    Some((which, rest.skip(rest.len() - 1)))
}

/// A target that ends where it ends: "task 3 to …", "it to …", "task 3 call mom".
fn explicit_title(rest: Phrase<'_>) -> Option<(Phrase<'_>, Phrase<'_>)> {
    (1..rest.len())
        .find_map(|at| {
            let which = without_title_noun(rest.head(at));
            let after = rest.skip(at);
            let new = after.after(SEPARATORS);
            if new.is_none_or(|new| new.is_empty()) || exact(which).is_none() {
                return None;
            }
            let from = after
                .after(&["from"])
                .and_then(|old| old.split_at(&["to|into"]));
            Some((which, from.map(|(_, new)| new).or(new)?))
        })
        .or_else(|| {
            let mut lengths = (1..rest.len()).rev();
            let at = lengths
                .find(|&at| exact(rest.head(at)).is_some() && rest.skip(at).norm(0) != "and")?;
            let is_title = !rest.skip(at).is_any(SEPARATORS)
                && !rest.skip(at).is_any(&["@title", "is @title"]);
            is_title.then(|| (rest.head(at), rest.skip(at)))
        })
}

/// Words of a title, a "to" and the new title. Titles have their own "to"s: with three of them the
/// middle one separates.
pub(super) fn worded_title(rest: Phrase<'_>) -> Option<(Phrase<'_>, Phrase<'_>)> {
    let led = rest
        .after(&["@the? @one_task to"])
        .map_or(0, |after| rest.len() - after.len());
    let places: Vec<usize> = (led.max(1)..rest.len())
        .filter(|&at| {
            matches!(
                rest.norm(at),
                "to" | "into" | "->" | "with" | ":" | "as" | "by"
            )
        })
        .collect();
    let strong: Vec<usize> = places
        .iter()
        .copied()
        .filter(|&at| matches!(rest.norm(at), "to" | "into" | "->"))
        .collect();
    let places = if strong.is_empty() { places } else { strong };
    let middle = if places.len() % 2 == 1 {
        places.len() / 2
    } else {
        0
    };
    let at = *places.get(middle)?;
    let which = rest.head(at);
    let new = rest.skip(at).after(SEPARATORS)?;
    (!new.is_empty()).then_some((which, new))
}

/// `make it say …`, `call it … instead`.
fn made_to_say(phrase: Phrase<'_>) -> Option<Command> {
    if let Some(new) = phrase
        .after(&["i meant|mean to? say|write?"])
        .filter(|new| !new.is_empty())
    {
        return Some(change(
            Action::Rename(Some(title::clean(new))),
            Target::Pointer(Pointer::It),
            None,
        ));
    }
    if let Some(rest) = phrase.after(&["set"]) {
        let (which, new) = explicit_title(rest)?;
        return Some(renamed(which, new));
    }
    if let Some(instead) = phrase
        .after(&["make"])
        .and_then(|rest| rest.before(&["instead"]))
    {
        let (which, new) = explicit_title(instead)?;
        return Some(renamed(which, new));
    }
    if let Some(rest) = phrase.after(&["make|have|let"]) {
        let (which, new) = rest
            .split_at(&["say|read|says|into :?"])
            .or_else(|| quoted_title(rest))?;
        return (is_explicit(&target(which)) && !new.is_empty()).then(|| renamed(which, new));
    }
    let rest = phrase.after(&["call|name"])?;
    let instead = rest.trim_marks().before(&["instead"]);
    let (which, new) = explicit_title(instead.unwrap_or(rest)).or_else(|| quoted_title(rest))?;
    let is_plain = instead.is_some()
        || new.quotation().is_some()
        || matches!(target(which), Target::Numbers(_));
    (is_plain && is_explicit(&target(which))).then(|| renamed(which, new))
}

/// `task 3 should say …`, `task 3 -> …`.
fn should_say(phrase: Phrase<'_>) -> Option<Command> {
    let (which, new) = phrase.split_at(&["should|must be|say|read called|named? :?", "->"])?;
    let is_plain = exact(which).is_some() && !new.is_empty();
    let is_done = new.is_any(&["marked|set? as? done|complete|completed|finished|deleted|removed"]);
    (is_plain && !is_done).then(|| renamed(which, new))
}

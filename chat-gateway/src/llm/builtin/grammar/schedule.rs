//! Dates and repetitions of tasks that exist: "move task 3 to Friday", "postpone it", "repeat task
//! 3 every week", "remove the due date of task 3".

use super::{
    clause::change,
    fields,
    target::{exact, is_explicit, target},
    when::{self, When},
};
use crate::llm::builtin::{
    command::{Action, Command, Fields, Pointer, Target},
    lexicon,
    text::Phrase,
};

/// Reads an order about when a task is due.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    cleared(phrase)
        .or_else(|| repeated(phrase))
        .or_else(|| given(phrase))
        .or_else(|| is_due(phrase))
        .or_else(|| moved(phrase))
        .or_else(|| postponed(phrase))
        .or_else(|| asked(phrase))
}

/// Returns what a phrase says of when: a date, or words that speak of one.
pub(super) fn said(phrase: Phrase<'_>) -> Fields {
    let mut said = Fields::default();
    match when::whole(phrase) {
        Some(found) => fields::take(&mut said, found),
        None if is_about_time(phrase) => {
            said.due = Some(phrase.trim_marks().verbatim().to_owned());
        }
        None => {}
    }
    said
}

fn is_about_time(phrase: Phrase<'_>) -> bool {
    let mut tokens = phrase.tokens().iter();
    phrase.len() <= 8 && tokens.any(|token| lexicon::is_date_word(&token.norm))
}

/// `remove the due date of task 3`, `task 3 has no deadline`, `stop repeating task 3`.
fn cleared(phrase: Phrase<'_>) -> Option<Command> {
    if phrase.is_any(&["@delete|unset|drop its|that|the due? date|deadline again?"]) {
        let it = Target::Pointer(Pointer::It);
        return Some(change(Action::Set(Fields::due("")), it, None));
    }
    let ended = phrase.after(&[
        "stop repeating|recurring",
        "@delete the|its? repeat|repetition|recurrence|repeats|schedule of|from|for|on",
    ]);
    if let Some(rest) = ended.filter(|rest| !rest.is_empty()) {
        let fields = Fields {
            repeat: Some(String::new()),
            ..Fields::default()
        };
        return Some(change(Action::Set(fields), target(rest), None));
    }
    let dated = phrase
        .after(&[
            "@delete|unset the|its|any? due date|time? of|from|for|on|off",
            "@delete|unset the|its|any? deadline of|from|for|on|off",
            "take the|its? due date? off|from of?",
            "take the|its? deadline off|from of?",
            "unschedule",
        ])
        .filter(|rest| !rest.is_empty())
        .map(target);
    let found = dated.or_else(|| {
        let owned = phrase
            .after(&["@delete|unset"])?
            .before(&["is? due date?", "is? deadline|date"])?;
        exact(owned)
    });
    let found = found.or_else(|| {
        let without = phrase.before(&["has no due? date|deadline", "is not due anymore?"])?;
        exact(without)
    })?;
    Some(change(Action::Set(Fields::due("")), found, None))
}

/// `repeat task 3 every week`, `make task 3 repeat daily`, `make it weekly`.
fn repeated(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase
        .after(&["repeat|make|set|let|have|schedule|change|do"])
        .or_else(|| phrase.has(&["repeats|recurs"]).then_some(phrase))?;
    let (which, when) = (1..rest.len()).find_map(|at| {
        let after = rest.skip(at);
        let bare = after
            .after(&["to? repeat|recur|repeats|recurs|happen|be? recurring|repeating? :?"])
            .unwrap_or(after);
        match when::whole(bare)? {
            When::Again(text) => Some((rest.head(at), text)),
            When::Once(_) => None,
        }
    })?;
    let found = target(which);
    let is_plain = is_explicit(&found) || phrase.after(&["repeat"]).is_some();
    let fields = Fields {
        repeat: Some(when),
        ..Fields::default()
    };
    is_plain.then(|| change(Action::Set(fields), found, None))
}

/// `set the due date of task 3 to Friday`, `give it a deadline`.
fn given(phrase: Phrase<'_>) -> Option<Command> {
    if let Some(rest) = phrase.after(GIVING) {
        return Some(match split(rest).or_else(|| split_reversed(rest)) {
            Some((which, said)) => change(Action::Set(said), target(which), None),
            None => postponement(rest)?,
        });
    }
    let rest = phrase.after(&["give|set|change|update|move|push|make|extend|add"])?;
    let (which, when) = rest.split_at(&[
        "a|the|is? due date of|on|for|to|as|:?",
        "a|the|is? deadline of|on|for|to|as|:?",
    ])?;
    let found = target(which);
    if !is_explicit(&found) {
        return None;
    }
    if when.is_empty() {
        return Some(change(Action::Postpone, found, None));
    }
    let said = said(when);
    (!said.is_empty()).then(|| change(Action::Set(said), found, None))
}

const GIVING: &[&str] = &[
    "set|add|change|update|move|put|edit|push|extend|adjust|make a|an|the|my? new? due date|time|day? of|for|on|to|from?",
    "set|add|change|update|move|put|edit|push|extend|adjust a|an|the|my? new? deadline of|for|on|to|from?",
];

/// Splits a target from the date that follows it.
fn split(rest: Phrase<'_>) -> Option<(Phrase<'_>, Fields)> {
    (1..rest.len()).find_map(|at| {
        let after = rest.skip(at);
        let bare = after.after(LINKS).unwrap_or(after);
        let mut fields = Fields::default();
        fields::take(&mut fields, when::whole(bare)?);
        Some((rest.head(at), fields))
    })
}

/// Splits a date from the target that follows it: "of Friday for task 3".
fn split_reversed(rest: Phrase<'_>) -> Option<(Phrase<'_>, Fields)> {
    (1..rest.len()).find_map(|at| {
        let which = rest.skip(at).after(&["for|on|to"])?;
        let mut fields = Fields::default();
        fields::take(&mut fields, when::whole(rest.head(at))?);
        is_explicit(&target(which)).then_some((which, fields))
    })
}

const LINKS: &[&str] = &[
    "to|till|until|for|as|:|->",
    "back|forward|up|over|out|off to|till|until?",
];

/// `task 3 is due on Friday`, `make it due tomorrow`, `due task 3 next week`.
fn is_due(phrase: Phrase<'_>) -> Option<Command> {
    if let Some(rest) = phrase.after(&["due"]) {
        let (which, said) = split(rest)?;
        let found = exact(which)?;
        return Some(change(Action::Set(said), found, None));
    }
    let rest = phrase
        .after(&["set|make|mark|change|update|move|give"])
        .unwrap_or(phrase);
    let (which, when) =
        rest.split_at(&["is|as|should|must|to? be? due|deadline by|on|at|for|is|:?"])?;
    let found = target(which);
    let is_ordered = rest.len() < phrase.len() && is_explicit(&found);
    if !(is_ordered || exact(which).is_some()) || phrase.after(&["when|what|which|is"]).is_some() {
        return None;
    }
    if when.is_empty() {
        return is_ordered.then(|| change(Action::Postpone, found, None));
    }
    let said = said(when);
    (!said.is_empty()).then(|| change(Action::Set(said), found, None))
}

/// `move task 3 to tomorrow`, `reschedule the dentist to Monday`, `do task 3 today`.
fn moved(phrase: Phrase<'_>) -> Option<Command> {
    let strong = phrase.after(&["@postpone :?", "put off", "push|bring|move back|forward"]);
    let moving = || phrase.after(&["move|push|shift|bump|change|update|set|bring|delay"]);
    let doing = || phrase.after(&["schedule|plan|do|start|put", "remind me of|about|for"]);
    let (rest, is_free) = strong
        .or_else(moving)
        .map(|rest| (rest, true))
        .or_else(|| doing().map(|rest| (rest, false)))?;
    let (which, said) = split(rest)?;
    let found = target(which);
    let names_a_task = is_explicit(&found);
    // "Set the table for Friday" sets no task.
    let is_linked = rest.skip(which.len()).after(LINKS).is_some();
    let is_plain = exact(which).is_some() || names_a_task && is_linked && !which.has(&["to"]);
    let is_loose = phrase.after(&["set|change|update"]).is_some() && !is_plain;
    let is_meant = names_a_task || is_free && (is_linked || strong.is_some());
    if !is_meant || is_loose || found == Target::Unsaid {
        return None;
    }
    Some(change(Action::Set(said), found, Some(phrase)))
}

/// `postpone task 3`: until when is asked.
fn postponed(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@postpone :?", "put off", "push back"])?;
    let rest = rest
        .before(&["by|for a|an|one|@number|few @unit"])
        .unwrap_or(rest);
    let found = target(rest);
    Some(change(Action::Postpone, found, Some(phrase)))
}

fn postponement(rest: Phrase<'_>) -> Option<Command> {
    let found = target(rest);
    let is_meant = is_explicit(&found) || found == Target::Unsaid;
    is_meant.then(|| change(Action::Postpone, found, None))
}

/// `when is task 3 due?`
fn asked(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["when is|are|was the? deadline|due|date? date? of|for?"])?;
    let which = rest.before(&["due"]).unwrap_or(rest);
    let is_meant = which.len() < rest.len() || exact(which).is_some();
    let found = target(which);
    (is_meant && found != Target::Unsaid).then_some(Command::Show(found))
}

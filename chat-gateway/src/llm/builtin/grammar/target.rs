//! Which tasks a phrase points at.

use super::{numbers, pointer};
use crate::llm::builtin::{
    command::{Status, Target},
    lexicon,
    text::{Kind, Phrase, tokenize},
};

/// Reads `phrase` as a target; whatever is nothing else is words of a title.
pub(crate) fn target(phrase: Phrase<'_>) -> Target {
    let phrase = without_tail(phrase);
    if phrase.is_empty() || phrase.is_any(UNSAID) {
        return Target::Unsaid;
    }
    if let Some((every, kept)) = phrase.split_at(EXCEPTIONS)
        && let Some(every) = pointing(every)
        && !kept.is_empty()
    {
        return Target::Except(Box::new(every), Box::new(target(kept)));
    }
    pointing(phrase)
        .or_else(|| several(phrase))
        .or_else(|| numbers::read_with_title(phrase).map(Target::Numbers))
        .unwrap_or_else(|| words(phrase))
}

/// Reads a whole message as a target, unless it is only words.
pub(crate) fn bare_target(text: &str) -> Option<Target> {
    let tokens = tokenize(text);
    let phrase = super::courtesy::plain(Phrase::new(text, &tokens)).phrase;
    match target(phrase) {
        Target::Words { .. } | Target::Unsaid => None,
        Target::Several(parts, _) if !parts.iter().all(is_explicit) => None,
        target => Some(target),
    }
}

/// Tells whether `target` can be nothing but tasks.
pub(super) fn is_explicit(target: &Target) -> bool {
    match target {
        Target::Numbers(_) | Target::Pointer(_) | Target::Every { .. } | Target::Except(..) => true,
        Target::Words { is_named, .. } => *is_named,
        Target::Several(parts, _) => parts.iter().any(is_explicit),
        Target::Unsaid => false,
    }
}

/// Reads `phrase` as numbers or a place and nothing else.
pub(super) fn exact(phrase: Phrase<'_>) -> Option<Target> {
    let phrase = without_tail(phrase);
    numbers::read(phrase)
        .map(Target::Numbers)
        .or_else(|| pointer::read(phrase).map(Target::Pointer))
}

const UNSAID: &[&str] = &[
    "a|some|any|@number? @thing",
    "@tasks",
    "something|anything|stuff",
    "one of my|the|them tasks|todos|items?",
    "from|off my|the @list",
];

const EXCEPTIONS: &[&str] = &[
    "except|excluding|besides|but|without for|not?",
    "apart|aside from",
    "other than",
];

/// Takes "from my list" and the like off the end.
pub(super) fn without_tail(phrase: Phrase<'_>) -> Phrase<'_> {
    let phrase = super::courtesy::without_tail(phrase).trim_marks();
    match phrase.before(TAILS).map(Phrase::trim_marks) {
        Some(before) if !before.is_empty() => without_tail(before),
        _ => phrase,
    }
}

const TAILS: &[&str] = &[
    "from|off|on|in|out of? my|the|our|this todo|task|tasks|shopping? @list",
    "from|off|in my|the tasks|todos",
    "again|anymore|altogether|completely|entirely|permanently|forever|immediately|instead|already",
    "any more|longer",
    "for good|me|now",
    "at once|all",
];

/// Numbers, "everything" and places; each fits only as a whole.
fn pointing(phrase: Phrase<'_>) -> Option<Target> {
    exact(phrase).or_else(|| every(without_tail(phrase)))
}

/// "everything", "all completed tasks", "all tasks about work".
fn every(phrase: Phrase<'_>) -> Option<Target> {
    let status = status(phrase);
    let only_kind = phrase.tokens().iter().all(|t| is_kind_word(&t.norm));
    let says_all = phrase.has(&["@every"]);
    let is_list = phrase.is_any(&[
        "my|the|our|your whole|entire|full|complete? task|todo|tasks? @list",
        "my|our @tasks",
        "list",
    ]);
    let is_state = status != Status::All && phrase.tokens().iter().any(|t| is_state_word(&t.norm));
    if only_kind && (says_all || is_list || is_state) {
        return Some(Target::Every {
            status,
            about: None,
        });
    }
    let narrowed = phrase.after(&[
        "all|every|each|any single? of? the|my|these|those?",
        "everything|anything|all",
    ])?;
    let about = narrowed
        .after(&["pending|completed|open|finished|done|unfinished|incomplete"])
        .unwrap_or(narrowed);
    match words(about) {
        Target::Words { text, .. } if !text.is_empty() => Some(Target::Every {
            status: if about.len() < narrowed.len() {
                status
            } else {
                Status::All
            },
            about: Some(text),
        }),
        _ => None,
    }
}

fn is_kind_word(norm: &str) -> bool {
    lexicon::is_in_class("every", norm)
        || lexicon::is_in_class("thing", norm)
        || lexicon::is_in_class("list", norm)
        || is_state_word(norm)
        || matches!(
            norm,
            "the"
                | "my"
                | "our"
                | "of"
                | "that"
                | "which"
                | "are"
                | "is"
                | "i"
                | "we"
                | "have"
                | "has"
                | "been"
                | "already"
                | "marked"
                | "as"
                | "in"
                | "on"
                | "from"
                | "and"
                | "were"
                | "was"
                | "not"
                | "your"
                | "these"
                | "those"
                | "just"
                | "so"
                | "far"
                | "got"
                | "am"
                | "with"
                | "by"
                | "me"
                | "now"
                | "off"
        )
}

fn is_state_word(norm: &str) -> bool {
    matches!(norm, "still" | "yet" | "left")
        || lexicon::is_in_class("pending", norm) && !matches!(norm, "next")
        || lexicon::is_in_class("completed", norm)
}

/// Returns which status the words of a phrase name.
pub(super) fn status(phrase: Phrase<'_>) -> Status {
    let done = phrase.has(&["@completed"]);
    let pending = phrase.has(&["@pending"]);
    let denies = phrase.has(&["not|never", "to be? @completed"]);
    match (done, pending) {
        (true, _) if denies => Status::Pending,
        (true, true)
            if phrase.has(&[
                "@pending and|or|,|& @completed",
                "@completed and|or|,|& @pending",
            ]) =>
        {
            Status::All
        }
        (true, true) if phrase.has(&["left|remaining|still|yet"]) => Status::Pending,
        (true, _) => Status::Completed,
        (false, true) => Status::Pending,
        (false, false) => Status::All,
    }
}

/// "task 3 and the milk one", "milk and eggs".
fn several(phrase: Phrase<'_>) -> Option<Target> {
    if phrase
        .tokens()
        .iter()
        .any(|t| matches!(t.kind, Kind::Quoted(_)))
        && phrase.len() == 1
    {
        return None;
    }
    let parts = phrase.split(|t| matches!(t.norm.as_str(), "," | "and" | "plus"));
    let parts: Vec<_> = parts
        .into_iter()
        .map(|part| part.after(&["also|then"]).unwrap_or(part))
        .collect();
    if parts.len() < 2 || parts.len() > 20 {
        return None;
    }
    let targets: Vec<_> = parts
        .into_iter()
        .map(|part| pointing(part).unwrap_or_else(|| words(without_tail(part))))
        .filter(|target| !matches!(target, Target::Words { text, .. } if text.is_empty()))
        .collect();
    (targets.len() > 1).then(|| Target::Several(targets, words_text(phrase).0))
}

fn words(phrase: Phrase<'_>) -> Target {
    let (text, is_named) = words_text(phrase);
    Target::Words { text, is_named }
}

/// Returns the words that describe a task, without the words that only call it one.
fn words_text(phrase: Phrase<'_>) -> (String, bool) {
    let phrase = phrase.trim_marks();
    if let Some(quotation) = sole_quotation(phrase) {
        return (quotation.to_owned(), true);
    }
    let led = phrase.after(LEADS).filter(|rest| !rest.is_empty());
    let bare = led.or_else(|| phrase.after(&["@the"])).unwrap_or(phrase);
    let tailed = bare
        .before(&["@task|one|ones|thing|things", "from|in|on my|the @list"])
        .filter(|before| !before.is_empty());
    let is_named = led.is_some() || tailed.is_some();
    let text = tailed.unwrap_or(bare).trim_marks();
    let text = text
        .after(&["@the"])
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text);
    (text.verbatim().to_owned(), is_named)
}

const LEADS: &[&str] = &[
    "@the? @task|one|ones|thing|things|anything|everything|something with|containing|that|which|who? says|mentions|contains|about|called|named|titled|labelled|labeled|saying|for|regarding|to|on|concerning|of|has|have|is|include|includes :|the|my?",
    "about|called|named|titled|regarding|concerning @the?",
    "@task :|-?",
    "the|my|a|that|this @one_task :|-?",
];

/// A quotation with nothing around it but words that call it a task.
fn sole_quotation(phrase: Phrase<'_>) -> Option<&str> {
    let mut quotations = phrase
        .tokens()
        .iter()
        .filter_map(|t| phrase.quotation_of(t));
    let quotation = quotations.next()?;
    let alone = phrase.is_any(&[
        "@the? @thing? called|named|titled|labelled|about|saying|with|that|says|for? @quoted @thing?",
    ]);
    alone.then_some(quotation)
}

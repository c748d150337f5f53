//! What is said of a task besides its title: "… tomorrow", "… with high priority", "… #Work".
//!
//! Only what stands at the end of a phrase is taken, or a date at its beginning, and only where it
//! can be nothing else; whatever is not sure stays in the title.

use super::{
    courtesy,
    when::{self, When},
};
use crate::llm::builtin::{
    command::Fields,
    text::{Kind, Phrase},
};

/// Takes the fields off a title.
pub(super) fn split(phrase: Phrase<'_>) -> (Phrase<'_>, Fields) {
    let mut fields = Fields::default();
    let mut title = phrase;
    while let Some(before) = last(courtesy::without_tail(title), &mut fields) {
        title = before.trim_marks();
    }
    if fields.due.is_none()
        && fields.repeat.is_none()
        && let Some((said, after)) = when::leading(title)
    {
        take(&mut fields, said);
        title = after;
    }
    (title, fields)
}

/// Takes one more field off the end.
fn last<'a>(phrase: Phrase<'a>, fields: &mut Fields) -> Option<Phrase<'a>> {
    let trimmed = phrase.trim_marks();
    let before = ranked(phrase, fields)
        .or_else(|| ranked(trimmed, fields))
        .or_else(|| named(trimmed, fields))
        .or_else(|| dated(trimmed, fields))?;
    Some(before)
}

fn is_title(phrase: &Phrase<'_>) -> bool {
    let is_word = |kind: &Kind| matches!(kind, Kind::Word | Kind::Quoted(_));
    phrase.tokens().iter().any(|token| is_word(&token.kind))
}

fn dated<'a>(phrase: Phrase<'a>, fields: &mut Fields) -> Option<Phrase<'a>> {
    let (before, said) = when::ending(phrase)?;
    let is_known = match &said {
        When::Once(_) => fields.due.is_some(),
        When::Again(_) => fields.repeat.is_some(),
    };
    if is_known || !is_title(&before) {
        return None;
    }
    take(fields, said);
    Some(before)
}

/// Writes down when.
pub(super) fn take(fields: &mut Fields, said: When) {
    match said {
        When::Once(text) => fields.due = Some(text),
        When::Again(text) => fields.repeat = Some(text),
    }
}

fn ranked<'a>(phrase: Phrase<'a>, fields: &mut Fields) -> Option<Phrase<'a>> {
    let before = phrase.before(PRIORITIES).filter(is_title)?;
    if fields.priority.is_some() {
        return None;
    }
    fields.priority = Some(level(phrase.skip(before.len()))?.to_owned());
    Some(before)
}

const PRIORITIES: &[&str] = &[
    "@p",
    ",|;|-|(|and? with|at|as|of|has? a|an? @level @level? priority|prio|importance )?",
    ",|;|-|(|with|at? priority|prio of|is|:? @level|1|2|3|4 )?",
    "with|at|of|in ,? @p",
    ",|;|-|( urgent|important|critical )?",
    "as urgent|important|critical",
];

/// Returns the priority that the words name.
pub(super) fn level(phrase: Phrase<'_>) -> Option<&'static str> {
    phrase.tokens().iter().find_map(|token| {
        Some(match token.norm.as_str() {
            "urgent" | "important" | "critical" | "top" | "highest" | "high" | "high-priority"
            | "top-priority" | "p1" | "1" => "p1",
            "medium" | "mid" | "moderate" | "medium-priority" | "p2" | "2" => "p2",
            "low" | "lowest" | "minor" | "low-priority" | "p3" | "3" => "p3",
            "normal" | "usual" | "default" | "no" | "p4" | "4" => "p4",
            _ => return None,
        })
    })
}

/// Projects and labels, by their signs or in words.
fn named<'a>(phrase: Phrase<'a>, fields: &mut Fields) -> Option<Phrase<'a>> {
    signed(phrase, fields).or_else(|| worded(phrase, fields))
}

fn signed<'a>(phrase: Phrase<'a>, fields: &mut Fields) -> Option<Phrase<'a>> {
    let at = phrase.len().checked_sub(1)?;
    let before = phrase.head(at);
    let last = phrase.skip(at);
    let lead = before
        .tokens()
        .last()
        .map_or("", |token| token.norm.as_str());
    if !is_title(&before) {
        return None;
    }
    if let Some(name) = project(last) {
        if fields.project.is_some() || matches!(lead, "issue" | "bug" | "pr" | "ticket") {
            return None;
        }
        fields.project = Some(name);
        return Some(before.before(&["in|under|to|for"]).unwrap_or(before));
    }
    let name = label(last).filter(|_| !ADDRESSING.contains(&lead))?;
    fields.labels.insert(0, name);
    Some(before)
}

/// After these an `@name` is a person.
const ADDRESSING: &[&str] = &[
    "to", "with", "from", "by", "of", "cc", "tell", "ask", "email", "call", "text", "message",
    "ping", "dm", "follow", "tweet", "thank", "meet",
];

/// `#Work`: a project; `#42` is not.
pub(super) fn project(word: Phrase<'_>) -> Option<String> {
    marked(word, '#')
}

/// `@errands`: a label.
pub(super) fn label(word: Phrase<'_>) -> Option<String> {
    marked(word, '@')
}

fn marked(word: Phrase<'_>, sign: char) -> Option<String> {
    let [token] = word.tokens() else {
        return None;
    };
    let name = word.verbatim().strip_prefix(sign)?;
    let is_name = name.starts_with(char::is_alphabetic) && !name.contains(['@', '#']);
    (token.kind == Kind::Word && is_name).then(|| name.to_owned())
}

fn worded<'a>(phrase: Phrase<'a>, fields: &mut Fields) -> Option<Phrase<'a>> {
    if fields.project.is_none()
        && let Some((before, name)) = in_project(phrase).filter(|(before, _)| is_title(before))
    {
        fields.project = Some(name);
        return Some(before);
    }
    let (before, names) = phrase.split_at(LABELS)?;
    let names = label_names(names)?;
    if !is_title(&before) {
        return None;
    }
    fields.labels.splice(0..0, names);
    Some(before)
}

const LABELS: &[&str] = &[
    ",|and? with|and? the|a? label|labels|tag|tags :|called?",
    ",|and? labelled|labeled|tagged as|with?",
];

/// "in project Work", "to the Work project".
pub(super) fn in_project(phrase: Phrase<'_>) -> Option<(Phrase<'_>, String)> {
    let named = phrase.split_at(&[
        "in|to|into|under|for|on my|the|a? project :|called|named?",
        "in|to|into|under|for|on my|the|a? @quoted project",
    ]);
    if let Some((before, name)) = named
        && let Some(name) = name_of(name)
    {
        return Some((before, name));
    }
    let rest = phrase.before(&["project"])?;
    let at = (0..rest.len()).rev().find(|&at| {
        rest.skip(at)
            .after(&["in|to|into|under|for|on my|the|our"])
            .is_some()
    })?;
    let name = rest
        .skip(at)
        .after(&["in|to|into|under|for|on my|the|our"])?;
    Some((rest.head(at), name_of(name)?))
}

/// A name of up to three words.
pub(super) fn name_of(phrase: Phrase<'_>) -> Option<String> {
    let phrase = phrase.trim_marks();
    if let Some(quotation) = phrase.quotation() {
        return Some(quotation.to_owned());
    }
    let is_name = (1..=3).contains(&phrase.len())
        && phrase.tokens().iter().all(|token| token.kind == Kind::Word);
    let name = phrase.verbatim().trim_start_matches(['#', '@']);
    (is_name && !name.is_empty()).then(|| name.to_owned())
}

/// "errands", "errands and home": one word each.
pub(super) fn label_names(phrase: Phrase<'_>) -> Option<Vec<String>> {
    let names = phrase
        .trim_marks()
        .split(|token| matches!(token.norm.as_str(), "," | "and"));
    let names: Option<Vec<_>> = names
        .into_iter()
        .map(|name| name_of(name).filter(|_| name.len() == 1))
        .collect();
    names.filter(|names| !names.is_empty())
}

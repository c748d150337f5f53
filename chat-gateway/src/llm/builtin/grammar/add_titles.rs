//! One title or several: "milk, eggs and bread" are three, "buy bread and butter" is one.

use super::{add::LIST_TAILS, courtesy, fields, title, when};
use crate::llm::builtin::{
    command::{Fields, NewTask},
    lexicon,
    text::{Kind, Phrase, Token},
};

/// How many tasks the words before the titles announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// "a task": one, whatever follows.
    Single,
    /// "tasks": each item is one.
    Many,
    /// "on my list": each of several things is one.
    Listed,
    /// It was not said.
    Open,
}

/// Returns the tasks in `phrase`, in order, no title twice. What is said at the end is said of all
/// of them, unless each has a line of its own.
pub(super) fn tasks(phrase: Phrase<'_>, number: Number) -> Vec<NewTask> {
    let is_one_sentence = !has_lines(phrase) && split_numbered(phrase).len() < 2;
    let (phrase, given) = for_a_day(phrase);
    let (phrase, said) = split_if(is_one_sentence, phrase);
    let said = said.or(&given);
    let (phrase, number) = without_list_tail(phrase, number);
    let (phrase, also) = split_if(is_one_sentence, phrase);
    let said = said.or(&also);
    let parts = parts(phrase, number);
    let last = parts.len().saturating_sub(1);
    let mut tasks: Vec<NewTask> = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        let mut task = one(part);
        let only_points = last == 0 && part.trim_marks().is_any(NO_TITLE);
        task.fields = task.fields.or(&if at == last {
            said.clone()
        } else {
            shared(&said)
        });
        if !only_points {
            push(&mut tasks, task);
        }
    }
    tasks
}

/// Adds a task, unless it has no title or that of another one.
pub(super) fn push(tasks: &mut Vec<NewTask>, task: NewTask) {
    let is_known = |known: &NewTask| title::is_same(&known.title, &task.title);
    if !task.title.is_empty() && !tasks.iter().any(is_known) {
        tasks.push(task);
    }
}

/// Returns the one task that a phrase describes.
pub(super) fn one(phrase: Phrase<'_>) -> NewTask {
    let (phrase, fields) = fields::split(phrase);
    NewTask {
        title: title::clean(phrase),
        fields,
    }
}

/// "… to my list for today": after the list it can only be a date.
fn for_a_day(phrase: Phrase<'_>) -> (Phrase<'_>, Fields) {
    let polite = courtesy::without_tail(phrase);
    let found = polite.split_at(&["for"]).and_then(|(before, day)| {
        before.before(LIST_TAILS)?;
        let mut fields = Fields::default();
        fields::take(&mut fields, when::whole(day)?);
        Some((before, fields))
    });
    found.unwrap_or((phrase, Fields::default()))
}

fn split_if(is_wanted: bool, phrase: Phrase<'_>) -> (Phrase<'_>, Fields) {
    if is_wanted {
        fields::split(phrase)
    } else {
        (phrase, Fields::default())
    }
}

/// A repetition is said of the errand that it follows.
fn shared(said: &Fields) -> Fields {
    Fields {
        repeat: None,
        ..said.clone()
    }
}

fn has_lines(phrase: Phrase<'_>) -> bool {
    let mut tokens = phrase.tokens().iter();
    tokens.any(|token| matches!(token.kind, Kind::LineBreak))
}

/// Words that only point, or lead nowhere: "add it" has no title.
const NO_TITLE: &[&str] = &["it|that|this|them|these|those|a|an|the|to|some|one|another|more|new"];

/// Takes "to my list" and "please" off the end.
fn without_list_tail(phrase: Phrase<'_>, number: Number) -> (Phrase<'_>, Number) {
    let polite = courtesy::without_tail(phrase);
    let trimmed = polite.trim_marks();
    match trimmed.before(LIST_TAILS) {
        Some(before) if number == Number::Open => (before, Number::Listed),
        Some(before) => (before, number),
        None => (polite, number),
    }
}

fn parts(phrase: Phrase<'_>, number: Number) -> Vec<Phrase<'_>> {
    if has_lines(phrase) {
        return phrase
            .split(|t| matches!(t.kind, Kind::LineBreak))
            .into_iter()
            .map(without_bullet)
            .collect();
    }
    if let Some(quoted) = all_quoted(phrase) {
        return quoted;
    }
    let numbered = split_numbered(phrase);
    if numbered.len() > 1 {
        return numbered;
    }
    let infinitives = split_infinitives(phrase);
    if infinitives.len() > 1 {
        return infinitives;
    }
    let items = split_items(phrase);
    if is_enumeration(phrase, &items, number) {
        items
    } else {
        vec![phrase]
    }
}

/// Takes the bullet or the number off the beginning of a line.
pub(super) fn without_bullet(line: Phrase<'_>) -> Phrase<'_> {
    line.after(&["-", "@number .|)|:", "( )", "-? ( @number? )"])
        .unwrap_or(line)
}

/// `"milk and cookies" and "bread"`: nothing but quotations.
fn all_quoted(phrase: Phrase<'_>) -> Option<Vec<Phrase<'_>>> {
    let items = phrase.split(|t| is_separator(t) || matches!(t.norm.as_str(), "." | "!" | "then"));
    let all = items.len() > 1 && items.iter().all(|item| item.quotation().is_some());
    all.then_some(items)
}

/// `1. call mom 2. pay rent`, or with brackets.
fn split_numbered(phrase: Phrase<'_>) -> Vec<Phrase<'_>> {
    let starts: Vec<usize> = (0..phrase.len())
        .filter(|&at| begins_item(phrase, at))
        .collect();
    if starts.len() < 2 || starts.first() != Some(&0) {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).copied().chain([phrase.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| phrase.skip(start + 2).head(end - start - 2))
        .collect()
}

/// Tells whether the number of a list item stands at `at`: digits with a full stop or a bracket.
pub(super) fn begins_item(phrase: Phrase<'_>, at: usize) -> bool {
    let digits = !phrase.norm(at).is_empty() && phrase.norm(at).bytes().all(|b| b.is_ascii_digit());
    digits && matches!(phrase.norm(at + 1), "." | ")")
}

/// `to call mom and to pay rent`.
fn split_infinitives(phrase: Phrase<'_>) -> Vec<Phrase<'_>> {
    let mut parts = Vec::new();
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_at(JOINTS) {
        if before.is_empty() || after.is_empty() || !(starts_with_errand(after) || is_quoted(after))
        {
            break;
        }
        parts.push(before);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// What joins a second errand, or a second task, to the first.
const JOINTS: &[&str] = &[
    ", and|then|also? to",
    "and|plus also|then? to",
    ",|and|plus and? also? a|an|another|one other|second|new? @one_task|one to|called|named|for|:?",
    "and|plus also? @one_task to|called|named|:?",
];

fn is_quoted(phrase: Phrase<'_>) -> bool {
    phrase
        .tokens()
        .first()
        .is_some_and(|token| phrase.quotation_of(token).is_some())
}

fn split_items(phrase: Phrase<'_>) -> Vec<Phrase<'_>> {
    phrase
        .split(is_separator)
        .into_iter()
        .map(|item| item.after(&["also|then"]).unwrap_or(item))
        .filter(|item| !item.is_empty())
        .collect()
}

fn is_separator(token: &Token) -> bool {
    matches!(token.norm.as_str(), "," | ";" | "and" | "plus")
}

fn is_enumeration(phrase: Phrase<'_>, items: &[Phrase<'_>], number: Number) -> bool {
    if items.len() < 2 || number == Number::Single {
        return false;
    }
    if number == Number::Many {
        return true;
    }
    let errands = items
        .iter()
        .filter(|item| starts_with_errand(**item))
        .count();
    if errands > 0 {
        // "Buy milk, eggs and bread" is one errand; "call mom and pay rent" is two.
        let complete = items
            .iter()
            .all(|item| starts_with_errand(*item) && item.len() > 1);
        return complete && !leans_on_the_first(items);
    }
    let commas = phrase
        .tokens()
        .iter()
        .filter(|t| t.is(",") || t.is(";"))
        .count();
    let short = items.iter().all(|item| item.len() <= 4);
    short && (items.len() > 2 || commas > 0)
}

fn starts_with_errand(item: Phrase<'_>) -> bool {
    let first = item.after(&["to"]).unwrap_or(item);
    lexicon::is_errand(first.norm(0))
}

/// "Pick up the kids and drop them at school": the second part needs the first.
fn leans_on_the_first(items: &[Phrase<'_>]) -> bool {
    let leans = [
        "it", "them", "him", "her", "there", "one", "those", "these", "his", "their", "this",
        "that",
    ];
    let mut later = items.iter().skip(1).flat_map(|item| item.tokens());
    later.any(|token| leans.contains(&token.norm.as_str()))
}

/// Splits "… with description: …" off a title.
pub(super) fn split_description(phrase: Phrase<'_>) -> (Phrase<'_>, Option<String>) {
    let quoted = phrase
        .split_at(&["and the|a? @note :|of?"])
        .filter(|(_, after)| is_quoted(*after));
    let Some((before, after)) = quoted.or_else(|| phrase.split_at(DESCRIPTIONS)) else {
        return (phrase, None);
    };
    let text = courtesy::without_tail(after);
    let words = text.trim_marks();
    let text = words.quotation().unwrap_or_else(|| words.verbatim());
    if before.trim_marks().is_empty() || text.trim().is_empty() {
        return (phrase, None);
    }
    (before, Some(text.trim().to_owned()))
}

const DESCRIPTIONS: &[&str] = &[
    ",|.|;|-|and? with|and the|a|following? @note :|of|saying|as|that :? says|reads?",
    ",|.|;|-|and? with|and the|a|following @note :?",
    ",|.|;|-|and? with @note :?",
    ",|.|;|-|and? @note :",
    ",|.|;|- and? set the|its @note to|as",
];

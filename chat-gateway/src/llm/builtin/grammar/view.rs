//! Parts of the list: "what's due today?", "show my urgent tasks", "what's in project Work?"; and
//! how things stand.

use std::ops::Range;

use super::{
    fields::{self, label, project},
    list::{asks, has_anchor, is_list_word, wants},
    target::status,
    view_words::{AGENDA, DAYS, KINDS, OVERVIEW, Row},
    when::{self, When},
};
use crate::llm::builtin::{
    command::{Command, Listing, Status, View},
    text::Phrase,
};

/// Reads a clause that asks for a part of the list, or for how things stand.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    let phrase = phrase.trim_marks();
    if phrase.is_any(OVERVIEW) {
        return Some(Command::Overview);
    }
    if let Some((_, filter, words)) = AGENDA.iter().find(|(said, ..)| phrase.is_any(said)) {
        return Some(listing(phrase, view(filter, words)));
    }
    sorted(phrase).or_else(|| narrowed(phrase))
}

fn view(filter: &str, words: &str) -> View {
    View {
        filter: filter.to_owned(),
        words: words.to_owned(),
    }
}

fn listing(phrase: Phrase<'_>, view: View) -> Command {
    Command::List(Listing {
        status: Status::Pending,
        wants: wants(phrase),
        view: Some(view),
        ..Listing::default()
    })
}

/// `sort my tasks by due date`.
fn sorted(phrase: Phrase<'_>) -> Option<Command> {
    const LEADS: &[&str] = &[
        "sort|order|arrange|rank my|the|all? @tasks|@list|them|it|everything? by :?",
        "@show|list me? my|the|all? @tasks|@list|them|it|everything sorted|ordered|arranged? by :?",
    ];
    if phrase.is_any(&["sort|order|arrange my|the|all? @tasks|@list|them|it|everything?"]) {
        return Some(by("smart"));
    }
    let rest = phrase.after(LEADS)?;
    let said = |patterns: &[&str]| rest.has(patterns) && rest.len() <= 4;
    if said(&["date|dates|due|deadline|deadlines|day|time"]) && !said(&["created|added|creation"]) {
        Some(by("due"))
    } else if said(&["priority|priorities|importance|urgency|urgent"]) {
        Some(by("priority"))
    } else if said(&["created|added|creation|age|newest|oldest|number"]) {
        Some(by("created"))
    } else if said(&["title|name|titles|names|alphabet|alphabetically|alphabetical"]) {
        Some(by("title"))
    } else {
        None
    }
}

fn by(order: &'static str) -> Command {
    Command::List(Listing {
        status: Status::Pending,
        sort: Some(order),
        ..Listing::default()
    })
}

/// A question about the list of which some words are a condition, and the others none at all.
fn narrowed(phrase: Phrase<'_>) -> Option<Command> {
    let found = conditions(phrase);
    let free: Vec<Phrase<'_>> = (0..phrase.len())
        .filter(|at| !found.iter().any(|(range, _)| range.contains(at)))
        .map(|at| phrase.skip(at).head(1))
        .collect();
    let mut words = free.iter().flat_map(|word| word.tokens());
    // A number is that of a task.
    let is_about_the_list =
        words.all(|token| is_list_word(token) && (token.number().is_none() || token.is("one")));
    let only_leads = free.iter().all(|word| word.is_any(LEADING));
    let is_question = asks(phrase) && (only_leads || has_anchor(phrase) || phrase.has(ANCHORS));
    if found.is_empty() || !is_about_the_list || !(free.is_empty() || is_question) {
        return None;
    }
    if free.is_empty() && phrase.is_any(&["tomorrow|tonight|week|month"]) {
        return None;
    }
    if status(phrase) == Status::Completed && !phrase.has(&["to be? @completed", "not|yet"]) {
        return done(phrase, &found);
    }
    Some(listing(phrase, all(&found)))
}

/// A condition, and the place of its words.
type Found = (Range<usize>, View);

/// Returns the conditions that a phrase names, none of which takes another's words.
fn conditions(phrase: Phrase<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let readers: [fn(Phrase<'_>) -> Option<Found>; 5] = [days, kinds, projects, labels, calendar];
    for read in readers {
        if let Some((range, view)) = read(phrase)
            && !found
                .iter()
                .any(|(taken, _)| taken.start < range.end && range.start < taken.end)
        {
            found.push((range, view));
        }
    }
    found
}

/// Returns what meets all of several conditions.
fn all(found: &[Found]) -> View {
    if let [(_, only)] = found {
        return only.clone();
    }
    let parts: Vec<_> = found
        .iter()
        .map(|(_, view)| grouped(&view.filter))
        .collect();
    let words: Vec<_> = found.iter().map(|(_, view)| view.words.as_str()).collect();
    view(&parts.join(" & "), &words.join(", "))
}

/// Words that only lead to what is to be shown.
const LEADING: &[&str] =
    &["show|list|view|open|see|display|me|my|the|all|what|which|is|are|any|there|do|i|have"];

/// Words that a question about a part of the list has.
const ANCHORS: &[&str] = &[
    "due|overdue|late|deadline|deadlines|upcoming",
    "what is|are? on|for|in|under|planned|scheduled|coming|happening|left",
    "what|which|anything do|should|must|can i|we",
    "@tasks|@one_task|@list",
    "is|are there",
];

fn grouped(filter: &str) -> String {
    if filter.contains('|') {
        format!("({filter})")
    } else {
        filter.to_owned()
    }
}

/// Returns the first place where one of the patterns fits.
fn place(phrase: Phrase<'_>, patterns: &[&str]) -> Option<Range<usize>> {
    (0..phrase.len()).find_map(|at| {
        let rest = phrase.skip(at).after(patterns)?;
        Some(at..phrase.len() - rest.len())
    })
}

fn first_of(phrase: Phrase<'_>, rows: &[Row]) -> Option<(Range<usize>, View)> {
    rows.iter()
        .find_map(|(patterns, filter, words)| Some((place(phrase, patterns)?, view(filter, words))))
}

fn days(phrase: Phrase<'_>) -> Option<(Range<usize>, View)> {
    if phrase.has(&["day after tomorrow"]) {
        return None;
    }
    first_of(phrase, DAYS)
}

fn kinds(phrase: Phrase<'_>) -> Option<(Range<usize>, View)> {
    first_of(phrase, KINDS)
}

fn projects(phrase: Phrase<'_>) -> Option<(Range<usize>, View)> {
    let signed = (0..phrase.len()).find_map(|at| {
        let name = project(phrase.skip(at).head(1))?;
        let from = place(phrase.head(at), &["in|from|of|under|for"]);
        let start = from
            .filter(|range| range.end == at)
            .map_or(at, |range| range.start);
        Some((start..at + 1, name))
    });
    let (range, name) = signed.or_else(|| project_in_words(phrase))?;
    let words = format!("in {name}");
    Some((range, view(&named('#', &name), &words)))
}

fn project_in_words(phrase: Phrase<'_>) -> Option<(Range<usize>, String)> {
    if let Some((before, after)) = phrase.split_at(&[
        "in|from|of|under|for|on my|the? project :|called|named?",
        "project :",
    ]) && let Some(name) = fields::name_of(after)
    {
        return Some((before.len()..phrase.len(), name));
    }
    let before = phrase.before(&["project @tasks?", "project's @tasks"])?;
    let at = (0..before.len()).rev().find(|&at| {
        let rest = before.skip(at);
        rest.after(&["in|from|of|under|for|show|list|view|open my|the|our"])
            .is_some()
    })?;
    let is_shown = before.skip(at).after(&["show|list|view|open"]).is_some();
    let name = before
        .skip(at)
        .after(&["in|from|of|under|for|show|list|view|open my|the|our"])?;
    let start = if is_shown { at + 1 } else { at };
    Some((start..phrase.len(), fields::name_of(name)?))
}

fn labels(phrase: Phrase<'_>) -> Option<(Range<usize>, View)> {
    let signed = (0..phrase.len()).find_map(|at| {
        let name = label(phrase.skip(at).head(1))?;
        Some((at..at + 1, name))
    });
    let worded = || {
        let (before, after) = phrase.split_at(&[
            "that|which? is|are? labelled|labeled|tagged as|with? :?",
            "with|under the|a? label|tag :?",
            "in? label|tag :",
        ])?;
        let name = fields::name_of(after)?;
        Some((before.len()..phrase.len(), name))
    };
    let (range, name) = signed.or_else(worded)?;
    let words = format!("labelled {name}");
    Some((range, view(&named('@', &name), &words)))
}

/// A name as a filter has it, whatever is in it.
fn named(sign: char, name: &str) -> String {
    let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
    format!("{sign}\"{escaped}\"")
}

/// Another day: "on Friday", "on the 5th of May".
fn calendar(phrase: Phrase<'_>) -> Option<(Range<usize>, View)> {
    let bare = phrase
        .before(&["do i|we have|need", "@tasks"])
        .unwrap_or(phrase);
    let (before, said) = when::ending(bare).or_else(|| {
        let from = bare.after(&["what is|are? due? for|on?", "@show me? @tasks? for|on|due"])?;
        Some((bare.head(bare.len() - from.len()), when::whole(from)?))
    })?;
    let When::Once(day) = said else {
        return None;
    };
    let words = format!("due {day}");
    Some((
        before.len()..bare.len(),
        view(&format!("due on {day}"), &words),
    ))
}

/// What was done on a day: "what did I finish today?".
fn done(phrase: Phrase<'_>, found: &[(Range<usize>, View)]) -> Option<Command> {
    let views = found.iter().map(|(_, found)| match found.filter.as_str() {
        "today" | "overdue | today" => Some(view("completed today", "completed today")),
        "yesterday" => Some(view("completed yesterday", "completed yesterday")),
        "7 days" => Some(view(
            "completed after 8 days ago",
            "completed in the last 7 days",
        )),
        filter if filter.starts_with(['#', '@', 'p']) => Some(found.clone()),
        _ => None,
    });
    let views: Vec<View> = views.collect::<Option<_>>()?;
    let parts: Vec<_> = views.iter().map(|view| view.filter.as_str()).collect();
    let words: Vec<_> = views.iter().map(|view| view.words.as_str()).collect();
    Some(Command::List(Listing {
        status: Status::Completed,
        wants: wants(phrase),
        view: Some(view(&parts.join(" & "), &words.join(", "))),
        ..Listing::default()
    }))
}

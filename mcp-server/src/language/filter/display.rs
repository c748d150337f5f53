//! Filters as text.

use chrono::Days;

use crate::{
    domain::{Condition, Due, Edge, INSTANT, Name, Span, Time, Tree},
    language::{Here, dates},
};

/// Writes a filter so that `parse` reads the same from it, here and now.
pub(crate) fn display(tree: &Tree, here: &Here) -> String {
    let list = |trees: &[Tree], operator: &str| {
        let parts = trees.iter().map(|tree| operand(tree, operator, here));
        parts.collect::<Vec<_>>().join(operator)
    };
    match tree {
        Tree::Is(condition) => words(condition, here),
        Tree::Not(tree) => format!("!{}", operand(tree, "!", here)),
        Tree::All(trees) => list(trees, " & "),
        Tree::Any(trees) => list(trees, " | "),
    }
}

/// With parentheses where the operator binds more than what is in them.
fn operand(tree: &Tree, operator: &str, here: &Here) -> String {
    let text = display(tree, here);
    match tree {
        Tree::Is(_) | Tree::Not(_) => text,
        Tree::All(_) if operator == " | " => text,
        Tree::All(_) | Tree::Any(_) => format!("({text})"),
    }
}

fn words(condition: &Condition, here: &Here) -> String {
    match condition {
        Condition::Everything => "all".to_owned(),
        Condition::During(time, span) => during(*time, span, here),
        Condition::Undated => "no date".to_owned(),
        Condition::Overdue(_) => "overdue".to_owned(),
        Condition::Priority(priority) => format!("p{}", priority.get()),
        Condition::Project(name) => named('#', name),
        Condition::NoProject => "no project".to_owned(),
        Condition::Label(name) => named('@', name),
        Condition::NoLabels => "no labels".to_owned(),
        Condition::Recurring => "recurring".to_owned(),
        Condition::Subtask => "subtask".to_owned(),
        Condition::Below(number) => format!("subtasks of:{}", number.get()),
        Condition::Search(search) => format!("search \"{}\"", search.words().join(" ")),
    }
}

fn named(sign: char, name: &Name) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    if name.as_str().chars().all(plain) {
        return format!("{sign}{}", name.as_str());
    }
    let escaped = name.as_str().replace('\\', "\\\\").replace('"', "\\\"");
    format!("{sign}\"{escaped}\"")
}

fn during(time: Time, span: &Span, here: &Here) -> String {
    let time = match time {
        Time::Due => "due",
        Time::Created => "created",
        Time::Completed => "completed",
    };
    match (span.from, span.until) {
        (None, None) => time.to_owned(),
        (None, Some(until)) => match midnight_or_moment(until, here) {
            Boundary::Midnight => format!("{time} before {}", until.day),
            Boundary::Before(moment) => format!("{time} before {moment}"),
            Boundary::After(moment) => format!("{time} by {moment}"),
        },
        (Some(from), None) => match midnight_or_moment(from, here) {
            Boundary::Midnight => {
                let day = from.day.checked_sub_days(Days::new(1));
                format!("{time} after {}", day.unwrap_or(from.day))
            }
            Boundary::Before(moment) | Boundary::After(moment) => format!("{time} after {moment}"),
        },
        (Some(from), Some(until)) => between(time, from, until, here),
    }
}

fn between(time: &str, from: Edge, until: Edge, here: &Here) -> String {
    let days = until.day.signed_duration_since(from.day).num_days();
    if days == 0 {
        return format!("{time} on {}", moment(from, here));
    }
    if days == 1 {
        return format!("{time} on {}", from.day);
    }
    if time == "due" && from.day == here.local().date() {
        return format!("{days} days");
    }
    let last = until.day.checked_sub_days(Days::new(1));
    format!("{time} from {} to {}", from.day, last.unwrap_or(until.day))
}

enum Boundary {
    Midnight,
    Before(String),
    /// A moment that is on the near side.
    After(String),
}

fn midnight_or_moment(edge: Edge, here: &Here) -> Boundary {
    if edge.is_midnight(here.zone) {
        Boundary::Midnight
    } else if edge.at.timestamp_subsec_micros() == 0 {
        Boundary::Before(moment(edge, here))
    } else {
        let at = edge.at - INSTANT;
        Boundary::After(moment(Edge { at, ..edge }, here))
    }
}

fn moment(edge: Edge, here: &Here) -> String {
    let due = Due::At {
        at: edge.at,
        zone: here.zone,
    };
    dates::display(&due, here)
}

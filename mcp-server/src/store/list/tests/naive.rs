//! What a filter and a sort mean, one task after another.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::seed::Seeded;
use crate::domain::{Condition, Edge, Sort, Span, StatusFilter, Time, Tree, words};

/// Returns the numbers of the tasks in order.
pub(super) fn list(tasks: &[Seeded], status: StatusFilter, tree: &Tree, sort: Sort) -> Vec<i64> {
    let parents: HashMap<i64, Option<i64>> = tasks
        .iter()
        .map(|task| (task.row.number, task.parent))
        .collect();
    let mut found: Vec<&Seeded> = tasks
        .iter()
        .filter(|task| task.row.deleted_at.is_none())
        .filter(|task| match status {
            StatusFilter::All => true,
            StatusFilter::Pending => task.row.completed_at.is_none(),
            StatusFilter::Completed => task.row.completed_at.is_some(),
        })
        .filter(|task| holds(task, tree, &parents))
        .collect();
    found.sort_by(|one, other| key(one, sort).cmp(&key(other, sort)));
    found.iter().map(|task| task.row.number).collect()
}

fn key(task: &Seeded, sort: Sort) -> (i64, String, (bool, i64), i64) {
    let row = &task.row;
    let list = match row.completed_at {
        None => (false, row.smart_key),
        Some(at) => (true, -at.timestamp()),
    };
    let none = (false, 0);
    match sort {
        Sort::Smart => (0, String::new(), list, row.number),
        Sort::Due => (row.due_key, String::new(), none, row.number),
        Sort::Priority => (row.priority.into(), String::new(), list, row.number),
        Sort::Created => (0, String::new(), none, row.number),
        Sort::Title => (0, row.title_folded.clone(), none, row.number),
    }
}

fn holds(task: &Seeded, tree: &Tree, parents: &HashMap<i64, Option<i64>>) -> bool {
    match tree {
        Tree::Is(condition) => is(task, condition, parents),
        Tree::Not(tree) => !holds(task, tree, parents),
        Tree::All(trees) => trees.iter().all(|tree| holds(task, tree, parents)),
        Tree::Any(trees) => trees.iter().any(|tree| holds(task, tree, parents)),
    }
}

fn is(task: &Seeded, condition: &Condition, parents: &HashMap<i64, Option<i64>>) -> bool {
    let row = &task.row;
    match condition {
        Condition::Everything => true,
        Condition::During(Time::Due, span) => due(task, span.from, span.until),
        Condition::During(Time::Created, span) => lies(row.created_at, span),
        Condition::During(Time::Completed, span) => {
            row.completed_at.is_some_and(|at| lies(at, span))
        }
        Condition::Undated => row.due_date.is_none(),
        Condition::Overdue(until) => row.completed_at.is_none() && due(task, None, Some(*until)),
        Condition::Priority(priority) => row.priority == i16::from(priority.get()),
        Condition::Project(name) => row.project_folded == Some(name.folded()),
        Condition::NoProject => row.project.is_none(),
        Condition::Label(name) => task.labels.contains(&name.folded()),
        Condition::NoLabels => task.labels.is_empty(),
        Condition::Recurring => row.recurrence.is_some(),
        Condition::Subtask => task.parent.is_some(),
        Condition::Below(number) => {
            let mut above = task.parent;
            while let Some(parent) = above {
                if parent == number.get() {
                    return true;
                }
                above = parents[&parent];
            }
            false
        }
        Condition::Search(search) => search.words().iter().all(|word| {
            words::of(&row.title_folded).any(|of_title| of_title.starts_with(word.as_str()))
        }),
    }
}

/// By day what is due on a day, by moment what is due at one.
fn due(task: &Seeded, from: Option<Edge>, until: Option<Edge>) -> bool {
    match (task.row.due_at, task.row.due_date) {
        (Some(at), _) => lies(at, &Span { from, until }),
        (None, Some(day)) => {
            from.is_none_or(|from| day >= from.day) && until.is_none_or(|until| day < until.day)
        }
        (None, None) => false,
    }
}

fn lies(at: DateTime<Utc>, span: &Span) -> bool {
    span.from.is_none_or(|from| at >= from.at) && span.until.is_none_or(|until| at < until.at)
}

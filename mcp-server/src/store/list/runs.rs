//! Stretches of an index in which the tasks of a list stand in its order.

use std::ops::Range;

use super::{
    keys::{self, Status},
    plan::{Half, required},
    query::{Key, ListQuery},
    sources::{self, Source},
    sql::Sql,
    stretch::{self, LABELS, Run},
};
use crate::domain::{Condition, Priority, Sort, Time};

/// Returns the columns that a sort compares before the number.
pub(super) fn key_columns(sql: &Sql, sort: Sort) -> &'static [&'static str] {
    match sort {
        Sort::Smart => &["t.list_key"],
        Sort::Due => &["t.due_key"],
        Sort::Priority => &["t.priority", "t.list_key"],
        Sort::Created => &[],
        Sort::Title if sql.is_postgres() => &["t.title_folded COLLATE \"C\""],
        Sort::Title => &["t.title_folded"],
    }
}

/// Adds the columns that a page is made of: the keys and the number.
pub(super) fn select(sql: &mut Sql, sort: Sort) {
    sql.push("SELECT ");
    let columns = key_columns(sql, sort);
    for (position, alias) in [" AS k1, ", " AS k2, "].into_iter().enumerate() {
        sql.push(columns.get(position).unwrap_or(&"0")).push(alias);
    }
    sql.push("t.number AS number");
}

/// Adds the condition that a task comes after the last of the page before.
pub(super) fn after(sql: &mut Sql, columns: &[&str], number: &str, keys: &[Key], last: i64) {
    sql.push(" AND (");
    sql.list(columns.iter().chain(&[number]), ", ", |sql, column| {
        sql.push(column);
    });
    sql.push(") > (");
    for key in keys.iter().take(columns.len()) {
        match key {
            Key::Number(number) => sql.bind(*number),
            Key::Text(text) => sql.bind(text.as_str()),
        };
        sql.push(", ");
    }
    sql.bind(last).push(")");
}

/// Adds a statement for each stretch, in parentheses' stead joined by `UNION ALL`.
pub(super) fn push(sql: &mut Sql, query: &ListQuery, half: &Half<'_>, rarest: Option<Source<'_>>) {
    let runs = runs(query, half.status, rarest);
    sql.list(&runs, " UNION ALL ", |sql, run| {
        stretch::push(sql, query, half.status, run);
    });
}

/// The stretches that hold the list: one, or one for each priority where the index is kept by it.
fn runs<'q>(query: &'q ListQuery, status: Status, rarest: Option<Source<'q>>) -> Vec<Run<'q>> {
    let run = by_sort(query, status, rarest);
    if !matches!(run.index, PROJECT | PRIORITY | LABELS) {
        return vec![run];
    }
    let possible: Vec<Priority> = match &query.filter {
        Some(filter) => sources::possible(&filter.tree).collect(),
        None => (1..=4).filter_map(Priority::new).collect(),
    };
    // Lists by priority have left behind those before that of the last task.
    let left = query
        .position()
        .and_then(|position| match position.keys.as_slice() {
            [Key::Number(priority), Key::Number(_)] => Some(*priority),
            _ => None,
        });
    let last = possible
        .last()
        .map_or(0, |priority| i64::from(priority.get()));
    let left = left.map(|left| left.min(last));
    let is_left = |number: i64| left.is_some_and(|left| number < left);
    let is_begun = |number: i64| left.is_none_or(|left| number == left);
    possible
        .into_iter()
        .filter(|priority| !is_left(priority.get().into()))
        .map(|priority| Run {
            priority: Some(priority),
            after: run.after.filter(|_| is_begun(priority.get().into())),
            ..run.clone()
        })
        .map(Run::resumed)
        .collect()
}

const SMART: &str = "tasks_smart";
const PROJECT: &str = "tasks_project";
const PRIORITY: &str = "tasks_priority";

/// The index that holds the order of the list, and if it can, only what meets a condition.
fn by_sort<'q>(query: &'q ListQuery, status: Status, rarest: Option<Source<'q>>) -> Run<'q> {
    let pending = status == Status::Pending;
    let (index, only, keys) = match query.sort {
        Sort::Due => {
            let index = pick(pending, "tasks_pending_due", "tasks_completed_due");
            let keys = narrowed(query, 0..i64::MAX, keys::due_keys);
            (index, None, Some(("t.due_key", keys)))
        }
        Sort::Created => (
            pick(pending, "tasks_pending", "tasks_completed"),
            None,
            None,
        ),
        Sort::Title => {
            let index = pick(pending, "tasks_pending_title", "tasks_completed_title");
            (index, None, None)
        }
        sort @ (Sort::Smart | Sort::Priority) => {
            let (index, only) = by_rarest(sort, rarest);
            let key = if index == LABELS {
                "l.list_key"
            } else {
                "t.list_key"
            };
            let of = |condition: &Condition| keys::list_keys(condition, status);
            let keys = narrowed(query, status.list_keys(), of);
            (index, only, Some((key, keys)))
        }
    };
    let after = query.position();
    let run = Run {
        index,
        only,
        priority: None,
        keys,
        after,
    };
    match index {
        PROJECT | PRIORITY | LABELS => run,
        _ => run.resumed(),
    }
}

fn by_rarest(sort: Sort, rarest: Option<Source<'_>>) -> (&'static str, Option<Source<'_>>) {
    let index = match (sort, rarest) {
        (_, Some(Source::Label(..))) => LABELS,
        (_, Some(Source::Tasks(Condition::Project(_) | Condition::NoProject, _))) => PROJECT,
        (Sort::Priority, _) => return (PRIORITY, None),
        (_, Some(Source::Tasks(Condition::Priority(_), _))) => PRIORITY,
        (_, Some(Source::Tasks(Condition::Recurring, _))) => "tasks_recurring",
        (_, Some(Source::Tasks(Condition::Subtask, _))) => "tasks_subtasks",
        _ => return (SMART, None),
    };
    (index, rarest)
}

fn narrowed(
    query: &ListQuery,
    all: Range<i64>,
    of: impl Fn(&Condition) -> Option<Range<i64>>,
) -> Range<i64> {
    let trees = query.filter.iter().map(|filter| &filter.tree);
    keys::narrowed(all, trees.flat_map(required), of)
}

/// Tells whether the tasks that meet a condition, and no others, lie side by side in the order of
/// the list.
pub(super) fn is_in_order(sort: Sort, status: Status, condition: &Condition) -> bool {
    match (sort, condition) {
        (
            Sort::Smart,
            Condition::Project(_)
            | Condition::NoProject
            | Condition::Priority(_)
            | Condition::Label(_)
            | Condition::Recurring
            | Condition::Subtask,
        )
        | (
            Sort::Priority,
            Condition::Project(_)
            | Condition::NoProject
            | Condition::Priority(_)
            | Condition::Label(_),
        )
        | (Sort::Due, Condition::Undated | Condition::During(Time::Due, _)) => true,
        (Sort::Smart | Sort::Priority, Condition::Undated | Condition::During(Time::Due, _)) => {
            status == Status::Pending
        }
        (Sort::Smart, Condition::During(Time::Completed, _)) => status == Status::Completed,
        (Sort::Smart | Sort::Due | Sort::Priority, Condition::Overdue(_)) => {
            status == Status::Pending
        }
        _ => false,
    }
}

pub(super) fn pick(pending: bool, one: &'static str, other: &'static str) -> &'static str {
    if pending { one } else { other }
}

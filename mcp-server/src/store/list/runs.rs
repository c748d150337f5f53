//! Stretches of an index in which the tasks of a list stand in its order.

use std::ops::Range;

use super::{
    conditions,
    keys::{self, Status},
    plan::{Half, required},
    query::{Key, ListQuery, Position},
    sources::{Source, between},
    sql::Sql,
};
use crate::domain::{Condition, Priority, Sort, Time};

/// A stretch of an index.
struct Run<'q> {
    index: &'static str,
    /// What all tasks of the index have in common beside status and owner.
    only: Option<&'q Condition>,
    /// The key's name and its stretch.
    keys: Option<(&'static str, Range<i64>)>,
}

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
pub(super) fn after(sql: &mut Sql, columns: &[&str], number: &str, position: &Position) {
    sql.push(" AND (");
    sql.list(columns.iter().chain(&[number]), ", ", |sql, column| {
        sql.push(column);
    });
    sql.push(") > (");
    for key in position.keys.iter().take(columns.len()) {
        match key {
            Key::Number(number) => sql.bind(*number),
            Key::Text(text) => sql.bind(text.as_str()),
        };
        sql.push(", ");
    }
    sql.bind(position.number).push(")");
}

/// Adds a statement for each stretch, in parentheses' stead joined by `UNION ALL`.
pub(super) fn push(sql: &mut Sql, query: &ListQuery, half: &Half<'_>, rarest: Option<Source<'_>>) {
    let conditions: Vec<&Condition> = query
        .filter
        .iter()
        .flat_map(|f| required(&f.tree))
        .collect();
    let position = query.position();
    if query.sort != Sort::Priority {
        return run(
            sql,
            query,
            half.status,
            &single(query.sort, half.status, &conditions, rarest),
            position,
        );
    }
    let asked = conditions.iter().find_map(|condition| match condition {
        Condition::Priority(priority) => Some(*priority),
        _ => None,
    });
    let priorities = asked.map_or(1..=4, |priority| priority.get()..=priority.get());
    let conditions: Vec<Condition> = priorities
        .filter_map(Priority::new)
        .map(Condition::Priority)
        .collect();
    let keys = list_keys(query, half.status);
    sql.list(&conditions, " UNION ALL ", |sql, condition| {
        let stretch = Run {
            index: "tasks_priority",
            only: Some(condition),
            keys: Some(("t.list_key", keys.clone())),
        };
        run(sql, query, half.status, &stretch, position);
    });
}

fn list_keys(query: &ListQuery, status: Status) -> Range<i64> {
    let conditions = query
        .filter
        .iter()
        .flat_map(|filter| required(&filter.tree));
    let stretches = conditions.filter_map(|condition| keys::list_keys(condition, status));
    stretches.fold(status.list_keys(), |one, other| keys::within(&one, &other))
}

/// The one stretch of sorts that have one.
fn single<'q>(
    sort: Sort,
    status: Status,
    conditions: &[&'q Condition],
    rarest: Option<Source<'q>>,
) -> Run<'q> {
    let pending = status == Status::Pending;
    let by = |index, keys| Run {
        index,
        only: None,
        keys,
    };
    let stretch = |all: Range<i64>, of: &dyn Fn(&Condition) -> Option<Range<i64>>| {
        let stretches = conditions.iter().filter_map(|condition| of(condition));
        stretches.fold(all, |one, other| keys::within(&one, &other))
    };
    match sort {
        Sort::Due => {
            let keys = stretch(0..i64::MAX, &keys::due_keys);
            by(
                pick(pending, "tasks_pending_due", "tasks_completed_due"),
                Some(("t.due_key", keys)),
            )
        }
        Sort::Created => by(pick(pending, "tasks_pending", "tasks_completed"), None),
        Sort::Title => by(
            pick(pending, "tasks_pending_title", "tasks_completed_title"),
            None,
        ),
        Sort::Smart | Sort::Priority => {
            let keys = stretch(status.list_keys(), &|condition| {
                keys::list_keys(condition, status)
            });
            let (index, only) = match rarest {
                Some(Source::Tasks(condition)) => smart_index(condition),
                Some(Source::Label(_)) => labels(conditions, rarest),
                _ => ("tasks_smart", None),
            };
            let key = if index == LABELS {
                "l.list_key"
            } else {
                "t.list_key"
            };
            Run {
                index,
                only,
                keys: Some((key, keys)),
            }
        }
    }
}

/// The index of labels, which know where their task stands.
const LABELS: &str = "labels_listed";

fn labels<'q>(
    conditions: &[&'q Condition],
    rarest: Option<Source<'q>>,
) -> (&'static str, Option<&'q Condition>) {
    let is_rarest = |condition: &&&Condition| match condition {
        Condition::Label(name) => rarest == Some(Source::Label(name)),
        _ => false,
    };
    match conditions.iter().find(is_rarest) {
        Some(condition) => (LABELS, Some(condition)),
        None => ("tasks_smart", None),
    }
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
            | Condition::Subtask
            | Condition::NoLabels,
        )
        | (Sort::Priority, Condition::Priority(_))
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

/// The indexes that hold what meets a condition in the order of the list.
fn smart_index(condition: &Condition) -> (&'static str, Option<&Condition>) {
    let index = match condition {
        Condition::Project(_) | Condition::NoProject => "tasks_project",
        Condition::Priority(_) => "tasks_priority",
        Condition::Recurring => "tasks_recurring",
        Condition::Subtask => "tasks_subtasks",
        Condition::NoLabels => "tasks_unlabelled",
        _ => return ("tasks_smart", None),
    };
    (index, Some(condition))
}

fn pick(pending: bool, one: &'static str, other: &'static str) -> &'static str {
    if pending { one } else { other }
}

fn run(
    sql: &mut Sql,
    query: &ListQuery,
    status: Status,
    stretch: &Run<'_>,
    position: Option<&Position>,
) {
    sql.push("SELECT * FROM (");
    select(sql, query.sort);
    if stretch.index == LABELS {
        sql.push(" FROM ").labels_by(LABELS);
    } else {
        sql.push(" FROM ").tasks_by(stretch.index);
    }
    sql.push(" WHERE ").owned();
    match stretch.only {
        Some(Condition::Label(name)) => {
            sql.push(" AND l.user_id = ").user();
            sql.push(" AND l.name = ").bind(name.folded());
        }
        Some(only) => {
            sql.push(" AND ");
            conditions::is(sql, only);
        }
        None => {}
    }
    match &stretch.keys {
        Some((key, keys)) => between(sql, key, keys),
        None => {}
    }
    if !matches!(stretch.keys, Some(("t.list_key" | "l.list_key", _))) {
        sql.push(pick(
            status == Status::Pending,
            " AND t.completed_at IS NULL",
            " AND t.completed_at IS NOT NULL",
        ));
    }
    let (columns, number): (&[&str], _) = if stretch.index == LABELS {
        (&["l.list_key"], "l.number")
    } else {
        (key_columns(sql, query.sort), "t.number")
    };
    if let Some(position) = position {
        after(sql, columns, number, position);
    }
    if let Some(filter) = &query.filter {
        sql.push(" AND ");
        conditions::push(sql, &filter.tree);
    }
    // That of all tasks of a stretch by priority is the same.
    let order = if query.sort == Sort::Priority {
        &["t.list_key"]
    } else {
        columns
    };
    sql.push(" ORDER BY ");
    sql.list(order.iter().chain(&[number]), ", ", |sql, column| {
        sql.push(column);
    });
    sql.push(" LIMIT ")
        .number(i64::from(query.limit) + 1)
        .push(") AS run");
}

//! Stretches of an index in which the tasks of a list stand in its order.

use std::ops::Range;

use super::{
    conditions,
    keys::{self, Status},
    meeting::Meeting,
    plan::{Half, required},
    query::{Key, ListQuery, Position},
    sources::{self, Source, between},
    sql::Sql,
};
use crate::domain::{Condition, Priority, Sort, Time};

/// A stretch of an index.
#[derive(Clone)]
struct Run<'q> {
    index: &'static str,
    /// What all tasks of the stretch have in common beside status and owner.
    only: Option<Source<'q>>,
    /// Of indexes that hold it before the order.
    priority: Option<Priority>,
    /// The key's name and its stretch.
    keys: Option<(&'static str, Range<i64>)>,
    /// What it begins after.
    after: Option<&'q Position>,
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
    sql.list(&runs, " UNION ALL ", |sql, stretch| {
        run(sql, query, half.status, stretch);
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

impl Run<'_> {
    /// The stretch from what it begins after, which SQLite would not see by itself beside the
    /// beginning of the stretch.
    fn resumed(mut self) -> Self {
        let key = self.after.and_then(|position| position.keys.last());
        if let (Some((_, keys)), Some(Key::Number(key))) = (&mut self.keys, key) {
            keys.start = keys.start.max(*key);
        }
        self
    }
}

const SMART: &str = "tasks_smart";
const PROJECT: &str = "tasks_project";
const PRIORITY: &str = "tasks_priority";
/// The index of labels, which know where their task stands.
const LABELS: &str = "labels_listed";

/// The index that holds the order of the list, and if it can, only what meets a condition.
fn by_sort<'q>(query: &'q ListQuery, status: Status, rarest: Option<Source<'q>>) -> Run<'q> {
    let pending = status == Status::Pending;
    let (index, only, keys) = match query.sort {
        Sort::Due => {
            let index = pick(pending, "tasks_pending_due", "tasks_completed_due");
            let keys = stretch(query, 0..i64::MAX, keys::due_keys);
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
            let keys = stretch(query, status.list_keys(), of);
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

fn stretch(
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

fn pick(pending: bool, one: &'static str, other: &'static str) -> &'static str {
    if pending { one } else { other }
}

fn run(sql: &mut Sql, query: &ListQuery, status: Status, stretch: &Run<'_>) {
    match meeting(sql, query, stretch) {
        Some((labels, keys, priority)) => {
            sql.push("SELECT ");
            match query.sort {
                Sort::Priority => sql.number(priority.get()).push(" AS k1, list_key AS k2"),
                _ => sql.push("list_key AS k1, 0 AS k2"),
            };
            sql.push(", number FROM (");
            let key = ["l.list_key"];
            labels.push(sql, priority, keys, |sql| {
                resume(sql, stretch, &key, "l.number");
            });
        }
        None => {
            sql.push("SELECT * FROM (");
            tasks(sql, query, status, stretch);
        }
    }
    sql.push(" LIMIT ")
        .number(i64::from(query.limit) + 1)
        .push(") AS run");
}

/// Labels that are found by their entries alone, with the stretch of those.
fn meeting<'q>(
    sql: &Sql,
    query: &'q ListQuery,
    stretch: &'q Run<'_>,
) -> Option<(Meeting<'q>, &'q Range<i64>, Priority)> {
    let (_, keys) = stretch.keys.as_ref()?;
    let labels = Meeting::of(sql, &query.filter.as_ref()?.tree, stretch.only?)?;
    Some((labels, keys, stretch.priority?))
}

fn tasks(sql: &mut Sql, query: &ListQuery, status: Status, stretch: &Run<'_>) {
    select(sql, query.sort);
    sql.push(" FROM ");
    if stretch.index == LABELS {
        sql.labels_by(LABELS);
    } else {
        sql.tasks_by(stretch.index);
    }
    sql.push(" WHERE ").owned();
    common(sql, status, stretch);
    let number = pick(stretch.index == LABELS, "l.number", "t.number");
    let columns = match &stretch.keys {
        Some((key, _)) => &[*key][..],
        None => key_columns(sql, query.sort),
    };
    resume(sql, stretch, columns, number);
    if let Some(filter) = &query.filter {
        sql.push(" AND ");
        conditions::beside(sql, &filter.tree, stretch.only);
    }
    sql.push(" ORDER BY ");
    sql.list(columns.iter().chain(&[number]), ", ", |sql, column| {
        sql.push(column);
    });
}

/// Adds where the stretch begins, if it is not at its first task.
fn resume(sql: &mut Sql, stretch: &Run<'_>, columns: &[&str], number: &str) {
    if let Some(position) = stretch.after {
        // All tasks of a stretch have the same of the keys before.
        let same = position.keys.len().saturating_sub(columns.len());
        let keys = position.keys.get(same..).unwrap_or_default();
        after(sql, columns, number, keys, position.number);
    }
}

/// Adds what all tasks of a stretch have in common.
fn common(sql: &mut Sql, status: Status, stretch: &Run<'_>) {
    match stretch.only {
        Some(Source::Label(name, tree)) => {
            sql.push(" AND l.user_id = ").user();
            sql.push(" AND l.name = ").bind(name.folded());
            sources::project(sql, tree);
        }
        Some(Source::Tasks(condition, _)) => {
            sql.push(" AND ");
            conditions::is(sql, condition);
        }
        _ => {}
    }
    if let Some(priority) = stretch.priority {
        sql.push(pick(stretch.index == LABELS, " AND l.", " AND t."));
        sql.push("priority = ").number(priority.get());
    }
    if let Some((key, keys)) = &stretch.keys {
        between(sql, key, keys);
    }
    if !matches!(stretch.keys, Some(("t.list_key" | "l.list_key", _))) {
        sql.push(pick(
            status == Status::Pending,
            " AND t.completed_at IS NULL",
            " AND t.completed_at IS NOT NULL",
        ));
    }
}

//! Reading one stretch of an index.

use std::ops::Range;

use super::{
    conditions,
    keys::Status,
    meeting::Meeting,
    query::{Key, ListQuery, Position},
    runs::{after, key_columns, pick, select},
    sources::{self, Source, between},
    sql::Sql,
};
use crate::domain::{Priority, Sort};

/// The index of labels, which know where their task stands.
pub(super) const LABELS: &str = "labels_listed";

/// A stretch of an index.
#[derive(Clone)]
pub(super) struct Run<'q> {
    pub(super) index: &'static str,
    /// What all tasks of the stretch have in common beside status and owner.
    pub(super) only: Option<Source<'q>>,
    /// Of indexes that hold it before the order.
    pub(super) priority: Option<Priority>,
    /// The key's name and its stretch.
    pub(super) keys: Option<(&'static str, Range<i64>)>,
    /// What it begins after.
    pub(super) after: Option<&'q Position>,
}

impl Run<'_> {
    /// The stretch from what it begins after, which SQLite would not see by itself beside the
    /// beginning of the stretch.
    pub(super) fn resumed(mut self) -> Self {
        let key = self.after.and_then(|position| position.keys.last());
        if let (Some((_, keys)), Some(Key::Number(key))) = (&mut self.keys, key) {
            keys.start = keys.start.max(*key);
        }
        self
    }
}

/// Adds a statement for the first tasks of a stretch that the filter holds for.
pub(super) fn push(sql: &mut Sql, query: &ListQuery, status: Status, stretch: &Run<'_>) {
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

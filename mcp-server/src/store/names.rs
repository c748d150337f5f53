//! The names of projects and labels in use.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement, Value};
use taskflow_shared::ids::UserId;

use super::{NameKind, StoreError};
use crate::domain::folded;

/// Which names are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Names<'a> {
    /// Those that begin so, whatever case and accents.
    Beginning(&'a str),
    /// Those that come after this one, folded.
    After(&'a str),
}

/// Conditions on the names that are stepped through: on the first, on each after it, and on how
/// many.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    first: String,
    next: String,
    limit: &'static str,
}

/// Returns a table `projects` or `labelled` of folded names: each by a step from one to the next in
/// the index, so that it costs as much as there are names, not tasks. The last row is null.
pub(super) fn stepped(kind: NameKind, stretch: &Stretch) -> String {
    let (names, column, table) = place(kind);
    let Stretch { first, next, limit } = stretch;
    format!(
        "{names} (folded) AS (SELECT MIN({column}) FROM {table}{first} \
         UNION ALL SELECT (SELECT MIN({column}) FROM {table} AND {column} > {names}.folded{next}) \
         FROM {names} WHERE {names}.folded IS NOT NULL{limit})"
    )
}

/// The labels of deleted tasks have no `list_key`.
fn place(kind: NameKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        NameKind::Projects => (
            "projects",
            "project_folded",
            "tasks WHERE user_id = $1 AND deleted_at IS NULL",
        ),
        NameKind::Labels => (
            "labelled",
            "name",
            "labels WHERE user_id = $1 AND list_key IS NOT NULL",
        ),
    }
}

/// Returns a name `folded` as it is written for the task that is shown first.
pub(super) fn written(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Projects => {
            "(SELECT project FROM tasks WHERE user_id = $1 AND deleted_at IS NULL \
             AND project_folded = folded ORDER BY priority, list_key, number LIMIT 1)"
        }
        NameKind::Labels => {
            "(SELECT written FROM labels WHERE user_id = $1 AND name = folded \
             AND list_key IS NOT NULL ORDER BY priority, list_key, number LIMIT 1)"
        }
    }
}

/// Returns projects or labels in use, in the order in which names are compared.
pub(super) async fn names(
    reads: &DatabaseConnection,
    user: &UserId,
    kind: NameKind,
    which: Names<'_>,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    let backend = reads.get_database_backend();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![user.to_string().into(), limit.into()];
    let sql = match (which, backend) {
        (Names::After(name), _) => {
            values.push(name.into());
            sql(kind, backend, " AND {column} > $3", "", "")
        }
        // There names may be compared by a language's rules, by which a beginning is no stretch.
        (Names::Beginning(begin), DbBackend::Postgres) => {
            values.push(format!("{}%", escaped(&folded(begin.trim()))).into());
            sql(kind, backend, "", "", " AND folded LIKE $3 ESCAPE '\\'")
        }
        (Names::Beginning(begin), _) => {
            let begin = folded(begin.trim());
            values.push(begin.as_str().into());
            values.push(format!("{begin}{}", char::MAX).into());
            let first = " AND {column} >= $3 AND {column} < $4";
            sql(kind, backend, first, " AND {column} < $4", "")
        }
    };
    let rows = reads.query_all_raw(Statement::from_sql_and_values(backend, sql, values));
    let rows = rows.await?;
    let names = rows.iter().map(|row| row.try_get("", "name"));
    Ok(names.collect::<Result<_, _>>()?)
}

/// No more names are stepped to than are asked for; PostgreSQL stops by itself when it has them.
fn sql(kind: NameKind, backend: DbBackend, first: &str, next: &str, found: &str) -> String {
    let (names, column, _) = place(kind);
    let on = |condition: &str| condition.replace("{column}", column);
    let stretch = Stretch {
        first: on(first),
        next: on(next),
        limit: match backend {
            DbBackend::Postgres => "",
            _ => " LIMIT $2",
        },
    };
    format!(
        "WITH RECURSIVE {} SELECT {} AS name FROM \
         (SELECT folded FROM {names} WHERE folded IS NOT NULL{found} LIMIT $2) AS found \
         ORDER BY folded",
        stepped(kind, &stretch),
        written(kind),
    )
}

/// Returns the text as a pattern in which nothing stands for anything else.
fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

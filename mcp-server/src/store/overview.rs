//! How a person's tasks stand, counted by index.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, FromQueryResult, Statement, Value};
use taskflow_shared::ids::UserId;

use super::{Counted, NameKind, Overview, StoreError, read::escaped};
use crate::{
    domain::{Due, due_key, folded},
    language::Here,
};

/// The most projects, and the most labels, that are shown.
const MOST_NAMES: i64 = 50;

/// Whole days by `due_key`, moments by the moment: `$2` now, `$3` and `$4` the beginnings of today
/// and tomorrow, `$5` that of the day after the next seven, and `$6` to `$9` the keys of today,
/// tomorrow, that day and of no date. No zone is a whole day away from another's date but for one,
/// so what is read stops two days later.
const COUNTS: &str = "SELECT \
     COALESCE(SUM(CASE WHEN due_at < $2 OR (due_at IS NULL AND due_key < $6) THEN 1 ELSE 0 END), 0) \
       AS overdue, \
     COALESCE(SUM(CASE WHEN (due_at >= $3 AND due_at < $4) \
       OR (due_at IS NULL AND due_key >= $6 AND due_key < $7) THEN 1 ELSE 0 END), 0) AS today, \
     COALESCE(SUM(CASE WHEN (due_at >= $4 AND due_at < $5) \
       OR (due_at IS NULL AND due_key >= $7 AND due_key < $8) THEN 1 ELSE 0 END), 0) AS next, \
     (SELECT pending FROM task_lists WHERE user_id = $1) AS pending, \
     (SELECT COUNT(*) FROM tasks WHERE user_id = $1 AND deleted_at IS NULL \
       AND completed_at IS NULL AND due_key = $9) AS no_date, \
     (SELECT COUNT(*) FROM tasks WHERE user_id = $1 AND deleted_at IS NULL \
       AND completed_at >= $10) + \
     (SELECT COUNT(*) FROM changes WHERE user_id = $1 AND repeated AND undone_at IS NULL \
       AND created_at >= $10) AS completed \
     FROM tasks WHERE user_id = $1 AND deleted_at IS NULL AND completed_at IS NULL \
       AND due_key < $8 + 172800";

const NAMES: &str = "SELECT * FROM (SELECT 0 AS kind, MIN(project) AS name, COUNT(*) AS tasks \
       FROM tasks WHERE user_id = $1 AND deleted_at IS NULL AND completed_at IS NULL \
       AND project_folded IS NOT NULL GROUP BY project_folded \
       ORDER BY COUNT(*) DESC, project_folded LIMIT $2) AS projects \
     UNION ALL SELECT * FROM (SELECT 1 AS kind, MIN(written) AS name, COUNT(*) AS tasks \
       FROM labels JOIN tasks ON tasks.id = labels.task_id WHERE labels.user_id = $1 \
       AND tasks.deleted_at IS NULL AND tasks.completed_at IS NULL GROUP BY labels.name \
       ORDER BY COUNT(*) DESC, labels.name LIMIT $2) AS labels";

const PROJECTS: &str = "SELECT MIN(project) AS name FROM tasks WHERE user_id = $1 \
     AND deleted_at IS NULL AND project_folded LIKE $2 ESCAPE '\\' \
     GROUP BY project_folded ORDER BY project_folded LIMIT $3";

const LABELS: &str = "SELECT MIN(written) AS name FROM labels JOIN tasks ON tasks.id = task_id \
     WHERE labels.user_id = $1 AND tasks.deleted_at IS NULL AND name LIKE $2 ESCAPE '\\' \
     GROUP BY name ORDER BY labels.name LIMIT $3";

#[derive(Debug, FromQueryResult)]
struct Counts {
    overdue: i64,
    today: i64,
    next: i64,
    pending: Option<i64>,
    no_date: i64,
    completed: i64,
}

/// Returns how the person's tasks stand.
pub(super) async fn overview(
    reads: &DatabaseConnection,
    user: &UserId,
    here: &Here,
) -> Result<Overview, StoreError> {
    let today = here.local().date();
    let days = Days7::after(today);
    let values = counted(user, here, &days);
    let counts = Counts::find_by_statement(statement(reads, COUNTS, values));
    let counts = counts.one(reads).await?;
    let values = vec![user.to_string().into(), MOST_NAMES.into()];
    let rows = reads.query_all_raw(statement(reads, NAMES, values)).await?;
    let mut names = (Vec::new(), Vec::new());
    for row in rows {
        let counted = Counted {
            name: row.try_get("", "name")?,
            tasks: count(row.try_get("", "tasks")?),
        };
        match row.try_get::<i32>("", "kind")? {
            0 => names.0.push(counted),
            _ => names.1.push(counted),
        }
    }
    let counts = counts.as_ref();
    let of = |count_of: fn(&Counts) -> i64| count(counts.map_or(0, count_of));
    Ok(Overview {
        today,
        zone: here.zone,
        pending: of(|counts| counts.pending.unwrap_or(0)),
        overdue: of(|counts| counts.overdue),
        due_today: of(|counts| counts.today),
        next_7_days: of(|counts| counts.next),
        no_date: of(|counts| counts.no_date),
        completed_this_week: of(|counts| counts.completed),
        projects: names.0,
        labels: names.1,
    })
}

/// The days between which is counted.
struct Days7 {
    monday: NaiveDate,
    today: NaiveDate,
    tomorrow: NaiveDate,
    after: NaiveDate,
}

impl Days7 {
    fn after(today: NaiveDate) -> Self {
        let since_monday = u64::from(today.weekday().num_days_from_monday());
        let later = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
        Self {
            monday: today
                .checked_sub_days(Days::new(since_monday))
                .unwrap_or(today),
            today,
            tomorrow: later(1),
            after: later(8),
        }
    }
}

fn counted(user: &UserId, here: &Here, days: &Days7) -> Vec<Value> {
    let begins = |day| beginning(day, here.zone).unwrap_or(here.now);
    // The key of a whole day is its last second.
    let key = |day| due_key(Some(&Due::Date(day))) - 86_399;
    vec![
        user.to_string().into(),
        here.now.into(),
        begins(days.today).into(),
        begins(days.tomorrow).into(),
        begins(days.after).into(),
        key(days.today).into(),
        key(days.tomorrow).into(),
        key(days.after).into(),
        due_key(None).into(),
        begins(days.monday).into(),
    ]
}

fn beginning(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    match Due::local(day.and_time(chrono::NaiveTime::MIN), zone) {
        Ok(Due::At { at, .. }) => Some(at),
        _ => None,
    }
}

/// Returns the projects or labels in use that begin with `prefix`.
pub(super) async fn names(
    reads: &DatabaseConnection,
    user: &UserId,
    kind: NameKind,
    prefix: &str,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    let sql = match kind {
        NameKind::Projects => PROJECTS,
        NameKind::Labels => LABELS,
    };
    let pattern = format!("{}%", escaped(&folded(prefix.trim())));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = vec![user.to_string().into(), pattern.into(), limit.into()];
    let rows = reads.query_all_raw(statement(reads, sql, values)).await?;
    let names = rows.iter().map(|row| row.try_get("", "name"));
    Ok(names.collect::<Result<_, _>>()?)
}

fn statement(reads: &DatabaseConnection, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(reads.get_database_backend(), sql, values)
}

fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

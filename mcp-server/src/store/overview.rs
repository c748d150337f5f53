//! How a person's tasks stand, counted by index.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, FromQueryResult, Statement, Value};
use taskflow_shared::ids::UserId;

use super::{
    Counted, NameKind, Overview, StoreError,
    list::{PENDING_END, completed_key},
    names::{Stretch, stepped, written},
};
use crate::{
    domain::{Due, due_key},
    language::Here,
};

/// The most projects, and the most labels, that are shown.
const MOST_NAMES: i64 = 50;

/// Whole days by `due_key`, moments by the moment: `$2` now, `$3` and `$4` the beginnings of today
/// and tomorrow, `$5` that of the day after the next seven, and `$6` to `$9` the keys of today,
/// tomorrow, that day and of no date; `$10` monday, and `$11` and `$12` the `list_key`s of what was
/// completed since. No zone is a whole day away from another's date but for one, so what is read
/// stops two days later.
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
       AND list_key >= $11 AND list_key <= $12) + \
     (SELECT COUNT(*) FROM changes WHERE user_id = $1 AND repeated AND undone_at IS NULL \
       AND created_at >= $10) AS completed \
     FROM tasks WHERE user_id = $1 AND deleted_at IS NULL AND completed_at IS NULL \
       AND due_key < $8 + 172800";

/// What is pending of each name is a stretch of the index for each priority.
const PROJECT_PENDING: &str = "(SELECT COUNT(*) FROM tasks WHERE user_id = $1 \
     AND deleted_at IS NULL AND project_folded = folded AND priority IN (1, 2, 3, 4) \
     AND list_key < $3)";
const LABEL_PENDING: &str = "(SELECT COUNT(*) FROM labels WHERE user_id = $1 AND name = folded \
     AND priority IN (1, 2, 3, 4) AND list_key < $3)";

/// The projects and labels with most pending tasks: of which kind, as written, and how many.
fn most_used() -> String {
    // Materialized, since SQLite would count once more for each time the number is named.
    let counted = |names: &str, pending: &str| {
        format!(
            "most_{names} AS MATERIALIZED (SELECT folded, {pending} AS tasks FROM {names} \
             WHERE folded IS NOT NULL)"
        )
    };
    let of = |kind: u8, names: &str, written: &str| {
        format!(
            "SELECT {kind} AS kind, {written} AS name, tasks, folded FROM \
             (SELECT * FROM most_{names} WHERE tasks > 0 ORDER BY tasks DESC, folded LIMIT $2) \
             AS {names}"
        )
    };
    format!(
        "WITH RECURSIVE {}, {}, {}, {} {} UNION ALL {} ORDER BY kind, tasks DESC, folded",
        stepped(NameKind::Projects, &Stretch::default()),
        stepped(NameKind::Labels, &Stretch::default()),
        counted("projects", PROJECT_PENDING),
        counted("labelled", LABEL_PENDING),
        of(0, "projects", written(NameKind::Projects)),
        of(1, "labelled", written(NameKind::Labels)),
    )
}

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
    let values = vec![
        user.to_string().into(),
        MOST_NAMES.into(),
        PENDING_END.into(),
    ];
    let names = statement(reads, &most_used(), values);
    let rows = reads.query_all_raw(names).await?;
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
        PENDING_END.into(),
        completed_key(begins(days.monday)).into(),
    ]
}

fn beginning(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    match Due::local(day.and_time(chrono::NaiveTime::MIN), zone) {
        Ok(Due::At { at, .. }) => Some(at),
        _ => None,
    }
}

fn statement(reads: &DatabaseConnection, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(reads.get_database_backend(), sql, values)
}

fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

//! What a list shows of a task.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::DbErr;
use serde::Deserialize;

use super::{query::Key, sql::Sql};
use crate::domain::{Due, Name, Priority, Recurrence, TaskNumber};

/// A page of a list.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) tasks: Vec<ListedTask>,
    /// How many tasks there are on all pages together.
    pub(crate) total: u64,
    /// Whether there may be more than `total`: of long lists with a filter, only so many tasks
    /// are looked at.
    pub(crate) at_least: bool,
    /// The cursor of the next page, where another follows.
    pub(crate) next: Option<String>,
}

/// What a list shows of a task; reading the other columns would cost more than these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedTask {
    pub(crate) number: TaskNumber,
    pub(crate) title: String,
    pub(crate) completed: bool,
    pub(crate) due: Option<Due>,
    pub(crate) recurrence: Option<Recurrence>,
    pub(crate) priority: Priority,
    pub(crate) project: Option<Name>,
    pub(crate) labels: Vec<Name>,
    pub(crate) parent: Option<TaskNumber>,
    /// What is shown where it was asked for.
    pub(crate) detail: Option<Detail>,
}

/// The rest of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Detail {
    pub(crate) description: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) completed_at: Option<DateTime<Utc>>,
    /// How many tasks are directly below it.
    pub(crate) subtasks: u64,
}

/// A task as the database writes it, in the order of [`COLUMNS`].
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) keys: [Key; 2],
    pub(super) number: i64,
    title: String,
    completed: u8,
    due_date: Option<NaiveDate>,
    due_at: Option<DateTime<Utc>>,
    due_zone: Option<String>,
    recurrence: Option<String>,
    from_completion: u8,
    priority: u8,
    project: Option<String>,
    labels: String,
    parent: Option<i64>,
    #[serde(default)]
    detail: Option<(String, DateTime<Utc>, Option<DateTime<Utc>>, u64)>,
}

const COLUMNS: &[&str] = &[
    "o.number",
    "o.title",
    "CASE WHEN o.completed_at IS NULL THEN 0 ELSE 1 END",
    "o.due_date",
    "o.due_at",
    "o.due_zone",
    "o.recurrence",
    "CASE WHEN o.repeats_from_completion THEN 1 ELSE 0 END",
    "o.priority",
    "o.project",
    "o.labels",
    "(SELECT p.number FROM tasks AS p WHERE p.id = o.parent_id)",
];

const DETAIL: &[&str] = &[
    "o.description",
    "o.created_at",
    "o.completed_at",
    "(SELECT COUNT(*) FROM tasks AS c WHERE c.parent_id = o.id AND c.deleted_at IS NULL)",
];

/// Adds one text with all rows of the table `page`. With SQLite each row is handed from one thread
/// to another, so one row instead of 26 halves the time of a page.
pub(super) fn push_json(sql: &mut Sql, detail: bool) {
    let (all, array) = if sql.is_postgres() {
        ("json_agg(", "json_build_array(")
    } else {
        ("json_group_array(", "json_array(")
    };
    sql.push("SELECT CAST(")
        .push(all)
        .push(array)
        .push(array)
        .push("page.k1, page.k2), ");
    sql.list(COLUMNS, ", ", |sql, column| {
        sql.push(column);
    });
    if detail {
        sql.push(", ").push(array);
        sql.list(DETAIL, ", ", |sql, column| {
            sql.push(column);
        });
        sql.push(")");
    }
    sql.push(") ORDER BY page.k1, page.k2, page.number) AS TEXT)");
}

/// Reads that text.
pub(super) fn read(json: &str) -> Result<Vec<Row>, DbErr> {
    serde_json::from_str(json).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> DbErr {
    DbErr::Json(error.to_string())
}

impl TryFrom<Row> for ListedTask {
    type Error = DbErr;

    fn try_from(row: Row) -> Result<Self, DbErr> {
        let labels: Vec<String> = serde_json::from_str(&row.labels).map_err(unreadable)?;
        let recurrence = row.recurrence;
        let detail = row
            .detail
            .map(|(description, created_at, completed_at, subtasks)| Detail {
                description,
                created_at,
                completed_at,
                subtasks,
            });
        Ok(Self {
            number: TaskNumber::new(row.number),
            title: row.title,
            completed: row.completed == 1,
            due: due(row.due_date, row.due_at, row.due_zone.as_deref()),
            recurrence: recurrence.map(|rule| Recurrence::stored(rule, row.from_completion == 1)),
            priority: Priority::new(row.priority).unwrap_or_default(),
            project: row.project.map(Name::stored),
            labels: labels.into_iter().map(Name::stored).collect(),
            parent: row.parent.map(TaskNumber::new),
            detail,
        })
    }
}

/// A zone that is no longer known leaves the moment.
fn due(date: Option<NaiveDate>, at: Option<DateTime<Utc>>, zone: Option<&str>) -> Option<Due> {
    match at {
        Some(at) => Some(Due::At {
            at,
            zone: zone.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC),
        }),
        None => date.map(Due::Date),
    }
}

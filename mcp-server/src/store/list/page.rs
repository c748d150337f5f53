//! The one statement that reads a page.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult};
use taskflow_shared::ids::UserId;

use super::{
    conditions,
    keys::Status,
    meeting::Meeting,
    plan::{FEW, Half, Way, plan},
    query::ListQuery,
    rows::{self, ListedTask, Page},
    runs,
    sources::{self, Source},
    sql::Sql,
};
use crate::{
    domain::{StatusFilter, Tree},
    store::StoreError,
};

/// As many entries of an index are counted.
const COUNTED: i64 = 5_000;
/// As many tasks are looked at to see whether the filter holds for them.
const LOOKED_AT: i64 = 1_000;

/// The one row that answers a query.
#[derive(Debug, FromQueryResult)]
struct Row {
    total: i64,
    /// 1 where there may be more.
    at_least: i64,
    /// The page as [`rows::push_json`] puts it; null where PostgreSQL found no tasks.
    tasks: Option<String>,
}

/// Reads a page and its total in one statement, so that both tell of the same moment. What is
/// counted before, to decide how, may have changed since without harm.
pub(in crate::store) async fn page(
    reads: &DatabaseConnection,
    user: &UserId,
    query: &ListQuery,
) -> Result<Page, StoreError> {
    page_by(reads, user, query, FEW).await
}

/// Reads a page, putting up to `few` tasks in order.
pub(super) async fn page_by(
    reads: &DatabaseConnection,
    user: &UserId,
    query: &ListQuery,
    few: u64,
) -> Result<Page, StoreError> {
    let halves = plan(reads, user, query, few).await?;
    let mut sql = Sql::new(reads.get_database_backend(), user);
    push(&mut sql, query, &halves);
    let row = Row::find_by_statement(sql.statement()).one(reads).await?;
    // Who never added a task has no counters either.
    let Some(row) = row else {
        return Ok(Page::default());
    };
    Ok(read(query, &row)?)
}

fn read(query: &ListQuery, row: &Row) -> Result<Page, DbErr> {
    let mut rows = rows::read(row.tasks.as_deref().unwrap_or("[]"))?;
    // One row more than asked for tells whether another page follows.
    let more = rows.len() > usize::from(query.limit);
    rows.truncate(query.limit.into());
    let last = rows.last().filter(|_| more);
    Ok(Page {
        next: last.map(|row| query.cursor(row.keys.clone(), row.number)),
        total: row.total.cast_unsigned(),
        at_least: row.at_least == 1,
        tasks: rows
            .into_iter()
            .map(ListedTask::try_from)
            .collect::<Result<_, _>>()?,
    })
}

/// Adds the statement: tables with what each half leaves and how much, the page out of them, and
/// its tasks as one text, beside the person's counters.
pub(super) fn push(sql: &mut Sql, query: &ListQuery, halves: &[Half<'_>]) {
    if let Some(filter) = &query.filter {
        sql.push("WITH ");
        sql.list(halves, ", ", |sql, half| match &half.way {
            Way::Few(sources) => few(sql, query, &filter.tree, half.status, sources),
            Way::InOrder { rarest } => counted(sql, &filter.tree, half.status, *rarest),
        });
        sql.push(", ");
    } else {
        sql.push("WITH ");
    }
    sql.push("page AS (");
    page_of(sql, query, halves);
    sql.push(") SELECT ");
    total(sql, query, halves);
    sql.push(", (");
    rows::push_json(sql, query.detail);
    sql.push(if sql.is_postgres() {
        " FROM page JOIN "
    } else {
        " FROM page CROSS JOIN "
    });
    sql.push("tasks AS o ON o.number = page.number AND o.user_id = ")
        .user();
    sql.push(") AS tasks FROM task_lists WHERE task_lists.user_id = ")
        .user();
}

fn name(status: Status) -> &'static str {
    match status {
        Status::Pending => "pending_half",
        Status::Completed => "completed_half",
    }
}

/// A table of all tasks that are left.
fn few(sql: &mut Sql, query: &ListQuery, tree: &Tree, status: Status, sources: &[Source<'_>]) {
    sql.push(name(status)).push(" AS MATERIALIZED (");
    // Several words of a title may begin alike.
    let sources = match sources {
        [source @ Source::Word(_)] => &[*source, Source::Nothing],
        sources => sources,
    };
    sql.list(sources, " UNION ", |sql, source| {
        runs::select(sql, query.sort);
        source.push(sql, status);
        sql.push(" AND ");
        conditions::beside(sql, tree, Some(*source));
    });
    sql.push(")");
}

/// A table of how many tasks meet the filter, of how many that were looked at.
fn counted(sql: &mut Sql, tree: &Tree, status: Status, rarest: Option<Source<'_>>) {
    sql.push(name(status))
        .push(" AS MATERIALIZED (SELECT COUNT(*) AS looked_at, ");
    sql.push("COALESCE(SUM(met), 0) AS met FROM (SELECT ");
    let labels = rarest.and_then(|source| Meeting::of(sql, tree, source));
    match (rarest, labels) {
        (Some(source), _) if source.is_whole(tree) => {
            sql.push("1 AS met");
            source.push_counted(sql, status);
        }
        (_, Some(labels)) => labels.push_met(sql, &sources::list_keys(tree, status)),
        (rarest, None) => {
            sql.push("CASE WHEN ");
            conditions::beside(sql, tree, rarest);
            sql.push(" THEN 1 ELSE 0 END AS met");
            match rarest {
                Some(source) => source.push(sql, status),
                None => every(sql, status),
            }
        }
    }
    sql.push(" LIMIT ")
        .number(limit(tree, rarest))
        .push(") AS looked)");
}

/// Adds `FROM` and `WHERE` of all tasks of a status.
fn every(sql: &mut Sql, status: Status) {
    let (index, of) = match status {
        Status::Pending => ("tasks_pending", " AND t.completed_at IS NULL"),
        Status::Completed => ("tasks_completed", " AND t.completed_at IS NOT NULL"),
    };
    sql.push(" FROM ").tasks_by(index).push(" WHERE ");
    sql.owned().push(of);
}

fn limit(tree: &Tree, rarest: Option<Source<'_>>) -> i64 {
    match rarest {
        Some(source) if source.is_whole(tree) => COUNTED,
        _ => LOOKED_AT,
    }
}

/// The page: what comes first of each half.
fn page_of(sql: &mut Sql, query: &ListQuery, halves: &[Half<'_>]) {
    sql.push("SELECT k1, k2, number FROM (");
    sql.list(halves, " UNION ALL ", |sql, half| match &half.way {
        Way::Few(_) => rest(sql, query, half.status),
        Way::InOrder { rarest } => runs::push(sql, query, half, *rarest),
    });
    sql.push(") AS halves ORDER BY k1, k2, number LIMIT ");
    sql.number(i64::from(query.limit) + 1);
}

/// What is left of a half and comes after the page before.
fn rest(sql: &mut Sql, query: &ListQuery, status: Status) {
    sql.push("SELECT * FROM (SELECT k1, k2, h.number FROM ")
        .push(name(status))
        .push(" AS h WHERE 1 = 1");
    if let Some(position) = query.position() {
        let columns = ["k1", "k2"];
        let keys = runs::key_columns(sql, query.sort).len();
        let columns = columns.get(..keys).unwrap_or_default();
        runs::after(sql, columns, "h.number", &position.keys, position.number);
    }
    sql.push(" ORDER BY k1, k2, h.number LIMIT ")
        .number(i64::from(query.limit) + 1);
    sql.push(") AS few");
}

/// The total, and whether there may be more: from the counters where there is no filter.
fn total(sql: &mut Sql, query: &ListQuery, halves: &[Half<'_>]) {
    let Some(filter) = &query.filter else {
        sql.push(match query.status {
            StatusFilter::All => "pending + completed",
            StatusFilter::Pending => "pending",
            StatusFilter::Completed => "completed",
        });
        sql.push(" AS total, CAST(0 AS BIGINT) AS at_least");
        return;
    };
    sql.push("CAST(");
    sql.list(halves, " + ", |sql, half| {
        sql.push(match half.way {
            Way::Few(_) => "(SELECT COUNT(*) FROM ",
            Way::InOrder { .. } => "(SELECT met FROM ",
        });
        sql.push(name(half.status)).push(")");
    });
    sql.push(" AS BIGINT) AS total, CAST(CASE WHEN ");
    sql.list(halves, " OR ", |sql, half| match half.way {
        Way::Few(_) => {
            sql.push("1 = 0");
        }
        Way::InOrder { rarest } => {
            sql.push("(SELECT looked_at FROM ")
                .push(name(half.status))
                .push(") >= ");
            sql.number(limit(&filter.tree, rarest));
        }
    });
    sql.push(" THEN 1 ELSE 0 END AS BIGINT) AS at_least");
}

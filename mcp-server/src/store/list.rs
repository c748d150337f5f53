//! Reading a list in pages.

use sea_orm::{
    ColumnTrait, DatabaseConnection, DbBackend, DbErr, FromQueryResult, QueryFilter,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
    sea_query::{Expr, ExprTrait as _, LikeExpr, Query, SelectStatement},
};
use taskflow_shared::ids::UserId;

use super::{
    StoreError, counters,
    entities::{task_lists, tasks},
    tasks::owned_by,
};
use crate::domain::{Search, StatusFilter, TaskNumber};

/// Which tasks are asked for, and how many at once.
#[derive(Debug, Clone)]
pub(crate) struct ListQuery {
    pub(crate) status: StatusFilter,
    pub(crate) search: Option<Search>,
    /// The number after which the page begins.
    pub(crate) after: Option<TaskNumber>,
    pub(crate) limit: u16,
}

/// A page of tasks in order of number.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) tasks: Vec<ListedTask>,
    /// How many tasks there are on all pages together.
    pub(crate) total: u64,
    /// The last number of this page, where another page follows.
    pub(crate) next: Option<TaskNumber>,
}

/// What a list shows of a task; reading the other columns would cost more than these.
#[derive(Debug)]
pub(crate) struct ListedTask {
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) completed: bool,
}

/// The one row that answers a query.
#[derive(Debug, FromQueryResult)]
struct Row {
    total: i64,
    /// The page as [`as_json`] puts it; null where PostgreSQL found no tasks.
    tasks: Option<String>,
}

/// Reads a page and its total in one statement, so that both tell of the same moment.
pub(super) async fn page(
    reads: &DatabaseConnection,
    user: &UserId,
    query: &ListQuery,
) -> Result<Page, StoreError> {
    let backend = reads.get_database_backend();
    let statement = backend.build(&select(backend, user, query));
    let row = Row::find_by_statement(statement).one(reads).await?;
    // Who never added a task has no counters either.
    let Some(row) = row else {
        return Ok(Page::default());
    };
    let mut tasks = listed(row.tasks.as_deref().unwrap_or("[]"))?;
    let limit = usize::from(query.limit);
    let more = tasks.len() > limit;
    tasks.truncate(limit);
    let last = tasks.last().map(|task| TaskNumber::new(task.number));
    Ok(Page {
        tasks,
        total: u64::try_from(row.total).unwrap_or(0),
        next: last.filter(|_| more),
    })
}

fn listed(json: &str) -> Result<Vec<ListedTask>, DbErr> {
    let rows: Vec<(i64, String, String, u8)> =
        serde_json::from_str(json).map_err(|error| DbErr::Json(error.to_string()))?;
    let task = |(number, title, description, completed)| ListedTask {
        number,
        title,
        description,
        completed: completed == 1,
    };
    Ok(rows.into_iter().map(task).collect())
}

/// The person's counters, with the page beside them. One row more than asked for tells whether
/// another page follows.
fn select(backend: DbBackend, user: &UserId, query: &ListQuery) -> SelectStatement {
    let matching = matching(user, query);
    let total = match query.search {
        None => counters::total(query.status),
        Some(_) => count(matching.clone()),
    };
    let mut page = matching;
    if let Some(after) = query.after {
        page = page.filter(tasks::Column::Number.gt(after.get()));
    }
    let page = page
        .select_only()
        .columns([
            tasks::Column::Number,
            tasks::Column::Title,
            tasks::Column::Description,
            tasks::Column::CompletedAt,
        ])
        .order_by_asc(tasks::Column::Number)
        .limit(u64::from(query.limit) + 1);
    let page = Query::select()
        .expr(Expr::cust(as_json(backend)))
        .from_subquery(page.into_query(), "page")
        .take();
    Query::select()
        .expr_as(total, "total")
        .expr_as(subquery(page), "tasks")
        .from(task_lists::Entity)
        .and_where(counters::of(user))
        .take()
}

/// The rows of a page as one text. With SQLite each row is handed from one thread to another, so
/// one row instead of 26 halves the time of a page.
fn as_json(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            r#"CAST(json_agg(json_build_array("number", "title", "description", CASE WHEN "completed_at" IS NULL THEN 0 ELSE 1 END) ORDER BY "number") AS TEXT)"#
        }
        _ => {
            r#"json_group_array(json_array("number", "title", "description", "completed_at" IS NOT NULL) ORDER BY "number")"#
        }
    }
}

fn count(matching: Select<tasks::Entity>) -> Expr {
    let id = Expr::col((tasks::Entity, tasks::Column::Id));
    subquery(matching.select_only().expr(id.count()).into_query())
}

fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}

fn matching(user: &UserId, query: &ListQuery) -> Select<tasks::Entity> {
    let mut select = owned_by(user);
    select = match query.status {
        StatusFilter::All => select,
        StatusFilter::Pending => select.filter(tasks::Column::CompletedAt.is_null()),
        StatusFilter::Completed => select.filter(tasks::Column::CompletedAt.is_not_null()),
    };
    let words = query.search.iter().flat_map(|search| search.words());
    words.fold(select, |select, word| {
        let title = Expr::col((tasks::Entity, tasks::Column::TitleFolded));
        select.filter(title.like(LikeExpr::new(containing(word)).escape('\\')))
    })
}

/// The pattern of texts that contain `word`, in which nothing stands for anything else.
fn containing(word: &str) -> String {
    let mut pattern = String::from("%");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
    use taskflow_shared::testing::TestDatabase;

    use super::*;

    /// Returns how SQLite goes about the statement for a page: one line a step.
    async fn plan(reads: &DatabaseConnection, status: StatusFilter) -> Vec<String> {
        let query = ListQuery {
            status,
            search: None,
            after: Some(TaskNumber::new(5)),
            limit: 25,
        };
        let backend = reads.get_database_backend();
        let built = backend.build(&select(backend, &UserId::local(), &query));
        let explain = Statement {
            sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
            ..built
        };
        let steps = reads.query_all_raw(explain).await.unwrap();
        let detail = |step: QueryResult| step.try_get("", "detail").unwrap();
        steps.into_iter().map(detail).collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_page_of_a_long_list_is_read_by_index_alone() {
        let test = TestDatabase::sqlite().await;
        for status in [
            StatusFilter::All,
            StatusFilter::Pending,
            StatusFilter::Completed,
        ] {
            let steps = plan(test.database.reads(), status).await;
            let on_tasks: Vec<&String> = steps
                .iter()
                .filter(|step| step.contains(" tasks "))
                .collect();
            assert!(
                matches!(on_tasks.as_slice(), [step] if step.starts_with("SEARCH")
                    && step.contains("number>?")),
                "{steps:?}"
            );
            // Putting the page's own rows in order, for the text they become, is another step.
            let sorting = "USE TEMP B-TREE FOR ORDER BY";
            assert!(!steps.iter().any(|step| step == sorting), "{steps:?}");
        }
    }

    #[test]
    fn what_has_a_meaning_in_a_pattern_is_taken_as_it_stands() {
        assert_eq!(containing(r"50%_a\b"), r"%50\%\_a\\b%");
    }
}

//! Reading a list in pages.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, DatabaseConnection, FromQueryResult, QueryFilter, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
    sea_query::{Expr, ExprTrait as _, JoinType, LikeExpr, Order, Query, SelectStatement},
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
#[derive(Debug)]
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
    pub(crate) completed_at: Option<DateTime<Utc>>,
}

/// A row of the page beside the total; where the page is empty, the total stands alone.
#[derive(Debug, FromQueryResult)]
struct Row {
    total: i64,
    number: Option<i64>,
    title: Option<String>,
    description: Option<String>,
    completed_at: Option<DateTime<Utc>>,
}

/// Reads a page and its total in one statement, so that both tell of the same moment.
pub(super) async fn page(
    reads: &DatabaseConnection,
    user: &UserId,
    query: &ListQuery,
) -> Result<Page, StoreError> {
    let statement = reads.get_database_backend().build(&select(user, query));
    let rows = Row::find_by_statement(statement).all(reads).await?;
    let total = rows.first().map_or(0, |row| row.total);
    let mut tasks: Vec<ListedTask> = rows.into_iter().filter_map(Row::task).collect();
    let limit = usize::from(query.limit);
    let more = tasks.len() > limit;
    tasks.truncate(limit);
    let last = tasks.last().map(|task| TaskNumber::new(task.number));
    Ok(Page {
        tasks,
        total: u64::try_from(total).unwrap_or(0),
        next: last.filter(|_| more),
    })
}

impl Row {
    fn task(self) -> Option<ListedTask> {
        Some(ListedTask {
            number: self.number?,
            title: self.title?,
            description: self.description?,
            completed_at: self.completed_at,
        })
    }
}

const SHOWN: [tasks::Column; 4] = [
    tasks::Column::Number,
    tasks::Column::Title,
    tasks::Column::Description,
    tasks::Column::CompletedAt,
];

/// The person's counters, with the page beside them. One row more than asked for tells whether
/// another page follows.
fn select(user: &UserId, query: &ListQuery) -> SelectStatement {
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
        .columns(SHOWN)
        .order_by_asc(tasks::Column::Number)
        .limit(u64::from(query.limit) + 1);
    Query::select()
        .expr_as(total, "total")
        .columns(SHOWN.map(|column| ("page", column)))
        .from(task_lists::Entity)
        .join_subquery(
            JoinType::LeftJoin,
            page.into_query(),
            "page",
            Expr::cust("TRUE"),
        )
        .and_where(counters::of(user))
        .order_by(("page", tasks::Column::Number), Order::Asc)
        .take()
}

fn count(matching: Select<tasks::Entity>) -> Expr {
    let count = matching
        .select_only()
        .expr(Expr::col((tasks::Entity, tasks::Column::Id)).count());
    Expr::SubQuery(None, Box::new(count.into_query().into()))
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
    use super::*;

    #[test]
    fn what_has_a_meaning_in_a_pattern_is_taken_as_it_stands() {
        assert_eq!(containing(r"50%_a\b"), r"%50\%\_a\\b%");
    }
}

//! How SQLite goes about each filter and sort, so that it stays so.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, QueryResult, Statement};
use taskflow_shared::testing::{TestDatabase, alice};

use super::seed::here;
use crate::{
    domain::{Sort, StatusFilter},
    language::filter,
    store::list::{
        ListQuery,
        keys::Status,
        page,
        plan::{Half, Way, required},
        query::Key,
        runs,
        sources::Source,
        sql::Sql,
    },
};

const SORTS: [Sort; 5] = [
    Sort::Smart,
    Sort::Due,
    Sort::Priority,
    Sort::Created,
    Sort::Title,
];
const FILTERS: &[&str] = &[
    "today",
    "7 days",
    "overdue",
    "no date",
    "due before 2026-12-01",
    "created after 2026-11-01",
    "completed after 2026-11-01",
    "p1",
    "#Work",
    "no project",
    "@waiting",
    "no labels",
    "recurring",
    "subtask",
    "subtasks of:4",
    "search milk",
];

/// Returns the steps of a statement.
async fn steps(reads: &DatabaseConnection, sql: Sql) -> Vec<String> {
    let built = sql.statement();
    let explain = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
        ..built
    };
    let detail = |step: QueryResult| step.try_get("", "detail").unwrap();
    let steps = reads.query_all_raw(explain).await.unwrap();
    steps.into_iter().map(detail).collect()
}

fn query(text: Option<&str>, sort: Sort) -> ListQuery {
    let filter = text.map(|text| filter::parse(text, &here()).unwrap());
    let query = ListQuery::new(StatusFilter::All, filter, sort, false, 25);
    let key = match sort {
        Sort::Title => Key::Text("m".to_owned()),
        _ => Key::Number(3),
    };
    let cursor = query.cursor([key, Key::Number(5)], 7);
    query.after(&cursor).unwrap()
}

fn reads_everything(step: &str) -> bool {
    step.starts_with("SCAN t") || step.starts_with("SCAN l") || step.contains("AUTOMATIC")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_read_in_order_by_index() {
    let test = TestDatabase::sqlite().await;
    let reads = test.database.reads();
    for sort in SORTS {
        for text in FILTERS.iter().copied().map(Some).chain([None]) {
            let query = query(text, sort);
            for status in [Status::Pending, Status::Completed] {
                let rarest = query.filter.as_ref().and_then(|filter| {
                    let condition = required(&filter.tree).next()?;
                    Source::of(condition, status).first().copied()
                });
                let way = Way::InOrder { rarest };
                let half = Half { status, way };
                let mut sql = Sql::new(reads.get_database_backend(), &alice());
                runs::push(&mut sql, &query, &half, rarest);
                let steps = steps(reads, sql).await;
                assert!(
                    !steps
                        .iter()
                        .any(|step| step.contains("B-TREE") || reads_everything(step)),
                    "{text:?} {sort:?} {status:?}: {steps:#?}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_condition_leaves_is_found_by_index() {
    let test = TestDatabase::sqlite().await;
    let reads = test.database.reads();
    for text in FILTERS {
        let query = query(Some(text), Sort::Smart);
        let filter = query.filter.as_ref().unwrap();
        for status in [Status::Pending, Status::Completed] {
            let sources = Source::of(required(&filter.tree).next().unwrap(), status);
            assert!(!sources.is_empty(), "{text}");
            for source in sources
                .into_iter()
                .filter(|source| *source != Source::Nothing)
            {
                let mut sql = Sql::new(reads.get_database_backend(), &alice());
                sql.push("SELECT 1");
                source.push(&mut sql, status);
                let found = steps(reads, sql).await;
                assert!(
                    !found.iter().any(|step| reads_everything(step)),
                    "{text}: {found:#?}"
                );
                let halves = [Half {
                    status,
                    way: Way::Few(vec![source]),
                }];
                let mut sql = Sql::new(reads.get_database_backend(), &alice());
                page::push(&mut sql, &query, &halves);
                let whole = steps(reads, sql).await;
                assert!(
                    !whole
                        .iter()
                        .any(|step| step.starts_with("SCAN tasks") || step.contains("AUTOMATIC")),
                    "{text}: {whole:#?}"
                );
            }
        }
    }
}

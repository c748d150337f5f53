//! How SQLite goes about each filter and sort, so that it stays so.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, QueryResult, Statement};
use taskflow_shared::testing::{TestDatabase, alice};

use super::seed::{SORTS, here};
use crate::{
    domain::{Sort, StatusFilter},
    language::filter,
    store::list::{
        ListQuery, conditions,
        keys::Status,
        page,
        plan::{Half, Way, required},
        query::Key,
        runs,
        sources::Source,
        sql::Sql,
    },
};

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
    "p1 & #Work",
    "#Work & no date",
    "@waiting & #Work & p2",
    "#Work & !@waiting & recurring",
    "due after 2026-12-01 & due before 2027-01-01",
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

/// The statement that reads a page in order.
fn in_order(reads: &DatabaseConnection, query: &ListQuery, status: Status) -> Sql {
    let rarest = query.filter.as_ref().and_then(|filter| {
        let condition = required(&filter.tree).next()?;
        let sources = Source::of(condition, &filter.tree, status);
        sources.first().copied()
    });
    let way = Way::InOrder { rarest };
    let half = Half { status, way };
    let mut sql = Sql::new(reads.get_database_backend(), &alice());
    runs::push(&mut sql, query, &half, rarest);
    sql
}

/// Tells whether a statement reads columns of tasks that its index does not hold.
async fn reads_tasks(reads: &DatabaseConnection, sql: Sql) -> bool {
    let built = sql.statement();
    let explain = Statement {
        sql: format!("EXPLAIN {}", built.sql),
        ..built
    };
    let steps = reads.query_all_raw(explain).await.unwrap();
    let step = |row: &QueryResult| -> (String, i64, i64) {
        let number = |name: &str| row.try_get::<i64>("", name).unwrap();
        (
            row.try_get("", "opcode").unwrap(),
            number("p1"),
            number("p3"),
        )
    };
    let steps: Vec<_> = steps.iter().map(step).collect();
    let tables: Vec<i64> = steps
        .iter()
        .filter(|(code, ..)| code == "DeferredSeek")
        .map(|(_, _, table)| *table)
        .collect();
    assert!(!tables.is_empty(), "no index is read");
    steps
        .iter()
        .any(|(code, cursor, _)| code == "Column" && tables.contains(cursor))
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
                let sql = in_order(reads, &query, status);
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

/// Each of two labels that are common, and that no task has both of, is read once at the most.
#[tokio::test(flavor = "multi_thread")]
async fn labels_that_tasks_have_together_are_read_side_by_side() {
    let test = TestDatabase::sqlite().await;
    let reads = test.database.reads();
    for text in ["@a & @b", "@a & @b & @c & p1 & #Work"] {
        for sort in [Sort::Smart, Sort::Priority] {
            let sql = in_order(reads, &query(Some(text), sort), Status::Pending);
            let steps = steps(reads, sql).await;
            let is_merged = steps.iter().any(|step| step == "MERGE (INTERSECT)");
            assert!(is_merged, "{text} {sort:?}: {steps:#?}");
            let is_sorted = steps.iter().any(|step| step.contains("B-TREE"));
            assert!(!is_sorted, "{text} {sort:?}: {steps:#?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_created_within_some_time_is_passed_over_in_the_index() {
    let test = TestDatabase::sqlite().await;
    let reads = test.database.reads();
    for text in ["created after 2026-11-01", "created before 2026-11-01 & p1"] {
        for status in [Status::Pending, Status::Completed] {
            let sql = in_order(reads, &query(Some(text), Sort::Smart), status);
            assert!(!reads_tasks(reads, sql).await, "{text} {status:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn few_that_have_a_word_are_put_in_order_without_reading_their_titles() {
    let test = TestDatabase::sqlite().await;
    let reads = test.database.reads();
    let query = query(Some("search milk"), Sort::Smart);
    let tree = &query.filter.as_ref().unwrap().tree;
    let source = Source::Word("milk");
    for status in [Status::Pending, Status::Completed] {
        let mut sql = Sql::new(reads.get_database_backend(), &alice());
        runs::select(&mut sql, query.sort);
        source.push(&mut sql, status);
        sql.push(" AND ");
        conditions::beside(&mut sql, tree, Some(source));
        assert!(!reads_tasks(reads, sql).await, "{status:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_condition_leaves_is_found_by_index() {
    let test = TestDatabase::sqlite().await;
    let reads = test.database.reads();
    for text in FILTERS.iter().filter(|text| **text != "no labels") {
        let query = query(Some(text), Sort::Smart);
        let filter = query.filter.as_ref().unwrap();
        for status in [Status::Pending, Status::Completed] {
            let sources = Source::of(required(&filter.tree).next().unwrap(), &filter.tree, status);
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

/// What is passed over is not looked up: two conditions that hardly ever meet cost a stretch of an
/// index.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_passed_over_is_seen_in_the_index() {
    let test = TestDatabase::sqlite().await;
    let reads = test.database.reads();
    let elsewhere = ["search", "created", "completed", "subtasks"];
    let filters = FILTERS
        .iter()
        .chain(&["#Work & no labels", "(#Work | today) & subtask"]);
    for text in filters.filter(|text| !elsewhere.iter().any(|word| text.starts_with(word))) {
        for sort in [Sort::Smart, Sort::Due, Sort::Priority, Sort::Created] {
            for status in [Status::Pending, Status::Completed] {
                let sql = in_order(reads, &query(Some(text), sort), status);
                assert!(!reads_tasks(reads, sql).await, "{text} {sort:?} {status:?}");
            }
        }
    }
}

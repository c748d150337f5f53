//! How SQLite goes about a statement, so that it stays so.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use taskflow_shared::testing::TestDatabase;

/// Returns the steps of a statement, one a line.
pub(super) async fn plan(database: &TestDatabase, statement: Statement) -> String {
    assert_eq!(statement.db_backend, DbBackend::Sqlite);
    let explain = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", statement.sql),
        ..statement
    };
    let steps = database.database.reads().query_all_raw(explain).await;
    let steps: Vec<String> = steps
        .unwrap()
        .iter()
        .map(|step| step.try_get("", "detail").unwrap())
        .collect();
    steps.join("\n")
}

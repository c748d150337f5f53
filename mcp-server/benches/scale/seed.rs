//! The tasks that are listed.

use std::time::Instant;

use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use taskflow_shared::database::Database;

/// Fills a database that has no tasks, which takes minutes, and says how fast.
pub(crate) async fn fill(database: &Database) {
    if count(database).await > 0 {
        return;
    }
    let begun = Instant::now();
    for sql in include_str!("seed.sql").split_inclusive(";\n") {
        run(database, sql.to_owned()).await;
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "filled with {} tasks in {seconds:.0} s",
        count(database).await
    );
}

async fn run(database: &Database, sql: String) {
    let filled: Result<(), DbErr> = database
        .write(move |transaction| {
            Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
        })
        .await;
    filled.expect("an empty database takes tasks");
}

async fn count(database: &Database) -> i64 {
    let reads = database.reads();
    let sql = "SELECT COUNT(*) AS tasks FROM tasks";
    let row = reads.query_one_raw(Statement::from_string(reads.get_database_backend(), sql));
    let row = row.await.expect("the tasks are counted").expect("a count");
    row.try_get("", "tasks").expect("a number")
}

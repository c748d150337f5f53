//! People with lists of known length.

use sea_orm::{ConnectionTrait as _, DbErr};
use taskflow_shared::database::Database;

/// Somebody with a page of 25 tasks.
pub(crate) const PAGE: &str = "page";
/// Somebody with 20 tasks.
pub(crate) const FEW: &str = "few";
/// Somebody with 100,000 tasks.
pub(crate) const MANY: &str = "many";

/// Fills an empty database.
pub(crate) async fn fill(database: &Database) {
    for (user, tasks) in [(PAGE, 25), (FEW, 20), (MANY, 100_000)] {
        let filled: Result<(), DbErr> = database
            .write(move |transaction| {
                Box::pin(async move {
                    let sql = format!(
                        "INSERT INTO task_lists (user_id, last_number, pending, completed) \
                         VALUES ('{user}', {tasks}, {tasks}, 0);
                         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {tasks}) \
                         INSERT INTO tasks (id, user_id, number, title, title_folded, created_at, updated_at) \
                         SELECT randomblob(16), '{user}', i, 'Buy groceries ' || i, 'buy groceries ' || i, \
                             '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00' FROM n"
                    );
                    transaction.execute_unprepared(&sql).await.map(drop)
                })
            })
            .await;
        filled.expect("an empty database takes tasks");
    }
}

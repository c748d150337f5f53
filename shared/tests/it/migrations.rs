//! Changes of the schema where there are tasks already.

use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use sea_orm_migration::MigratorTrait as _;
use taskflow_migrations::Migrator;
use taskflow_shared::{
    database::Database,
    testing::{TestDatabase, on_each_database},
};

/// Pending and completed, with and without date, project and labels, one below another, one
/// deleted, with signs in its title that SQL and JSON would stumble over.
const TASKS: &str = "INSERT INTO tasks (id, user_id, number, title, title_folded, created_at, \
       updated_at, completed_at, deleted_at, priority, project, project_folded, labels, parent_id, \
       recurrence, due_key, smart_key) VALUES \
     (ID1, 'u', 1, 'Buy \"milk\" \\ [eggs]', 'buy \"milk\" \\ [eggs]', NOW, NOW, NULL, NULL, 1, 'Work', 'work', \
       '[\"A\"]', NULL, 'FREQ=DAILY', 1763856000, 21407000000000), \
     (ID2, 'u', 2, 'Mom''s %_', 'mom''s %_', NOW, NOW, NOW, NULL, 4, NULL, NULL, '[]', ID1, NULL, \
       864000000000, 10485760610688), \
     (ID3, 'u', 3, 'Gone', 'gone', NOW, NOW, NULL, NOW, 2, 'Work', 'work', '[\"A\"]', NULL, NULL, \
       864000000000, 10485760610688); \
     INSERT INTO labels (task_id, name, user_id) VALUES (ID1, 'a', 'u'), (ID3, 'a', 'u')";

/// What the newer schema says of them, each row as a text.
const KEPT: &[&str] = &[
    "SELECT word || ' ' || number || ' ' || completed AS row FROM task_words ORDER BY 1",
    "SELECT number || ' ' || COALESCE(list_key, -1) || ' ' || priority || ' ' || \
     COALESCE(project_folded, '') AS row FROM labels ORDER BY 1",
    "SELECT number || ' ' || list_key || ' ' || COALESCE(parent_number, 0) AS row \
     FROM tasks WHERE deleted_at IS NULL ORDER BY 1",
];

async fn run(database: &Database, sql: String) {
    let ran: Result<(), DbErr> = database
        .write(|transaction| {
            Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
        })
        .await;
    ran.unwrap();
}

async fn kept(database: &Database) -> Vec<String> {
    let mut kept = Vec::new();
    for sql in KEPT {
        let statement = Statement::from_string(database.reads().get_database_backend(), *sql);
        let rows = database.reads().query_all_raw(statement).await.unwrap();
        let rows = rows.iter().map(|row| row.try_get("", "row").unwrap());
        kept.extend(rows);
    }
    kept
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lists_are_read_by_goes_and_is_made_again_of_the_tasks_there_are() {
    on_each_database(async |test: &TestDatabase| {
        let postgres = test.database.reads().get_database_backend() == sea_orm::DbBackend::Postgres;
        let sql = (1..=3).fold(TASKS.to_owned(), |sql, number| {
            let id = format!("0000000000000000000000000000000{number}");
            let id = if postgres {
                format!("'{id}'")
            } else {
                format!("x'{id}'")
            };
            sql.replace(&format!("ID{number}"), &id)
        });
        run(
            &test.database,
            sql.replace("NOW", "'2026-11-22T18:00:00+00:00'"),
        )
        .await;
        let parents = "UPDATE tasks SET parent_number = 1 WHERE number = 2";
        run(&test.database, parents.to_owned()).await;
        let before = kept(&test.database).await;
        // Five words, two labels, two tasks that are left.
        assert_eq!(before.len(), 9, "{before:#?}");
        let newer = Migrator::migrations();
        let newer = newer.iter().filter(|one| one.name() >= "m20261122_000004");
        let newer = u32::try_from(newer.count()).unwrap();
        let again: Result<(), DbErr> = test
            .database
            .write(move |transaction| {
                Box::pin(async move {
                    Migrator::down(transaction.of_driver().await?, Some(newer)).await?;
                    Migrator::up(transaction.of_driver().await?, None).await
                })
            })
            .await;
        again.unwrap();
        assert_eq!(kept(&test.database).await, before);
    })
    .await;
}

/// As an earlier release stores them: what follows what is the order alone.
const MESSAGES: &str = "INSERT INTO conversations (id, user_id, title, created_at, updated_at) \
     VALUES (ID9, 'u', 't', NOW, NOW); \
     INSERT INTO messages (id, conversation_id, sequence, role, content, status, created_at) VALUES \
     (ID1, ID9, 1, 'user', 'a', 'complete', NOW), (ID2, ID9, 2, 'assistant', 'b', 'complete', NOW), \
     (ID3, ID9, 5, 'user', 'c', 'complete', NOW)";

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_before_are_one_branch_and_wait_to_become_findable() {
    on_each_database(async |test: &TestDatabase| {
        let newer = Migrator::migrations();
        let newer = newer.iter().filter(|one| one.name() >= "m20261122_000015");
        let newer = u32::try_from(newer.count()).unwrap();
        let down: Result<(), DbErr> = test
            .database
            .write(move |to| {
                Box::pin(async move { Migrator::down(to.of_driver().await?, Some(newer)).await })
            })
            .await;
        down.unwrap();
        let postgres = test.database.reads().get_database_backend() == sea_orm::DbBackend::Postgres;
        let sql = [1, 2, 3, 9]
            .iter()
            .fold(MESSAGES.to_owned(), |sql, number| {
                let id = format!("0000000000000000000000000000000{number}");
                let id = if postgres {
                    format!("'{id}'")
                } else {
                    format!("x'{id}'")
                };
                sql.replace(&format!("ID{number}"), &id)
            });
        let sql = sql.replace("NOW", "'2026-11-22T18:00:00+00:00'");
        run(&test.database, sql).await;
        let up: Result<(), DbErr> = test
            .database
            .write(|to| Box::pin(async move { Migrator::up(to.of_driver().await?, None).await }))
            .await;
        up.unwrap();
        let sql = "SELECT m.content || COALESCE(p.content, '-') AS row FROM messages AS m \
             LEFT JOIN messages AS p ON p.id = m.parent_id WHERE m.left_at IS NULL \
             UNION ALL SELECT 'left' AS row FROM search_backlog ORDER BY 1";
        let reads = test.database.reads();
        let statement = Statement::from_string(reads.get_database_backend(), sql);
        let rows = reads.query_all_raw(statement).await.unwrap();
        let rows: Vec<String> = rows
            .iter()
            .map(|row| row.try_get("", "row").unwrap())
            .collect();
        assert_eq!(rows, ["a-", "ba", "cb", "left"]);
    })
    .await;
}

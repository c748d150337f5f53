//! The schema that a new SQLite file takes at once.

use std::{env, fs};

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sea_orm_migration::MigratorTrait as _;
use taskflow_migrations::{Migrator, SQLITE_SCHEMA};
use taskflow_shared::testing::TestDatabase;

const COMMAND: &str = "UPDATE_EXPECT=1 cargo test -p taskflow-shared schema";

/// What was made by statements, in the order in which it was; not what SQLite makes of these.
const MADE: &str = "SELECT sql AS text FROM sqlite_schema \
     WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' \
       AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid";
const CHANGES: &str = "SELECT version AS text FROM seaql_migrations ORDER BY version";

async fn texts(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "text").unwrap())
        .collect()
}

/// Returns what the changes make of an empty database, one after the other.
async fn changed() -> DatabaseConnection {
    let connection = sea_orm::Database::connect("sqlite::memory:").await.unwrap();
    Migrator::up(&connection, None).await.unwrap();
    connection
}

fn as_file(made: &[String], changes: &[String]) -> String {
    let made: String = made.iter().map(|sql| format!("{sql};\n")).collect();
    let changes: Vec<String> = changes
        .iter()
        .map(|name| format!("('{name}', unixepoch())"))
        .collect();
    format!(
        "-- What all changes make of an empty file. Written by: {COMMAND}\n{made}\
         INSERT INTO seaql_migrations (version, applied_at) VALUES\n{};\n",
        changes.join(",\n")
    )
}

#[tokio::test]
async fn the_schema_of_a_new_file_is_what_the_changes_make() {
    let changed = changed().await;
    let expected = as_file(
        &texts(&changed, MADE).await,
        &texts(&changed, CHANGES).await,
    );
    if env::var_os("UPDATE_EXPECT").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../migrations/schema/sqlite.sql"
        );
        fs::write(path, &expected).unwrap();
        return;
    }
    assert!(
        SQLITE_SCHEMA == expected,
        "migrations/schema/sqlite.sql is not what the changes make. {COMMAND}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_file_has_it() {
    let (new, changed) = (TestDatabase::sqlite().await, changed().await);
    for sql in [MADE, CHANGES] {
        let (new, changed) = (texts(new.database.reads(), sql), texts(&changed, sql));
        assert!(new.await == changed.await, "{sql}");
    }
}

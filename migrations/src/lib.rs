//! The database schema of TaskFlow, one file a change, for SQLite and PostgreSQL alike.
//!
//! Run [`Migrator`] inside one transaction that holds the database's write lock: programs that
//! start at the same moment then wait for each other (see `taskflow_shared::database`).

use sea_orm_migration::prelude::*;

mod m20261122_000001_tasks;
mod m20261122_000002_conversations;
mod m20261122_000003_features;
mod m20261122_000004_list_indexes;
mod m20261122_000005_writes;
mod m20261122_000007_secrets;
mod m20261122_000010_run_events;
mod m20261122_000011_conversation_trash;
mod m20261122_000012_usage;
mod m20261122_000013_questions;
mod m20261122_000014_summaries;
mod m20261122_000015_search;
mod m20261122_000016_branches;
mod m20261122_000017_audit;
mod m20261122_000018_created_in_order;

/// What all changes together make of an empty SQLite file, and their names: a new file takes it at
/// once instead of each change in turn. `shared/tests/it/schema.rs` writes it.
pub const SQLITE_SCHEMA: &str = include_str!("../schema/sqlite.sql");

/// Runs statements one after the other.
async fn execute(
    manager: &SchemaManager<'_>,
    statements: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    for statement in statements {
        connection.execute_unprepared(statement.as_ref()).await?;
    }
    Ok(())
}

/// All changes of the schema, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_tasks::Migration),
            Box::new(m20261122_000002_conversations::Migration),
            Box::new(m20261122_000003_features::Migration),
            Box::new(m20261122_000004_list_indexes::Migration),
            Box::new(m20261122_000005_writes::Migration),
            Box::new(m20261122_000007_secrets::Migration),
            Box::new(m20261122_000010_run_events::Migration),
            Box::new(m20261122_000011_conversation_trash::Migration),
            Box::new(m20261122_000012_usage::Migration),
            Box::new(m20261122_000013_questions::Migration),
            Box::new(m20261122_000014_summaries::Migration),
            Box::new(m20261122_000015_search::Migration),
            Box::new(m20261122_000016_branches::Migration),
            Box::new(m20261122_000017_audit::Migration),
            Box::new(m20261122_000018_created_in_order::Migration),
        ]
    }
}

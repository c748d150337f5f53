//! When tasks were created, beside their usual order.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A list of what was created within some time is read in its usual order; without the time in
/// that index, SQLite looks up each task that it passes over. PostgreSQL puts indexes together.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, ", created_at").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, "").await
    }
}

async fn replace(manager: &SchemaManager<'_>, besides: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        return Ok(());
    }
    let index = format!(
        "CREATE INDEX tasks_smart ON tasks (user_id, list_key, number, priority, project_folded, \
         due_key, due_at, traits{besides}) WHERE deleted_at IS NULL"
    );
    execute(manager, ["DROP INDEX tasks_smart", &index]).await
}

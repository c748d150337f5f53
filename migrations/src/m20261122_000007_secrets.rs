//! What only the task server knows: the key with which it seals the questions that it asks.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL)";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "DROP TABLE secrets";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }
}

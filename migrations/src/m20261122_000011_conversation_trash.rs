//! Finding conversations that are put away: to show them, and to purge old ones.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["conversations_trash", "conversations_deleted"] {
            let drop = format!("DROP INDEX {name}");
            manager.get_connection().execute_unprepared(&drop).await?;
        }
        Ok(())
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX conversations_trash ON conversations (user_id, updated_at, id) \
     WHERE deleted_at IS NOT NULL",
    "CREATE INDEX conversations_deleted ON conversations (deleted_at) \
     WHERE deleted_at IS NOT NULL",
];

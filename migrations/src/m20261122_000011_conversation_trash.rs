//! Finding conversations that are put away: to show them, and to purge old ones.

use sea_orm_migration::prelude::*;

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let names = ["conversations_trash", "conversations_deleted"];
        execute(manager, names.map(|name| format!("DROP INDEX {name}"))).await
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX conversations_trash ON conversations (user_id, updated_at, id) \
     WHERE deleted_at IS NOT NULL",
    "CREATE INDEX conversations_deleted ON conversations (deleted_at) \
     WHERE deleted_at IS NOT NULL",
];

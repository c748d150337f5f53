//! What model calls cost: by person and day, and by conversation.

use sea_orm_migration::{prelude::*, schema::*};

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(usage_days()).await?;
        execute(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, DOWN).await?;
        manager
            .drop_table(Table::drop().table("usage_days").take())
            .await
    }
}

/// One row a person and UTC day on which a run ended.
fn usage_days() -> TableCreateStatement {
    Table::create()
        .table("usage_days")
        .col(text("user_id"))
        .col(date("day"))
        .col(big_integer("runs").default(0))
        .col(big_integer("input_tokens").default(0))
        .col(big_integer("output_tokens").default(0))
        .col(big_integer("cached_tokens").default(0))
        // How many of all these tokens an endpoint did not count, so that we guessed.
        .col(big_integer("estimated_tokens").default(0))
        .primary_key(Index::create().col("user_id").col("day"))
        .take()
}

const UP: &[&str] = &[
    "ALTER TABLE conversations ADD COLUMN input_tokens BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE conversations ADD COLUMN output_tokens BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE conversations ADD COLUMN cached_tokens BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX runs_under_way ON runs (user_id) WHERE status IN ('running', 'awaiting_input')",
];

const DOWN: &[&str] = &[
    "DROP INDEX runs_under_way",
    "ALTER TABLE conversations DROP COLUMN cached_tokens",
    "ALTER TABLE conversations DROP COLUMN output_tokens",
    "ALTER TABLE conversations DROP COLUMN input_tokens",
];

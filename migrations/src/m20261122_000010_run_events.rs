//! What watching, resuming and cancelling runs need beside what was there.

use sea_orm_migration::prelude::*;

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    // How the answer came about, so that it can be shown again: lengths of text and ids of calls
    // as a JSON array. The text and the calls themselves stand in the message.
    "ALTER TABLE runs ADD COLUMN script TEXT",
    // Set by whoever wants the run to stop; its driver looks when it renews its lease.
    "ALTER TABLE runs ADD COLUMN cancel_requested BOOLEAN NOT NULL DEFAULT FALSE",
    "CREATE INDEX runs_keys ON runs (created_at) WHERE idempotency_key IS NOT NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX runs_keys",
    "ALTER TABLE runs DROP COLUMN cancel_requested",
    "ALTER TABLE runs DROP COLUMN script",
];

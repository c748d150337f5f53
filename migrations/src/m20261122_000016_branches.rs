//! Branches: a message knows which one it follows, and whether it is on the active branch.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let id = match manager.get_database_backend() {
            DbBackend::Postgres => "UUID",
            _ => "uuid_text",
        };
        let parent = format!("ALTER TABLE messages ADD COLUMN parent_id {id}");
        execute(manager, [parent]).await?;
        execute(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    // Null while the message is on the active branch; else the sequence of the
    // conversation at which it left it. Of several that follow one message, the one that left last
    // is where the person was.
    "ALTER TABLE messages ADD COLUMN left_at BIGINT",
    // Until now each message followed the one before.
    "UPDATE messages SET parent_id = (SELECT earlier.id FROM messages AS earlier \
     WHERE earlier.conversation_id = messages.conversation_id \
     AND earlier.sequence < messages.sequence ORDER BY earlier.sequence DESC LIMIT 1)",
    "CREATE INDEX messages_active ON messages (conversation_id, sequence) WHERE left_at IS NULL",
    "CREATE INDEX messages_versions ON messages (conversation_id, parent_id, left_at, sequence)",
];

/// What the release before knows is one chain of messages: the active one.
const DOWN: &[&str] = &[
    "DELETE FROM messages WHERE left_at IS NOT NULL",
    "DROP INDEX messages_versions",
    "DROP INDEX messages_active",
    "ALTER TABLE messages DROP COLUMN left_at",
    "ALTER TABLE messages DROP COLUMN parent_id",
];

//! What earlier parts of conversations come to, in fewer words.

use sea_orm_migration::{prelude::*, schema::*};

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(summaries()).await?;
        execute(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("summaries").take())
            .await
    }
}

/// One row says what was said up to a message, that included. Rows are never changed: a later one
/// says the same and more.
fn summaries() -> TableCreateStatement {
    Table::create()
        .table("summaries")
        // The message it reaches, and so the branch it belongs to.
        .col(pk_uuid("message_id"))
        .col(uuid("conversation_id"))
        // That message's.
        .col(big_integer("sequence"))
        .col(text("content"))
        // Who wrote it.
        .col(text("model"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("summaries", "message_id")
                .to("messages", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from("summaries", "conversation_id")
                .to("conversations", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

const INDEXES: &[&str] =
    &["CREATE UNIQUE INDEX summaries_sequence ON summaries (conversation_id, sequence)"];

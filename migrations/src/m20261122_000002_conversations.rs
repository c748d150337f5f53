//! Conversations, their messages, and the runs that answer them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [conversations(), messages(), runs()] {
            manager.create_table(table).await?;
        }
        execute(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["runs", "messages", "conversations"] {
            manager
                .drop_table(Table::drop().table(table).take())
                .await?;
        }
        Ok(())
    }
}

fn conversations() -> TableCreateStatement {
    Table::create()
        .table("conversations")
        .col(pk_uuid("id"))
        .col(text("user_id"))
        .col(text("title"))
        // The sequence of the newest message; the next one is given out by raising it.
        .col(big_integer("last_sequence").default(0))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .take()
}

fn messages() -> TableCreateStatement {
    Table::create()
        .table("messages")
        .col(pk_uuid("id"))
        .col(uuid("conversation_id"))
        .col(big_integer("sequence"))
        // `user` or `assistant`.
        .col(text("role"))
        .col(text("content"))
        // The calls of an assistant message, each with its result; null where there were none.
        .col(json_binary_null("tool_calls"))
        // `complete`, or why the text is not all there: `failed`, `interrupted`, `cancelled`.
        .col(text("status"))
        .col(json_binary_null("usage"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("messages", "conversation_id")
                .to("conversations", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn runs() -> TableCreateStatement {
    Table::create()
        .table("runs")
        .col(pk_uuid("id"))
        .col(uuid("conversation_id"))
        .col(text("user_id"))
        .col(uuid("user_message_id"))
        .col(uuid_null("assistant_message_id"))
        // running, awaiting_input, completed, failed, cancelled or interrupted.
        .col(text("status"))
        // Renewed while the run is driven; past it, the run is nobody's.
        .col(timestamp_with_time_zone_null("lease_expires_at"))
        .col(text("model"))
        // A problem code and its words, where the run failed.
        .col(json_binary_null("error"))
        .col(text_null("idempotency_key"))
        .col(binary_null("body_hash"))
        .col(json_binary_null("usage"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .foreign_key(
            ForeignKey::create()
                .from("runs", "conversation_id")
                .to("conversations", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// `runs_claim` is the claim on a conversation: at most one run of it is under way.
const INDEXES: &[&str] = &[
    "CREATE INDEX conversations_recent ON conversations (user_id, updated_at, id) \
     WHERE deleted_at IS NULL",
    "CREATE UNIQUE INDEX messages_sequence ON messages (conversation_id, sequence)",
    "CREATE UNIQUE INDEX runs_claim ON runs (conversation_id) \
     WHERE status IN ('running', 'awaiting_input')",
    "CREATE INDEX runs_lease ON runs (lease_expires_at) \
     WHERE status IN ('running', 'awaiting_input')",
    "CREATE UNIQUE INDEX runs_idempotency ON runs (user_id, idempotency_key) \
     WHERE idempotency_key IS NOT NULL",
    "CREATE INDEX runs_conversation ON runs (conversation_id, created_at)",
];

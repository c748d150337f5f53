//! Questions that runs put to their people, and what they wait with.

use sea_orm_migration::{prelude::*, schema::*};

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(questions()).await?;
        // The question that a message asks, as it is shown.
        let question = json_binary_null("question");
        let messages = Table::alter().table("messages").add_column(question).take();
        manager.alter_table(messages).await?;
        execute(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, DOWN).await?;
        manager
            .drop_table(Table::drop().table("questions").take())
            .await
    }
}

fn questions() -> TableCreateStatement {
    Table::create()
        .table("questions")
        .col(pk_uuid("id"))
        .col(uuid("run_id"))
        .col(text("user_id"))
        // Which of the run's questions it is, from 1.
        .col(integer("ordinal"))
        // The message that asks it; what it says stands there.
        .col(uuid("message_id"))
        // open, accepted, declined, set_aside, expired or cancelled.
        .col(text("status"))
        // The turn as it waits; null once the question is closed.
        .col(json_binary_null("state"))
        // The calls without a result, as they are told where they never get one.
        .col(json_binary("unanswered"))
        // How the run came about since it began, or since its last question.
        .col(text("script"))
        .col(text_null("idempotency_key"))
        .col(binary_null("body_hash"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .foreign_key(
            ForeignKey::create()
                .from("questions", "run_id")
                .to("runs", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX questions_run ON questions (run_id, ordinal)",
    // A run waits for one answer at a time.
    "CREATE UNIQUE INDEX questions_open ON questions (run_id) WHERE status = 'open'",
    "CREATE INDEX questions_expiry ON questions (expires_at) WHERE status = 'open'",
    "CREATE UNIQUE INDEX questions_idempotency ON questions (user_id, idempotency_key) \
     WHERE idempotency_key IS NOT NULL",
    "CREATE INDEX questions_keys ON questions (closed_at) WHERE idempotency_key IS NOT NULL",
];

const DOWN: &[&str] = &["ALTER TABLE messages DROP COLUMN question"];

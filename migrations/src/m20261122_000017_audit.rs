//! The record of tool calls, which only grows.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(audit_events()).await?;
        execute(manager, OTHERS).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => execute(manager, POSTGRES_TRIGGERS).await,
            _ => execute(manager, SQLITE_TRIGGERS).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Its triggers go with a table.
        execute(
            manager,
            ["DROP TABLE audit_events", "DROP TABLE audit_erasures"],
        )
        .await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => execute(manager, ["DROP FUNCTION keep_audit_events()"]).await,
            _ => Ok(()),
        }
    }
}

/// One row an event of a call. It refers to no run: it stays when a conversation is purged.
fn audit_events() -> TableCreateStatement {
    Table::create()
        .table("audit_events")
        .col(text("user_id"))
        .col(uuid("run_id"))
        // Which call of the run, from 1.
        .col(integer("call_number"))
        // A decision (`allowed`, `asked`, `approved`, `denied`), or `ended`.
        .col(text("event"))
        .col(text("tool"))
        // SHA-256 of the arguments as canonical JSON.
        .col(binary("arguments_hash"))
        // `ok`, or why the call came to nothing; null with a decision to make it.
        .col(text_null("result"))
        .col(big_integer_null("duration_ms"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(
            Index::create()
                .col("user_id")
                .col("run_id")
                .col("call_number")
                .col("event"),
        )
        .take()
}

const OTHERS: &[&str] = &[
    "CREATE INDEX audit_events_age ON audit_events (created_at)",
    // Has a row only within a transaction that erases events: because a person's data is erased, or
    // the events are too old.
    "CREATE TABLE audit_erasures (allowed INTEGER NOT NULL)",
];

/// The third is for `INSERT OR REPLACE`, which removes rows without asking the second.
const SQLITE_TRIGGERS: &[&str] = &[
    "CREATE TRIGGER audit_events_not_changed BEFORE UPDATE ON audit_events \
     BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END",
    "CREATE TRIGGER audit_events_not_removed BEFORE DELETE ON audit_events \
     WHEN NOT EXISTS (SELECT 1 FROM audit_erasures) \
     BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END",
    "CREATE TRIGGER audit_events_not_replaced BEFORE INSERT ON audit_events \
     WHEN EXISTS (SELECT 1 FROM audit_events WHERE user_id = NEW.user_id \
       AND run_id = NEW.run_id AND call_number = NEW.call_number AND event = NEW.event) \
     BEGIN SELECT RAISE(IGNORE); END",
];

const POSTGRES_TRIGGERS: &[&str] = &[
    "CREATE FUNCTION keep_audit_events() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN \
       IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM audit_erasures) THEN RETURN OLD; END IF; \
       RAISE EXCEPTION 'audit_events is append-only'; \
     END $$",
    "CREATE TRIGGER audit_events_not_changed BEFORE UPDATE OR DELETE ON audit_events \
     FOR EACH ROW EXECUTE FUNCTION keep_audit_events()",
    "CREATE TRIGGER audit_events_not_truncated BEFORE TRUNCATE ON audit_events \
     FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_events()",
];

//! Tasks, their labels, the log of changes to them, and the answers to retried requests.
//!
//! No table refers to users: the MCP server over stdio runs without any.

use sea_orm_migration::{prelude::*, schema::*};

use crate::execute;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [task_lists(), tasks(), labels(), changes(), requests()] {
            manager.create_table(table).await?;
        }
        execute(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["requests", "changes", "labels", "tasks", "task_lists"] {
            manager
                .drop_table(Table::drop().table(table).take())
                .await?;
        }
        Ok(())
    }
}

/// One row a person: the last number given out, and how many tasks there are, so that neither
/// numbering nor counting ever reads the tasks themselves.
fn task_lists() -> TableCreateStatement {
    Table::create()
        .table("task_lists")
        .col(text("user_id").primary_key())
        .col(big_integer("last_number").default(0))
        .col(big_integer("pending").default(0))
        .col(big_integer("completed").default(0))
        .take()
}

fn tasks() -> TableCreateStatement {
    Table::create()
        .table("tasks")
        .col(pk_uuid("id"))
        .col(text("user_id"))
        // What people and models call the task's id: unique per person, never given out twice.
        .col(big_integer("number"))
        .col(text("title"))
        // The title in lower case without accents, for search that means the same on both databases.
        .col(text("title_folded"))
        .col(text("description").default(""))
        .col(timestamp_with_time_zone_null("completed_at"))
        // A date alone, or a moment with the zone it was meant in and the local date it falls on.
        .col(date_null("due_date"))
        .col(timestamp_with_time_zone_null("due_at"))
        .col(text_null("due_zone"))
        // RFC 5545 recurrence rule.
        .col(text_null("recurrence"))
        // 1 is the most urgent, 4 the ordinary.
        .col(small_integer("priority").default(4))
        .col(text_null("project"))
        .col(uuid_null("parent_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        // Grows by one with each write, so that a write based on an older reading is noticed.
        .col(big_integer("version").default(1))
        .foreign_key(
            ForeignKey::create()
                .from("tasks", "parent_id")
                .to("tasks", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn labels() -> TableCreateStatement {
    Table::create()
        .table("labels")
        .col(uuid("task_id"))
        .col(text("name"))
        .col(text("user_id"))
        .primary_key(Index::create().col("task_id").col("name"))
        .foreign_key(
            ForeignKey::create()
                .from("labels", "task_id")
                .to("tasks", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// Append-only but for `undone_at`. A task's row may be gone before its changes are.
fn changes() -> TableCreateStatement {
    Table::create()
        .table("changes")
        .col(pk_uuid("id"))
        .col(text("user_id"))
        .col(uuid("task_id"))
        .col(text("tool"))
        .col(json_binary_null("before"))
        .col(json_binary_null("after"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("undone_at"))
        .take()
}

fn requests() -> TableCreateStatement {
    Table::create()
        .table("requests")
        .col(text("user_id"))
        .col(text("request_id"))
        .col(text("tool"))
        // SHA-256 of the arguments, so that the same id with other arguments is noticed.
        .col(binary("arguments_hash"))
        .col(json_binary("result"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("user_id").col("request_id"))
        .take()
}

/// Partial indexes, one for each way a list is read, so that a page costs the same whatever lies
/// beside it: pending, completed and all, each in order of number.
const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX tasks_number ON tasks (user_id, number)",
    "CREATE INDEX tasks_live ON tasks (user_id, number) WHERE deleted_at IS NULL",
    "CREATE INDEX tasks_pending ON tasks (user_id, number) \
     WHERE deleted_at IS NULL AND completed_at IS NULL",
    "CREATE INDEX tasks_completed ON tasks (user_id, number) \
     WHERE deleted_at IS NULL AND completed_at IS NOT NULL",
    "CREATE INDEX tasks_due ON tasks (user_id, due_date) \
     WHERE deleted_at IS NULL AND completed_at IS NULL AND due_date IS NOT NULL",
    "CREATE INDEX tasks_project ON tasks (user_id, project) \
     WHERE deleted_at IS NULL AND project IS NOT NULL",
    "CREATE INDEX tasks_parent ON tasks (parent_id) WHERE parent_id IS NOT NULL",
    "CREATE INDEX tasks_deleted ON tasks (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX labels_user ON labels (user_id, name)",
    "CREATE INDEX changes_user ON changes (user_id, id)",
    "CREATE INDEX changes_task ON changes (task_id, id)",
    "CREATE INDEX requests_age ON requests (created_at)",
];

//! What lists are read by: an order of all tasks that suits most, the words of titles, and an
//! index for each way to sort and to filter.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use self::{
    indexes::index_statements,
    labels::label_statements,
    words::{words_table, words_triggers},
};

use crate::execute;

mod indexes;
mod labels;
mod words;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let statements = [list_key(backend), words_table(backend)]
            .into_iter()
            .chain(traits(backend))
            .chain(words_triggers(backend))
            .chain(label_statements(backend))
            .chain(index_statements(backend));
        execute(manager, statements).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (triggers, columns) = match manager.get_database_backend() {
            DbBackend::Postgres => (DOWN_POSTGRES, &[][..]),
            _ => (DOWN_SQLITE, DOWN_TRAITS),
        };
        for statements in [triggers, DOWN, columns] {
            execute(manager, statements).await?;
        }
        Ok(())
    }
}

/// `list_key` is the order in which tasks are shown unless another is asked for: the pending ones
/// by `smart_key`, which is below 10^14, then the completed ones, the last first. Computed by the
/// database, so that it cannot be forgotten.
fn list_key(backend: DbBackend) -> String {
    let (seconds, kept) = match backend {
        DbBackend::Postgres => (
            "CAST(FLOOR(EXTRACT(EPOCH FROM completed_at AT TIME ZONE 'UTC')) AS BIGINT)",
            "STORED",
        ),
        _ => ("unixepoch(substr(completed_at, 1, 19))", "VIRTUAL"),
    };
    format!(
        "ALTER TABLE tasks ADD COLUMN list_key BIGINT GENERATED ALWAYS AS \
         (CASE WHEN completed_at IS NULL THEN smart_key ELSE 1000000000000000 - {seconds} END) {kept}"
    )
}

/// Whether a task recurs, is a subtask, has no labels, as 1, 2 and 4: small enough to stand in the
/// indexes of SQLite, so that these conditions read no tasks. PostgreSQL filters by bitmaps.
fn traits(backend: DbBackend) -> Option<String> {
    (backend != DbBackend::Postgres).then(|| {
        "ALTER TABLE tasks ADD COLUMN traits SMALLINT GENERATED ALWAYS AS \
         ((recurrence IS NOT NULL) + 2 * (parent_id IS NOT NULL) + 4 * (labels = '[]')) VIRTUAL"
            .to_owned()
    })
}

const DOWN_SQLITE: &[&str] = &[
    "DROP TRIGGER labels_placed",
    "DROP TRIGGER labels_added",
    "DROP TRIGGER task_words_removed",
    "DROP TRIGGER task_words_changed",
    "DROP TRIGGER task_words_added",
];

const DOWN_POSTGRES: &[&str] = &[
    "DROP TRIGGER labels_placed ON tasks",
    "DROP TRIGGER labels_added ON labels",
    "DROP FUNCTION keep_label_placed()",
    "DROP FUNCTION keep_label_added()",
    "DROP TRIGGER task_words_changed ON tasks",
    "DROP TRIGGER task_words_kept ON tasks",
    "DROP FUNCTION keep_task_words()",
    "DROP FUNCTION title_words(TEXT)",
];

const DOWN_TRAITS: &[&str] = &["ALTER TABLE tasks DROP COLUMN traits"];

const DOWN: &[&str] = &[
    "DROP TABLE task_words",
    "DROP INDEX labels_listed",
    "DROP INDEX tasks_subtasks",
    "DROP INDEX tasks_recurring",
    "DROP INDEX tasks_created",
    "DROP INDEX tasks_project",
    "DROP INDEX tasks_priority",
    "DROP INDEX tasks_smart",
    "DROP INDEX tasks_completed_title",
    "DROP INDEX tasks_completed",
    "DROP INDEX tasks_pending",
    "DROP INDEX tasks_completed_due",
    "DROP INDEX tasks_pending_title",
    "DROP INDEX tasks_pending_due",
    "ALTER TABLE labels DROP COLUMN project_folded",
    "ALTER TABLE labels DROP COLUMN priority",
    "ALTER TABLE labels DROP COLUMN list_key",
    "ALTER TABLE labels DROP COLUMN number",
    "ALTER TABLE tasks DROP COLUMN list_key",
    "CREATE INDEX labels_user ON labels (user_id, name)",
    "CREATE INDEX tasks_project ON tasks (user_id, project_folded) \
     WHERE deleted_at IS NULL AND project_folded IS NOT NULL",
    "CREATE INDEX tasks_due ON tasks (user_id, due_date) \
     WHERE deleted_at IS NULL AND completed_at IS NULL AND due_date IS NOT NULL",
    "CREATE INDEX tasks_live ON tasks (user_id, number) WHERE deleted_at IS NULL",
    "CREATE INDEX tasks_pending ON tasks (user_id, number) \
     WHERE deleted_at IS NULL AND completed_at IS NULL",
    "CREATE INDEX tasks_completed ON tasks (user_id, number) \
     WHERE deleted_at IS NULL AND completed_at IS NOT NULL",
];

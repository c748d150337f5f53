//! What dates, projects, labels and undo need beside what was there.

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

/// The keys of tasks without a date are those of `Task::due_key` and `Task::smart_key` at the
/// ordinary priority, which is all that there was.
const UP: &[&str] = &[
    // The last change_id given out to the person.
    "ALTER TABLE task_lists ADD COLUMN last_change BIGINT NOT NULL DEFAULT 0",
    // The project in lower case without accents, for the same comparison on both databases.
    "ALTER TABLE tasks ADD COLUMN project_folded TEXT",
    // The names as they were written, as a JSON array; the table `labels` has them folded.
    "ALTER TABLE tasks ADD COLUMN labels TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE tasks ADD COLUMN repeats_from_completion BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE tasks ADD COLUMN due_key BIGINT NOT NULL DEFAULT 864000000000",
    "ALTER TABLE tasks ADD COLUMN smart_key BIGINT NOT NULL DEFAULT 10485760610688",
    // What people and models call change_id: counted per person, the same for all tasks of a call.
    "ALTER TABLE changes ADD COLUMN number BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE changes ADD COLUMN undoes BIGINT",
    "UPDATE changes SET number = ranked.position FROM (SELECT id, ROW_NUMBER() OVER \
     (PARTITION BY user_id ORDER BY created_at, id) AS position FROM changes) AS ranked \
     WHERE changes.id = ranked.id",
    "UPDATE task_lists SET last_change = (SELECT COALESCE(MAX(number), 0) FROM changes \
     WHERE changes.user_id = task_lists.user_id)",
    // A program of the release before that still runs writes no numbers, so that 0 may be there
    // several times.
    "CREATE UNIQUE INDEX changes_number ON changes \
     (user_id, number, (CASE WHEN number > 0 THEN task_id ELSE id END))",
    "DROP INDEX changes_user",
    "DROP INDEX tasks_project",
    "CREATE INDEX tasks_project ON tasks (user_id, project_folded) \
     WHERE deleted_at IS NULL AND project_folded IS NOT NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX tasks_project",
    "CREATE INDEX tasks_project ON tasks (user_id, project) \
     WHERE deleted_at IS NULL AND project IS NOT NULL",
    "CREATE INDEX changes_user ON changes (user_id, id)",
    "DROP INDEX changes_number",
    "ALTER TABLE changes DROP COLUMN undoes",
    "ALTER TABLE changes DROP COLUMN number",
    "ALTER TABLE tasks DROP COLUMN smart_key",
    "ALTER TABLE tasks DROP COLUMN due_key",
    "ALTER TABLE tasks DROP COLUMN repeats_from_completion",
    "ALTER TABLE tasks DROP COLUMN labels",
    "ALTER TABLE tasks DROP COLUMN project_folded",
    "ALTER TABLE task_lists DROP COLUMN last_change",
];

//! What writing several tasks at once, undoing and looking back over a week need beside what was
//! there.

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
    // The number of the parent, which never changes, so that showing it reads no other row.
    "ALTER TABLE tasks ADD COLUMN parent_number BIGINT",
    "UPDATE tasks SET parent_number = (SELECT parents.number FROM tasks AS parents \
     WHERE parents.id = tasks.parent_id) WHERE parent_id IS NOT NULL",
    // A label as it was written; `name` is how names are compared. There were none before.
    "ALTER TABLE labels ADD COLUMN written TEXT NOT NULL DEFAULT ''",
    // Whether the write completed one turn of a task that repeats, which leaves it pending.
    "ALTER TABLE changes ADD COLUMN repeated BOOLEAN NOT NULL DEFAULT FALSE",
    "CREATE INDEX changes_repeated ON changes (user_id, created_at) \
     WHERE repeated AND undone_at IS NULL",
    "CREATE INDEX changes_undoable ON changes (user_id, number) \
     WHERE undone_at IS NULL AND undoes IS NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX changes_undoable",
    "DROP INDEX changes_repeated",
    "ALTER TABLE changes DROP COLUMN repeated",
    "ALTER TABLE labels DROP COLUMN written",
    "ALTER TABLE tasks DROP COLUMN parent_number",
];

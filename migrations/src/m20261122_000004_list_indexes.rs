//! What lists are read by: an order of all tasks that suits most, the words of titles, and an
//! index for each way to sort and to filter.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let connection = manager.get_connection();
        for statement in [list_key(backend), words_table(backend)]
            .into_iter()
            .chain(words_triggers(backend))
            .chain(label_statements(backend))
            .chain(index_statements(backend))
        {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let triggers: &[&str] = match manager.get_database_backend() {
            DbBackend::Postgres => DOWN_POSTGRES,
            _ => DOWN_SQLITE,
        };
        for statement in triggers.iter().chain(DOWN) {
            connection.execute_unprepared(statement).await?;
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

/// What stands between words. Changed together with `domain::words` of `mcp-server`, whose tests
/// compare the two on both databases.
const BETWEEN_WORDS: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”„«»–—―•·¡¿、。「」";
/// The most letters of a word that are kept: more than anybody looks for, and few enough for an
/// index of PostgreSQL.
const MAX_WORD: usize = 64;

/// Each word of each title, under its owner, the pending and the completed tasks apart, so that the
/// words that begin with some letters lie side by side, whatever other titles say. Deleted tasks
/// have none.
fn words_table(backend: DbBackend) -> String {
    let (collation, layout) = match backend {
        DbBackend::Postgres => ("COLLATE \"C\"", ""),
        _ => ("", "WITHOUT ROWID"),
    };
    format!(
        "CREATE TABLE task_words (user_id TEXT NOT NULL, completed SMALLINT NOT NULL, \
         word TEXT {collation} NOT NULL, number BIGINT NOT NULL, \
         PRIMARY KEY (user_id, completed, word, number)) {layout}"
    )
}

/// Triggers rather than code: whoever writes a title, an import or an undo, cannot leave its words
/// behind.
fn words_triggers(backend: DbBackend) -> Vec<String> {
    match backend {
        DbBackend::Postgres => postgres_triggers(),
        _ => sqlite_triggers(),
    }
}

/// Most writes change neither the words nor where they belong.
const WORDS_CHANGED: &str = "OLD.title_folded <> NEW.title_folded \
     OR (OLD.completed_at IS NULL) <> (NEW.completed_at IS NULL) \
     OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)";

fn sqlite_triggers() -> Vec<String> {
    let add = sqlite_add("NEW");
    let remove = format!(
        "DELETE FROM task_words WHERE user_id = OLD.user_id AND completed IN (0, 1) \
         AND number = OLD.number AND word IN (SELECT substr(value, 1, {MAX_WORD}) FROM json_each({}))",
        sqlite_words("OLD.title_folded")
    );
    vec![
        sqlite_add("tasks"),
        format!("CREATE TRIGGER task_words_added AFTER INSERT ON tasks BEGIN {add}; END"),
        format!(
            "CREATE TRIGGER task_words_changed AFTER UPDATE OF title_folded, completed_at, \
             deleted_at ON tasks WHEN {WORDS_CHANGED} BEGIN {remove}; {add}; END"
        ),
        format!("CREATE TRIGGER task_words_removed AFTER DELETE ON tasks BEGIN {remove}; END"),
    ]
}

/// Adds the words of the row, or of all rows, that `task` names.
fn sqlite_add(task: &str) -> String {
    let from = if task == "tasks" { "tasks, " } else { "" };
    format!(
        "INSERT OR IGNORE INTO task_words (user_id, completed, word, number) \
         SELECT {task}.user_id, {task}.completed_at IS NOT NULL, substr(value, 1, {MAX_WORD}), \
         {task}.number FROM {from}json_each({}) WHERE value <> '' AND {task}.deleted_at IS NULL",
        sqlite_words(&format!("{task}.title_folded"))
    )
}

/// A JSON array of the words, since that is what SQLite takes apart fastest.
fn sqlite_words(title: &str) -> String {
    let spaced = BETWEEN_WORDS.chars().fold(title.to_owned(), |text, sign| {
        let sign = if sign == '\'' {
            "''".to_owned()
        } else {
            sign.to_string()
        };
        format!("replace({text}, '{sign}', ' ')")
    });
    format!("'[\"' || replace({spaced}, ' ', '\",\"') || '\"]'")
}

fn postgres_triggers() -> Vec<String> {
    let signs = BETWEEN_WORDS.replace('\'', "''");
    let spaces = BETWEEN_WORDS.chars().count();
    let body = "BEGIN \
         IF TG_OP <> 'INSERT' THEN \
           DELETE FROM task_words WHERE user_id = OLD.user_id AND completed IN (0, 1) \
             AND number = OLD.number AND word IN (SELECT title_words(OLD.title_folded)); \
         END IF; \
         IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN \
           INSERT INTO task_words (user_id, completed, word, number) \
             SELECT NEW.user_id, CASE WHEN NEW.completed_at IS NULL THEN 0 ELSE 1 END, word, \
             NEW.number FROM title_words(NEW.title_folded) AS word ON CONFLICT DO NOTHING; \
         END IF; \
         RETURN NULL; END";
    let run = "FOR EACH ROW EXECUTE FUNCTION keep_task_words()";
    [
        format!(
            "CREATE FUNCTION title_words(title TEXT) RETURNS SETOF TEXT LANGUAGE sql IMMUTABLE AS $$ \
             SELECT DISTINCT left(word, {MAX_WORD}) FROM regexp_split_to_table(\
             translate(title, '{signs}', repeat(' ', {spaces})), ' +') AS word WHERE word <> '' $$"
        ),
        "INSERT INTO task_words (user_id, completed, word, number) \
         SELECT user_id, CASE WHEN completed_at IS NULL THEN 0 ELSE 1 END, word, number \
         FROM tasks, title_words(title_folded) AS word WHERE deleted_at IS NULL"
            .to_owned(),
        format!("CREATE FUNCTION keep_task_words() RETURNS TRIGGER LANGUAGE plpgsql AS $$ {body} $$"),
        format!("CREATE TRIGGER task_words_kept AFTER INSERT OR DELETE ON tasks {run}"),
        format!(
            "CREATE TRIGGER task_words_changed AFTER UPDATE OF title_folded, completed_at, deleted_at \
             ON tasks FOR EACH ROW WHEN ({WORDS_CHANGED}) \
             EXECUTE FUNCTION keep_task_words()"
        ),
    ]
    .into()
}

/// The labels of tasks that are not deleted know where their task stands in the list, so that
/// those with a label can be read in its order.
fn label_statements(backend: DbBackend) -> Vec<String> {
    let of_task = |id: &str| {
        format!(
            "UPDATE labels SET (number, list_key) = (SELECT number, CASE WHEN deleted_at IS NULL \
             THEN list_key END FROM tasks WHERE tasks.id = labels.task_id){id}"
        )
    };
    let moved = "OLD.smart_key <> NEW.smart_key OR OLD.completed_at IS DISTINCT FROM \
         NEW.completed_at OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at";
    let columns = "UPDATE OF smart_key, completed_at, deleted_at ON tasks FOR EACH ROW";
    let added = of_task(" WHERE task_id = NEW.task_id AND name = NEW.name");
    let placed = of_task(" WHERE task_id = NEW.id");
    let mut statements: Vec<String> = [
        "ALTER TABLE labels ADD COLUMN number BIGINT",
        "ALTER TABLE labels ADD COLUMN list_key BIGINT",
    ]
    .map(str::to_owned)
    .into();
    statements.push(of_task(""));
    if backend == DbBackend::Postgres {
        let function = |name: &str, body: &str| {
            format!(
                "CREATE FUNCTION {name}() RETURNS TRIGGER LANGUAGE plpgsql AS \
                 $$ BEGIN {body}; RETURN NULL; END $$"
            )
        };
        statements.extend([
            function("keep_label_added", &added),
            function("keep_label_placed", &placed),
            "CREATE TRIGGER labels_added AFTER INSERT ON labels FOR EACH ROW \
             EXECUTE FUNCTION keep_label_added()"
                .to_owned(),
            format!(
                "CREATE TRIGGER labels_placed AFTER {columns} WHEN ({moved}) \
                 EXECUTE FUNCTION keep_label_placed()"
            ),
        ]);
    } else {
        statements.extend([
            format!("CREATE TRIGGER labels_added AFTER INSERT ON labels BEGIN {added}; END"),
            format!(
                "CREATE TRIGGER labels_placed AFTER {columns} WHEN {moved} BEGIN {placed}; END"
            ),
        ]);
    }
    statements
}

/// Pending and completed tasks have an index of their own where the order does not hold them
/// apart, so that a page of the few does not read past the many. `due_at` is in those by date so
/// that counting reads no tasks.
fn index_statements(backend: DbBackend) -> Vec<String> {
    let title = match backend {
        DbBackend::Postgres => "title_folded COLLATE \"C\"",
        _ => "title_folded",
    };
    let pending = "deleted_at IS NULL AND completed_at IS NULL";
    let completed = "deleted_at IS NULL AND completed_at IS NOT NULL";
    let live = "deleted_at IS NULL";
    let index = |name: &str, columns: &str, of: &str| {
        format!("CREATE INDEX {name} ON tasks (user_id, {columns}) WHERE {of}")
    };
    let mut statements: Vec<String> = OUTDATED.iter().map(|&sql| sql.to_owned()).collect();
    for (status, of) in [("pending", pending), ("completed", completed)] {
        statements.extend([
            index(
                &format!("tasks_{status}_due"),
                "due_key, number, due_at",
                of,
            ),
            index(
                &format!("tasks_{status}_title"),
                &format!("{title}, number"),
                of,
            ),
        ]);
    }
    statements.extend([
        index("tasks_smart", "list_key, number", live),
        index("tasks_priority", "priority, list_key, number", live),
        index("tasks_project", "project_folded, list_key, number", live),
        index("tasks_created", "created_at, list_key, number", live),
        index(
            "tasks_recurring",
            "list_key, number",
            &format!("{live} AND recurrence IS NOT NULL"),
        ),
        index(
            "tasks_subtasks",
            "list_key, number",
            &format!("{live} AND parent_id IS NOT NULL"),
        ),
        index(
            "tasks_unlabelled",
            "list_key, number",
            &format!("{live} AND labels = '[]'"),
        ),
        "CREATE INDEX labels_listed ON labels (user_id, name, list_key, number)".to_owned(),
    ]);
    statements
}

/// What the new ones do as well.
const OUTDATED: &[&str] = &[
    "DROP INDEX tasks_live",
    "DROP INDEX tasks_due",
    "DROP INDEX tasks_project",
    "DROP INDEX labels_user",
];

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

const DOWN: &[&str] = &[
    "DROP TABLE task_words",
    "DROP INDEX labels_listed",
    "DROP INDEX tasks_unlabelled",
    "DROP INDEX tasks_subtasks",
    "DROP INDEX tasks_recurring",
    "DROP INDEX tasks_created",
    "DROP INDEX tasks_project",
    "DROP INDEX tasks_priority",
    "DROP INDEX tasks_smart",
    "DROP INDEX tasks_completed_title",
    "DROP INDEX tasks_completed_due",
    "DROP INDEX tasks_pending_title",
    "DROP INDEX tasks_pending_due",
    "ALTER TABLE labels DROP COLUMN list_key",
    "ALTER TABLE labels DROP COLUMN number",
    "ALTER TABLE tasks DROP COLUMN list_key",
    "CREATE INDEX labels_user ON labels (user_id, name)",
    "CREATE INDEX tasks_project ON tasks (user_id, project_folded) \
     WHERE deleted_at IS NULL AND project_folded IS NOT NULL",
    "CREATE INDEX tasks_due ON tasks (user_id, due_date) \
     WHERE deleted_at IS NULL AND completed_at IS NULL AND due_date IS NOT NULL",
    "CREATE INDEX tasks_live ON tasks (user_id, number) WHERE deleted_at IS NULL",
];

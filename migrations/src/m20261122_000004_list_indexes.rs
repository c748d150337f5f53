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
            .chain(traits(backend))
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
        let (triggers, columns) = match manager.get_database_backend() {
            DbBackend::Postgres => (DOWN_POSTGRES, &[][..]),
            _ => (DOWN_SQLITE, DOWN_TRAITS),
        };
        for statement in triggers.iter().chain(DOWN).chain(columns) {
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

/// Whether a task recurs, is a subtask, has no labels, as 1, 2 and 4: small enough to stand in the
/// indexes of SQLite, so that these conditions read no tasks. PostgreSQL filters by bitmaps.
fn traits(backend: DbBackend) -> Option<String> {
    (backend != DbBackend::Postgres).then(|| {
        "ALTER TABLE tasks ADD COLUMN traits SMALLINT GENERATED ALWAYS AS \
         ((recurrence IS NOT NULL) + 2 * (parent_id IS NOT NULL) + 4 * (labels = '[]')) VIRTUAL"
            .to_owned()
    })
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

/// A JSON array of the words, since that is what SQLite takes apart fastest. Some signs at a time:
/// programs with a SQLite before 3.46, which people look at their tasks with, cannot even open a
/// database whose triggers nest deeper.
fn sqlite_words(title: &str) -> String {
    const AT_A_TIME: usize = 14;
    let signs: Vec<char> = BETWEEN_WORDS.chars().collect();
    let mut signs = signs.chunks(AT_A_TIME);
    let first = signs.next().unwrap_or_default();
    let first = format!("SELECT {} AS title", spaced(title, first));
    let spaced = signs.fold(first, |inner, signs| {
        format!("SELECT {} AS title FROM ({inner})", spaced("title", signs))
    });
    format!("(SELECT '[\"' || replace(title, ' ', '\",\"') || '\"]' FROM ({spaced}))")
}

fn spaced(title: &str, signs: &[char]) -> String {
    signs.iter().fold(title.to_owned(), |text, sign| {
        let sign = if *sign == '\'' {
            "''".to_owned()
        } else {
            sign.to_string()
        };
        format!("replace({text}, '{sign}', ' ')")
    })
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
/// those with a label can be read in its order, and its priority and project, which are what is
/// most asked for beside a label.
fn label_statements(backend: DbBackend) -> Vec<String> {
    let of_task = |id: &str| {
        format!(
            "UPDATE labels SET (number, list_key, priority, project_folded) = (SELECT number, \
             CASE WHEN deleted_at IS NULL THEN list_key END, priority, project_folded \
             FROM tasks WHERE tasks.id = labels.task_id){id}"
        )
    };
    let moved = "OLD.smart_key <> NEW.smart_key OR OLD.completed_at IS DISTINCT FROM \
         NEW.completed_at OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at \
         OR OLD.project_folded IS DISTINCT FROM NEW.project_folded";
    let columns =
        "UPDATE OF smart_key, completed_at, deleted_at, project_folded ON tasks FOR EACH ROW";
    let added = of_task(" WHERE task_id = NEW.task_id AND name = NEW.name");
    let placed = of_task(" WHERE task_id = NEW.id");
    let mut statements: Vec<String> = [
        "ALTER TABLE labels ADD COLUMN number BIGINT",
        "ALTER TABLE labels ADD COLUMN list_key BIGINT",
        "ALTER TABLE labels ADD COLUMN priority SMALLINT",
        "ALTER TABLE labels ADD COLUMN project_folded TEXT",
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

/// What SQLite finds in most indexes besides, so that what else a filter asks for is seen without
/// reading tasks: two conditions that are common and hardly ever meet cost a stretch of an index.
/// PostgreSQL puts several indexes together instead, and limits what an entry may take.
const BESIDES: &str = "priority, project_folded, due_key, due_at, list_key, number, traits";

/// Pending and completed tasks have an index of their own where the order does not hold them
/// apart, so that a page of the few does not read past the many. Those of a project or a label
/// are kept by priority, which serves lists sorted by it, and the two conditions together; in the
/// usual order they are four stretches.
fn index_statements(backend: DbBackend) -> Vec<String> {
    let (title, besides) = match backend {
        DbBackend::Postgres => ("title_folded COLLATE \"C\"", ""),
        _ => ("title_folded", BESIDES),
    };
    let live = "deleted_at IS NULL";
    let index = |name: &str, columns: &str, besides: &str, of: &str| {
        let besides = besides
            .split(", ")
            .filter(|&one| !columns.split(", ").any(|key| key == one));
        let columns: Vec<&str> = columns
            .split(", ")
            .chain(besides)
            .filter(|one| !one.is_empty())
            .collect();
        let columns = columns.join(", ");
        format!("CREATE INDEX {name} ON tasks (user_id, {columns}) WHERE {live}{of}")
    };
    let mut statements: Vec<String> = OUTDATED.iter().map(|&sql| sql.to_owned()).collect();
    for (status, of) in [
        ("pending", " AND completed_at IS NULL"),
        ("completed", " AND completed_at IS NOT NULL"),
    ] {
        let name = |key: &str| format!("tasks_{status}{key}");
        statements.extend([
            index(&name(""), "number", besides, of),
            index(
                &name("_due"),
                "due_key, number, due_at, list_key",
                besides,
                of,
            ),
            index(&name("_title"), &format!("{title}, number"), "", of),
        ]);
    }
    let recurring = " AND recurrence IS NOT NULL";
    let subtasks = " AND parent_id IS NOT NULL";
    statements.extend([
        index("tasks_smart", "list_key, number", besides, ""),
        index("tasks_priority", "priority, list_key, number", besides, ""),
        index(
            "tasks_project",
            "project_folded, priority, list_key, number",
            besides,
            "",
        ),
        index("tasks_created", "created_at, list_key, number", "", ""),
        index("tasks_recurring", "list_key, number", besides, recurring),
        index("tasks_subtasks", "list_key, number", besides, subtasks),
        "CREATE INDEX labels_listed ON labels \
         (user_id, name, priority, list_key, number, project_folded)"
            .to_owned(),
    ]);
    statements
}

/// What the new ones do as well.
const OUTDATED: &[&str] = &[
    "DROP INDEX tasks_live",
    "DROP INDEX tasks_pending",
    "DROP INDEX tasks_completed",
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

//! The words of titles.

use sea_orm_migration::sea_orm::DbBackend;

/// What stands between words. Changed together with `domain::words` of `mcp-server`, whose tests
/// compare the two on both databases.
const BETWEEN_WORDS: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”„«»–—―•·¡¿、。「」";
/// The most letters of a word that are kept: more than anybody looks for, and few enough for an
/// index of PostgreSQL.
const MAX_WORD: usize = 64;

/// Each word of each title, under its owner, the pending and the completed tasks apart, so that the
/// words that begin with some letters lie side by side, whatever other titles say. Deleted tasks
/// have none.
pub(super) fn words_table(backend: DbBackend) -> String {
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
pub(super) fn words_triggers(backend: DbBackend) -> Vec<String> {
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

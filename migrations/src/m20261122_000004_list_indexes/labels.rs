//! Where the task of a label stands in the list.

use sea_orm_migration::sea_orm::DbBackend;

/// The labels of tasks that are not deleted know where their task stands in the list, so that
/// those with a label can be read in its order, and its priority and project, which are what is
/// most asked for beside a label.
pub(super) fn label_statements(backend: DbBackend) -> Vec<String> {
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

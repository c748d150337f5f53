//! An index for each way to sort and to filter.

use sea_orm_migration::sea_orm::DbBackend;

/// What SQLite finds in most indexes besides, so that what else a filter asks for is seen without
/// reading tasks: two conditions that are common and hardly ever meet cost a stretch of an index.
/// PostgreSQL puts several indexes together instead, and limits what an entry may take.
const BESIDES: &str = "priority, project_folded, due_key, due_at, list_key, number, traits";

/// Pending and completed tasks have an index of their own where the order does not hold them
/// apart, so that a page of the few does not read past the many. Those of a project or a label
/// are kept by priority, which serves lists sorted by it, and the two conditions together; in the
/// usual order they are four stretches.
pub(super) fn index_statements(backend: DbBackend) -> Vec<String> {
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

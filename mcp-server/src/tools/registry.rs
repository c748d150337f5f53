//! The tools there are.

use std::sync::LazyLock;

use super::{Entry, add_task, complete_task, delete_task, list_tasks, overview, undo, update_task};

/// Described once: the definitions are the same for every request and every caller.
static TOOLS: LazyLock<[Entry; 7]> = LazyLock::new(|| {
    [
        Entry::of::<add_task::AddTask>(),
        Entry::of::<list_tasks::ListTasks>(),
        Entry::of::<complete_task::CompleteTask>(),
        Entry::of::<update_task::UpdateTask>(),
        Entry::of::<delete_task::DeleteTask>(),
        Entry::of::<undo::Undo>(),
        Entry::of::<overview::Overview>(),
    ]
});

/// Returns every tool, always in the same order.
pub(crate) fn all() -> impl Iterator<Item = &'static Entry> {
    TOOLS.iter()
}

/// Returns the tool of this name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.name() == name)
}

//! The tables that have rows of people.

use taskflow_shared::database::owned::{BY_USER, Owned};

/// All of them, those that refer to others first. A table that is missing here keeps what people
/// asked to be erased: the test `erase` of the gateway walks the whole schema.
pub(crate) const OWNED: &[Owned] = &[
    of("words of titles", "task_words"),
    of("labels", "labels"),
    of("tasks", "tasks"),
    of("changes", "changes"),
    of("answers to requests", "requests"),
    of("task lists", "task_lists"),
];

const fn of(what: &'static str, table: &'static str) -> Owned {
    Owned {
        what,
        table,
        of_person: BY_USER,
    }
}

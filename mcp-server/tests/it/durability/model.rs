//! What should be there.

use std::collections::BTreeMap;

/// A task as its writer knows it. The description belongs to the title: of a change of both, both
/// are there or neither is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) completed: bool,
}

impl State {
    /// A pending task of this title.
    pub(super) fn titled(title: String) -> Self {
        Self {
            description: format!("About {title}"),
            title,
            completed: false,
        }
    }
}

/// What was acknowledged to somebody.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Every task ever added, by number; nothing where it is deleted.
    pub(super) tasks: BTreeMap<i64, Option<State>>,
    /// The numbers of the changes.
    pub(super) changes: Vec<i64>,
}

impl Told {
    /// Adds what somebody else was told; no task and no change may be both's.
    pub(super) fn merge(&mut self, other: Self) {
        for (number, state) in other.tasks {
            let before = self.tasks.insert(number, state);
            assert_eq!(before, None, "number {number} was given out twice");
        }
        self.changes.extend(other.changes);
    }
}

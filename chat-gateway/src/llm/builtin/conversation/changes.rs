//! What the tools have changed in a conversation, and how to take it back.

use serde_json::Value;

use super::TaskRef;

/// What was changed, the newest last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Changes {
    made: Vec<Made>,
    /// The numbers of the changes that took back the last ones.
    undone: Vec<u64>,
}

/// What one step changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    /// The numbers of the changes, in order.
    pub(crate) ids: Vec<u64>,
    /// The tasks that it deleted.
    pub(crate) deleted: Vec<TaskRef>,
}

impl Changes {
    /// Remembers what came of the calls of one step.
    pub(crate) fn remember<'v>(&mut self, tool: &str, results: impl Iterator<Item = &'v Value>) {
        let (mut ids, mut deleted) = (Vec::new(), Vec::new());
        for result in results {
            ids.extend(number(result));
            if tool == "delete_task" {
                deleted.extend(TaskRef::read_all(result));
            }
        }
        if !ids.is_empty() {
            self.undone.clear();
            self.made.push(Made { ids, deleted });
        }
    }

    /// Takes in the result of a call that another model asked for.
    pub(super) fn observe(&mut self, tool: &str, result: &Value) {
        match tool {
            "undo" => {
                let taken_back = result.get("undone").and_then(Value::as_u64);
                self.made
                    .retain(|made| taken_back.is_none_or(|id| !made.ids.contains(&id)));
                self.undone = number(result).into_iter().collect();
            }
            _ => self.remember(tool, [result].into_iter()),
        }
    }

    /// Returns the last change.
    pub(crate) fn last(&self) -> Option<&Made> {
        self.made.last()
    }

    /// Returns the changes that took back the last ones.
    pub(crate) fn undone(&self) -> &[u64] {
        &self.undone
    }

    /// Returns what was deleted, the newest first, with the change that did it.
    pub(crate) fn deletions(&self) -> impl Iterator<Item = &Made> {
        self.made
            .iter()
            .rev()
            .filter(|made| !made.deleted.is_empty())
    }

    /// Notes that a change was taken back by the changes `by`.
    pub(crate) fn take_back(&mut self, ids: &[u64], by: Vec<u64>) {
        self.made.retain(|made| made.ids != ids);
        self.undone = by;
    }

    /// Notes that what was taken back was done again by the changes `by`.
    pub(crate) fn redo(&mut self, by: Vec<u64>, deleted: Vec<TaskRef>) {
        self.undone.clear();
        if !by.is_empty() {
            self.made.push(Made { ids: by, deleted });
        }
    }
}

/// Returns the number of the change that a result names.
pub(crate) fn number(result: &Value) -> Option<u64> {
    result.get("change_id").and_then(Value::as_u64)
}

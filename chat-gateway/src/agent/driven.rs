//! The runs that this process drives.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use uuid::Uuid;

/// The runs that this process drives. Clones are the same set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Driven(Arc<Mutex<HashSet<Uuid>>>);

impl Driven {
    /// Returns the ids of the runs.
    pub(crate) fn ids(&self) -> Vec<Uuid> {
        self.set().iter().copied().collect()
    }

    pub(super) fn insert(&self, run_id: Uuid) {
        self.set().insert(run_id);
    }

    pub(super) fn remove(&self, run_id: Uuid) {
        self.set().remove(&run_id);
    }

    fn set(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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

    /// Adds a run, for as long as the returned value is kept.
    pub(super) fn begin(&self, run_id: Uuid) -> Driving {
        self.set().insert(run_id);
        Driving {
            driven: self.clone(),
            run_id,
        }
    }

    fn set(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A run that is being driven; one that is dropped is no longer.
#[derive(Debug)]
pub(super) struct Driving {
    driven: Driven,
    run_id: Uuid,
}

impl Drop for Driving {
    fn drop(&mut self) {
        self.driven.set().remove(&self.run_id);
    }
}

//! The runs that this process drives.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use taskflow_shared::ids::UserId;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::run_log::RunLog;

/// The runs that this process drives, by their ids. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct LiveRuns(Arc<Mutex<HashMap<Uuid, LiveRun>>>);

/// A run that this process drives.
#[derive(Debug, Clone)]
pub(crate) struct LiveRun {
    pub(super) owner: UserId,
    pub(super) log: RunLog,
    /// Stops it, because somebody asked for that.
    pub(super) cancel: CancellationToken,
}

impl LiveRuns {
    /// Returns the ids of the runs.
    pub(crate) fn ids(&self) -> Vec<Uuid> {
        self.runs().keys().copied().collect()
    }

    /// Returns the person's run.
    pub(super) fn find(&self, owner: &UserId, run_id: Uuid) -> Option<LiveRun> {
        let runs = self.runs();
        runs.get(&run_id).filter(|run| run.owner == *owner).cloned()
    }

    /// Adds a run, for as long as the returned value is kept.
    pub(super) fn begin(&self, run_id: Uuid, run: LiveRun) -> Living {
        let log = run.log.clone();
        self.runs().insert(run_id, run);
        Living {
            runs: self.clone(),
            run_id,
            log,
        }
    }

    fn runs(&self) -> MutexGuard<'_, HashMap<Uuid, LiveRun>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A run that is being driven; one that is dropped is no longer.
#[derive(Debug)]
pub(super) struct Living {
    runs: LiveRuns,
    run_id: Uuid,
    log: RunLog,
}

impl Drop for Living {
    fn drop(&mut self) {
        // A run that has waited may be driven again before its first driver is gone.
        let mut runs = self.runs.runs();
        if let Entry::Occupied(run) = runs.entry(self.run_id)
            && run.get().log.is_same(&self.log)
        {
            run.remove();
        }
    }
}

#[cfg(test)]
mod tests {
    use taskflow_shared::testing::alice;

    use super::*;

    #[test]
    fn a_run_that_goes_on_before_its_first_driver_is_gone_stays_alive() {
        let runs = LiveRuns::default();
        let driven = || LiveRun {
            owner: alice(),
            log: RunLog::new(),
            cancel: CancellationToken::new(),
        };
        let first = runs.begin(Uuid::nil(), driven());
        let second = runs.begin(Uuid::nil(), driven());
        drop(first);
        assert!(runs.find(&alice(), Uuid::nil()).is_some());
        drop(second);
        assert!(runs.ids().is_empty());
    }
}

//! Notices that somebody's tasks changed, whichever process changed them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use taskflow_shared::ids::UserId;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::store::{StoreError, Tasks};

/// How often the database is asked while somebody listens: a question is answered from an index in
/// a fraction of a millisecond, and a host hears of a change well within a second.
pub(super) const INTERVAL: Duration = Duration::from_millis(200);
/// Subscriptions that one person may have open at once in one process.
const MAX_PER_PERSON: usize = 64;

/// Knows who is listened for, and what their last change was. Clones are the same one.
#[derive(Debug, Clone)]
pub(crate) struct Watcher {
    pub(super) tasks: Tasks,
    /// Ends every subscription.
    pub(super) stop: CancellationToken,
    listened: Arc<Mutex<Listened>>,
}

/// A person has too many subscriptions already.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("more than {MAX_PER_PERSON} subscriptions at once; end one first")]
pub(super) struct TooMany;

#[derive(Debug, Default)]
struct Listened {
    /// The number of the last change of each person somebody listens for.
    people: HashMap<UserId, watch::Sender<i64>>,
    /// Whether there is a task that asks the database.
    watching: bool,
}

impl Watcher {
    /// Watches these tasks, once somebody listens and until `stop` is cancelled.
    pub(crate) fn new(tasks: Tasks, stop: CancellationToken) -> Self {
        Self {
            tasks,
            stop,
            listened: Arc::default(),
        }
    }

    /// Returns what tells the number of the person's last change from now on.
    pub(super) fn of(&self, user: &UserId) -> Result<watch::Receiver<i64>, TooMany> {
        let mut listened = self.listened();
        let last = listened.people.entry(user.clone()).or_default();
        if last.receiver_count() >= MAX_PER_PERSON {
            return Err(TooMany);
        }
        let receiver = last.subscribe();
        if !std::mem::replace(&mut listened.watching, true) {
            tokio::spawn(self.clone().watch());
        }
        Ok(receiver)
    }

    /// Asks again and again, until nobody listens any more.
    async fn watch(self) {
        let mut failing = false;
        while let Some(people) = self.people_listened_for() {
            let asked = self.ask(&people).await;
            if let (Err(error), false) = (&asked, failing) {
                tracing::warn!(%error, "changes cannot be watched; trying on");
            }
            failing = asked.is_err();
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// Returns the people somebody listens for; `None`, once and for all, where there are none.
    fn people_listened_for(&self) -> Option<Vec<UserId>> {
        let mut listened = self.listened();
        listened.people.retain(|_, last| last.receiver_count() > 0);
        listened.watching = !listened.people.is_empty() && !self.stop.is_cancelled();
        let people = listened.people.keys().cloned().collect();
        listened.watching.then_some(people)
    }

    async fn ask(&self, people: &[UserId]) -> Result<(), StoreError> {
        let found = self.tasks.last_changes(people).await?;
        let listened = self.listened();
        for (user, number) in found {
            if let Some(last) = listened.people.get(&user) {
                last.send_if_modified(|last| std::mem::replace(last, number) != number);
            }
        }
        Ok(())
    }

    fn listened(&self) -> MutexGuard<'_, Listened> {
        self.listened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

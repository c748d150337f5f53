//! Keeping the claim of a run, and storing what it came to.

use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::run::Agent;
use crate::{
    run_log::{Answer, Failure, RunEvent, RunLog},
    store::{
        StoreError,
        runs::{BegunTurn, LEASE, TurnEnd},
    },
};

/// How long the pause between tries to store the end of a run grows.
const MAX_STORE_PAUSE: Duration = Duration::from_secs(2);

impl Agent {
    /// Says again and again that the run is under way; returns why, when it is not to be any more.
    pub(super) async fn keep_lease(&self, run_id: Uuid, lease: Lease) -> Failure {
        let period = LEASE.to_std().unwrap_or_default() / 3;
        loop {
            tokio::time::sleep(period).await;
            match self.store.renew_lease(run_id).await {
                Ok(true) if lease == Lease::UntilCancelled => return Failure::Cancelled,
                Ok(_) => {}
                Err(StoreError::RunEnded) => return Failure::Interrupted,
                Err(error) => tracing::warn!(%error, "the lease could not be renewed"),
            }
        }
    }

    /// Stores the end of a run.
    pub(super) async fn store_end(
        &self,
        turn: &BegunTurn,
        end: TurnEnd,
        failure: Option<Failure>,
    ) -> Result<Answer, Failure> {
        let at = until_stored(|| self.store.end_turn(turn, end.clone())).await?;
        let answer = Answer {
            message_id: end.message_id,
            text: end.text,
            tool_calls: end.tool_calls,
            question: None,
            at,
        };
        failure.map_or(Ok(answer), Err)
    }
}

/// Stores what a run came to, again and again until it is stored or no longer ours to store: what
/// the tools have done must not be forgotten because the database was away for a moment.
pub(super) async fn until_stored<F>(store: impl Fn() -> F) -> Result<DateTime<Utc>, Failure>
where
    F: Future<Output = Result<DateTime<Utc>, StoreError>>,
{
    let mut pause = Duration::from_millis(50);
    loop {
        match store().await {
            Ok(at) => return Ok(at),
            Err(StoreError::RunEnded) => return Err(Failure::Interrupted),
            Err(error) => tracing::error!(%error, "what a run came to could not be stored yet"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(MAX_STORE_PAUSE);
    }
}

/// What a lease is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lease {
    /// To answer, unless somebody asks for it to be stopped.
    UntilCancelled,
    /// To store what it came to.
    UntilStored,
}

/// Ends a run's log, with a fault of our own if nothing better is known.
pub(super) struct Ending<'a> {
    pub(super) log: &'a RunLog,
}

impl Ending<'_> {
    pub(super) fn with(self, ended: Result<Answer, Failure>) {
        self.log.append(RunEvent::Ended(ended));
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if self.log.end().is_none() {
            self.log.append(RunEvent::Ended(Err(Failure::Internal)));
        }
    }
}

//! Watching runs, wherever they are driven, and stopping them.

use std::time::Duration;

use serde_json::Value;
use taskflow_shared::ids::UserId;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::run::{Agent, StartedRun};
use crate::{
    run_log::{Answer, Failure, RunEvent, RunLog, script},
    store::{
        StoreError,
        runs::{Run, RunStatus},
    },
};

/// How often a run is looked at that another program drives.
const LOOK_PERIOD: Duration = Duration::from_millis(250);
/// How long a run that is asked to stop is waited for: another program looks within a third of
/// the lease.
const STOP_WAIT: Duration = Duration::from_secs(8);

impl Agent {
    /// Returns the run to be watched from any event on: as it goes, where this program drives it;
    /// from storage, once it is over.
    pub(crate) async fn watch(&self, owner: &UserId, run: Run) -> Result<StartedRun, StoreError> {
        let (run_id, conversation_id) = (run.id, run.conversation_id);
        let log = match self.live.find(owner, run_id) {
            Some(live) => live.log,
            None if run.status == RunStatus::Running => self.watch_elsewhere(owner.clone(), run_id),
            None => RunLog::replayed(self.events(&run).await?),
        };
        Ok(StartedRun {
            run_id,
            conversation_id,
            log,
        })
    }

    /// Asks the run to stop, waits until it has, and returns it. One that is over stays as it is.
    pub(crate) async fn cancel(&self, owner: &UserId, run_id: Uuid) -> Result<Run, StoreError> {
        let run = self.store.run(owner, run_id).await?;
        if run.status != RunStatus::Running {
            return Ok(run);
        }
        self.store.request_cancel(owner, run_id).await?;
        if let Some(live) = self.live.find(owner, run_id) {
            live.cancel.cancel();
        }
        // One that takes longer is still told as running.
        let _ = timeout(STOP_WAIT, self.ended(owner, run)).await;
        self.store.run(owner, run_id).await
    }

    /// Waits until the run is over.
    pub(super) async fn ended(&self, owner: &UserId, run: Run) -> Result<(), StoreError> {
        self.watch(owner, run).await?.log.ended().await;
        Ok(())
    }

    /// What another program does is seen when it is stored. A run may also have been begun by this
    /// program a moment ago.
    fn watch_elsewhere(&self, owner: UserId, run_id: Uuid) -> RunLog {
        let log = RunLog::new();
        let (agent, shown) = (self.clone(), log.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = agent.copy(&owner, run_id, &shown) => {}
                () = agent.interrupt.cancelled() => {}
            }
        });
        log
    }

    async fn copy(&self, owner: &UserId, run_id: Uuid, log: &RunLog) {
        loop {
            if let Some(live) = self.live.find(owner, run_id) {
                return live.log.copy_to(log).await;
            }
            match self.events_once_ended(owner, run_id).await {
                Ok(Some(events)) => return events.into_iter().for_each(|event| log.append(event)),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, %run_id, "a run cannot be looked at"),
            }
            sleep(LOOK_PERIOD).await;
        }
    }

    async fn events_once_ended(
        &self,
        owner: &UserId,
        run_id: Uuid,
    ) -> Result<Option<Vec<RunEvent>>, StoreError> {
        let run = self.store.run(owner, run_id).await?;
        match run.status {
            RunStatus::Running => Ok(None),
            _ => self.events(&run).await.map(Some),
        }
    }

    /// The events of a run that is over. Of one whose program was killed only the end is left.
    async fn events(&self, run: &Run) -> Result<Vec<RunEvent>, StoreError> {
        let Some(answer) = self.store.answer(run).await? else {
            return Ok(vec![RunEvent::Ended(Err(failure(run)))]);
        };
        let mut events = script::replay(&answer.script, &answer.text, &answer.tool_calls);
        let ended = match run.status {
            RunStatus::Completed => Ok(Answer {
                message_id: answer.message_id,
                text: answer.text,
                tool_calls: answer.tool_calls,
                at: answer.at,
            }),
            _ => Err(failure(run)),
        };
        events.push(RunEvent::Ended(ended));
        Ok(events)
    }
}

fn failure(run: &Run) -> Failure {
    let code = run.error.as_ref().and_then(|error| error.get("code"));
    code.and_then(Value::as_str)
        .map_or(Failure::Interrupted, Failure::of_code)
}

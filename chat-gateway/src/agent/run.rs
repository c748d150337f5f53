//! Driving a run: carries out the steps of the pure machine, tells the run's log, and stores what
//! it came to. A run goes on whether or not anybody watches.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::FutureExt as _;
use tokio::time::{Instant, timeout_at};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument as _;
use uuid::Uuid;

use super::{
    ending::{Ending, Lease},
    live::{LiveRun, LiveRuns},
    progress::Progress,
    queue::Queues,
    start::NewMessage,
};
use crate::{
    domain::{Person, Quotas},
    llm::LanguageModel,
    mcp::toolbox::Toolbox,
    run_log::{Failure, RunLog},
    store::{
        Store, StoreError,
        runs::{BegunTurn, NewTurn},
    },
};

/// Answers messages.
#[derive(Clone)]
pub(crate) struct Agent {
    pub(crate) store: Store,
    pub(crate) model: Arc<dyn LanguageModel>,
    pub(crate) toolbox: Toolbox,
    /// How long a turn may take.
    pub(crate) turn_timeout: Duration,
    /// How much a person may use.
    pub(crate) quotas: Quotas,
    /// The runs under way, as tasks.
    pub(crate) runs: TaskTracker,
    /// The runs under way, by their ids: theirs is not a lost lease, however late it is renewed.
    pub(crate) live: LiveRuns,
    /// The messages that wait for their conversations.
    pub(crate) queues: Queues,
    /// Ends the runs under way.
    pub(crate) interrupt: CancellationToken,
}

/// A run that was begun.
#[derive(Debug)]
pub(crate) struct StartedRun {
    pub(crate) run_id: Uuid,
    pub(crate) conversation_id: Uuid,
    pub(crate) log: RunLog,
}

impl Agent {
    /// Stores a message and begins to answer it, if nothing of its conversation is under way.
    pub(super) async fn begin(&self, message: NewMessage) -> Result<StartedRun, StoreError> {
        let agent = self.clone();
        let span = tracing::Span::current();
        let begin = async move {
            let person = message.person;
            let turn = NewTurn {
                owner: person.user.clone(),
                conversation_id: message.conversation_id,
                message: message.text,
                model: agent.model.name().to_owned(),
                key: message.key,
                quotas: agent.quotas,
            };
            let turn = agent.store.begin_turn(turn).await?;
            let (run_id, conversation_id) = (turn.run_id, turn.conversation_id);
            let log = RunLog::new();
            let span = tracing::info_span!("run", %run_id, %conversation_id);
            let live = LiveRun {
                owner: person.user.clone(),
                log: log.clone(),
                cancel: CancellationToken::new(),
            };
            let living = agent.live.begin(run_id, live.clone());
            let drive = agent.clone().drive(person, turn, live).instrument(span);
            agent.runs.spawn(async move {
                drive.await;
                drop(living);
            });
            Ok(StartedRun {
                run_id,
                conversation_id,
                log,
            })
        };
        let begun = self.runs.spawn(begin.instrument(span)).await;
        begun.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
    }

    async fn drive(self, person: Person, turn: BegunTurn, live: LiveRun) {
        let LiveRun { log, cancel, .. } = live;
        // However this ends, those who watch are told that it has.
        let ending = Ending { log: &log };
        let started = Instant::now();
        let mut progress = Progress::default();
        let deadline = started + self.turn_timeout;
        let carried_out = self.carry_out(&person, &turn, deadline, &mut progress, &log);
        let carried_out = AssertUnwindSafe(timeout_at(deadline, carried_out)).catch_unwind();
        let result = tokio::select! {
            biased;
            result = carried_out => match result {
                Ok(Ok(result)) => result,
                Ok(Err(_)) => Err(Failure::TimedOut),
                Err(_) => Err(Failure::Internal),
            },
            () = cancel.cancelled() => Err(Failure::Cancelled),
            () = self.interrupt.cancelled() => Err(Failure::Interrupted),
            failure = self.keep_lease(turn.run_id, Lease::UntilCancelled) => Err(failure),
        };
        let end = progress.into_end(self.store.new_id(), log.script(), result);
        let (tool_calls, status) = (end.tool_calls.len(), end.status);
        let ended = tokio::select! {
            biased;
            ended = self.store_end(&turn, end, result.err()) => ended,
            failure = self.keep_lease(turn.run_id, Lease::UntilStored) => Err(failure),
        };
        tracing::info!(
            ?status,
            model = self.model.name(),
            tool_calls,
            duration_ms = started.elapsed().as_millis() as u64,
            error = ended.as_ref().err().map(|failure| failure.code()),
            "run ended"
        );
        ending.with(ended);
    }
}

//! Driving a run: carries out the steps of the pure machine, tells the run's log, and stores what
//! it came to. A run goes on whether or not anybody watches.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use chrono::TimeDelta;
use futures::FutureExt as _;
use serde_json::Value;
use taskflow_shared::telemetry::traces::Parent;
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
    steps::Outcome,
    summary::Folds,
};
use crate::{
    domain::{Person, Quotas, ToolPolicy, question::Reply},
    llm::LanguageModel,
    mcp::toolbox::Toolbox,
    run_log::{Failure, RunLog},
    store::{
        Store, StoreError,
        runs::{BegunTurn, NewTurn, RunStatus},
    },
    telemetry::ObservedRun,
};

/// Answers messages.
#[derive(Clone)]
pub(crate) struct Agent {
    pub(crate) store: Store,
    pub(crate) model: Arc<dyn LanguageModel>,
    /// Those of the models that can sum up a conversation.
    pub(crate) summarizer: Option<Arc<dyn LanguageModel>>,
    pub(crate) toolbox: Toolbox,
    /// How long a turn may take.
    pub(crate) turn_timeout: Duration,
    /// How long a question waits for its answer.
    pub(crate) question_timeout: TimeDelta,
    /// Which tools may be called, and which only after the person was asked.
    pub(crate) policy: Arc<ToolPolicy>,
    /// How much a person may use.
    pub(crate) quotas: Quotas,
    /// The runs under way, as tasks.
    pub(crate) runs: TaskTracker,
    /// The runs under way, by their ids: theirs is not a lost lease, however late it is renewed.
    pub(crate) live: LiveRuns,
    /// The messages that wait for their conversations.
    pub(crate) queues: Queues,
    /// The conversations that are being summed up.
    pub(crate) folds: Folds,
    /// Ends the runs under way.
    pub(crate) interrupt: CancellationToken,
}

/// A run that was begun, or gone on with.
#[derive(Debug)]
pub(crate) struct StartedRun {
    pub(crate) run_id: Uuid,
    pub(crate) conversation_id: Uuid,
    pub(crate) log: RunLog,
    /// The number of the event with which the answer to the request begins.
    pub(crate) from: usize,
}

/// What is to be driven.
pub(super) struct Work {
    pub(super) person: Person,
    pub(super) turn: BegunTurn,
    /// What the turn waited with, and the answer it waited for.
    pub(super) waited: Option<(Value, Reply)>,
    /// In which trace it was asked for.
    pub(super) caller: Parent,
}

impl Agent {
    /// Stores a message and begins to answer it, if nothing of its conversation is under way. A
    /// question that it waits for is set aside if it is this one.
    pub(super) async fn begin(
        &self,
        message: NewMessage,
        sets_aside: Option<Uuid>,
    ) -> Result<StartedRun, StoreError> {
        let (agent, caller) = (self.clone(), Parent::current());
        self.whatever_happens(async move {
            let person = message.person;
            let turn = NewTurn {
                owner: person.user.clone(),
                conversation_id: message.conversation_id,
                message: message.text,
                model: agent.model.name().to_owned(),
                key: message.key,
                quotas: agent.quotas,
                sets_aside,
            };
            let turn = agent.store.begin_turn(turn).await?;
            let work = Work {
                person,
                turn,
                waited: None,
                caller,
            };
            Ok(agent.spawn(work, RunLog::new(), 0))
        })
        .await
    }

    /// Drives a run in the background, for as long as that takes.
    pub(super) fn spawn(&self, work: Work, log: RunLog, from: usize) -> StartedRun {
        let (run_id, conversation_id) = (work.turn.run_id, work.turn.conversation_id);
        let span = tracing::info_span!("run", %run_id, %conversation_id);
        let live = LiveRun {
            owner: work.person.user.clone(),
            log: log.clone(),
            cancel: CancellationToken::new(),
        };
        let living = self.live.begin(run_id, live.clone());
        let ids = (run_id, conversation_id);
        let observed = ObservedRun::begin(&work.caller, ids, self.model.name());
        let drive = self.clone().drive(work, live, observed).instrument(span);
        self.runs.spawn(async move {
            drive.await;
            drop(living);
        });
        StartedRun {
            run_id,
            conversation_id,
            log,
            from,
        }
    }

    /// Does this even if the caller stops waiting for it.
    pub(super) async fn whatever_happens<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let done = self.runs.spawn(work.instrument(tracing::Span::current()));
        let done = done.await;
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
    }

    async fn drive(self, work: Work, live: LiveRun, observed: ObservedRun) {
        let LiveRun { log, cancel, .. } = live;
        // However this ends, those who watch are told that it has.
        let ending = Ending { log: &log };
        let started = Instant::now();
        let mut progress = Progress::default();
        let deadline = started + self.turn_timeout;
        let turn = work.turn.clone();
        let carried_out = self.carry_out(work, deadline, &mut progress, &log, &observed);
        let carried_out = observed.around(carried_out);
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
        let result = match result {
            Ok(Outcome::Asks) => match self.pause(&turn, &mut progress, &log).await {
                Ok(()) => {
                    observed.end(RunStatus::AwaitingInput, None, None);
                    return tracing::info!("run waits for its person");
                }
                Err(failure) => Err(failure),
            },
            Ok(Outcome::Stopped(reason)) => Ok(Some(reason)),
            Ok(Outcome::Answered) => Ok(None),
            Err(failure) => Err(failure),
        };
        let fold = progress.fold.take().filter(|_| result.is_ok());
        let end = progress.into_end(self.store.new_id(), log.script(), result);
        let (tool_calls, status, usage) = (end.tool_calls.len(), end.status, end.usage);
        let model = end.model.clone();
        let ended = tokio::select! {
            biased;
            ended = self.store_end(&turn, end, result.err()) => ended,
            failure = self.keep_lease(turn.run_id, Lease::UntilStored) => Err(failure),
        };
        let error = ended.as_ref().err().map(|failure| failure.code());
        tracing::info!(
            ?status,
            model = model.as_deref().unwrap_or(self.model.name()),
            tool_calls,
            duration_ms = started.elapsed().as_millis() as u64,
            error,
            "run ended"
        );
        observed.end(status, usage, error);
        let is_stored = ended.is_ok();
        ending.with(ended);
        if let Some(fold) = fold.filter(|_| is_stored) {
            self.fold_later(turn, fold);
        }
    }
}

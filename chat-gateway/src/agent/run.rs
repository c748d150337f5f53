//! Driving a run: carries out the steps of the pure machine, tells the run's log, and stores what
//! it came to. A run goes on whether or not anybody watches.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::{FutureExt as _, StreamExt as _, stream::FuturesUnordered};
use taskflow_shared::telemetry::traces::Parent;
use tokio::time::{Instant, timeout_at};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument as _;
use uuid::Uuid;

use super::{
    history,
    limits::MAX_HISTORY_MESSAGES,
    live::{LiveRun, LiveRuns},
    progress::{Progress, stop_words},
    prompt::instructions,
    queue::Queues,
    start::NewMessage,
    turn::{Finish, Step, StopReason, Turn},
};
use crate::{
    domain::{Person, PlannedCall, Quotas},
    llm::{Completion, LanguageModel, Message, ModelError, ModelEvent, ModelRequest},
    mcp::toolbox::Toolbox,
    run_log::{Answer, Failure, RunEvent, RunLog},
    store::{
        Store, StoreError,
        runs::{BegunTurn, LEASE, NewTurn, TurnEnd},
    },
    telemetry::{ModelCall, ObservedRun, tool_refused},
};

/// How long the pause between tries to store the end of a run grows.
const MAX_STORE_PAUSE: Duration = Duration::from_secs(2);

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
        let (span, caller) = (tracing::Span::current(), Parent::current());
        let begin = async move {
            let person = message.person;
            let turn = NewTurn {
                owner: person.user.clone(),
                conversation_id: message.conversation_id,
                asked: message.asked,
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
            let ids = (run_id, conversation_id);
            let observed = ObservedRun::begin(&caller, ids, agent.model.name());
            let drive = agent.clone().drive(person, turn, live, observed);
            let drive = drive.instrument(span);
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

    async fn drive(self, person: Person, turn: BegunTurn, live: LiveRun, observed: ObservedRun) {
        let LiveRun { log, cancel, .. } = live;
        // However this ends, those who watch are told that it has.
        let ending = Ending { log: &log };
        let started = Instant::now();
        let mut progress = Progress::default();
        let deadline = started + self.turn_timeout;
        let carried_out = self.carry_out(&person, &turn, deadline, &mut progress, &log, &observed);
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
        let end = progress.into_end(self.store.new_id(), log.script(), result);
        let (tool_calls, status, usage) = (end.tool_calls.len(), end.status, end.usage);
        let ended = tokio::select! {
            biased;
            ended = self.store_end(&turn, end, result.err()) => ended,
            failure = self.keep_lease(turn.run_id, Lease::UntilStored) => Err(failure),
        };
        let error = ended.as_ref().err().map(|failure| failure.code());
        tracing::info!(
            ?status,
            model = self.model.name(),
            tool_calls,
            duration_ms = started.elapsed().as_millis() as u64,
            error,
            "run ended"
        );
        observed.end(status, usage, error);
        ending.with(ended);
    }

    async fn carry_out(
        &self,
        person: &Person,
        begun: &BegunTurn,
        deadline: Instant,
        progress: &mut Progress,
        log: &RunLog,
        observed: &ObservedRun,
    ) -> Result<Option<StopReason>, Failure> {
        let (tools, messages) = tokio::join!(
            self.toolbox.tools(person),
            self.messages_for_model(person, begun)
        );
        let tools = tools.map_err(|error| {
            tracing::error!(%error, "the tools cannot be listed");
            Failure::ToolsUnavailable
        })?;
        let turn = progress.turn.insert(Turn::new(messages?, tools));
        let mut step = Step::AskModel;
        loop {
            step = match step {
                Step::AskModel => {
                    let completion = self
                        .ask(turn, deadline, &mut progress.unfinished, log, observed)
                        .await?;
                    let text = std::mem::take(&mut progress.unfinished);
                    let shown = turn.text().len() + text.len();
                    let next = turn.answered(&text, completion);
                    tell_rest(turn, shown, log);
                    next
                }
                Step::CallTools(batches) => {
                    self.call_tools(person, turn, batches, log).await;
                    turn.step_done()
                }
                Step::Finish(Finish::Answered) => return Ok(None),
                Step::Finish(Finish::Stopped(reason)) => {
                    let shown = turn.text().len();
                    turn.add_paragraph(stop_words(reason));
                    tell_rest(turn, shown, log);
                    return Ok(Some(reason));
                }
            };
        }
    }

    async fn messages_for_model(
        &self,
        person: &Person,
        turn: &BegunTurn,
    ) -> Result<Vec<Message>, Failure> {
        let earlier = self
            .store
            .messages_before(turn, MAX_HISTORY_MESSAGES, history::budget());
        let earlier = earlier.await.map_err(|error| {
            tracing::error!(%error, "the conversation cannot be read");
            Failure::Internal
        })?;
        let mut messages = vec![Message::System(instructions(person, self.store.now()))];
        messages.extend(history::for_model(&earlier, &turn.message));
        Ok(messages)
    }

    /// Asks the model and passes its words on as they come.
    async fn ask(
        &self,
        turn: &Turn,
        deadline: Instant,
        text: &mut String,
        log: &RunLog,
        observed: &ObservedRun,
    ) -> Result<Completion, Failure> {
        let request = ModelRequest {
            messages: turn.messages().to_vec(),
            tools: Arc::clone(turn.tools()),
            deadline,
        };
        let mut call = ModelCall::begin(self.model.name());
        let mut events = self.model.respond(request);
        while let Some(event) = events.next().await {
            match event {
                Ok(ModelEvent::Text(words)) => {
                    let words = match text.as_str() {
                        "" => format!("{}{words}", turn.separator()),
                        _ => words,
                    };
                    text.push_str(&words);
                    log.append(RunEvent::Text(words));
                    call.spoke(observed);
                }
                Ok(ModelEvent::Done(mut completion)) => {
                    let estimate = || turn.estimated_usage(text, &completion.tool_calls);
                    completion.usage = Some(completion.usage.unwrap_or_else(estimate));
                    call.answered(&completion);
                    return Ok(completion);
                }
                Err(error) => {
                    let causes = causes(&error);
                    call.failed(&error);
                    tracing::warn!(%error, causes, model = self.model.name(), "the model failed");
                    return Err(Failure::from(&error));
                }
            }
        }
        call.cut_off();
        tracing::warn!(
            model = self.model.name(),
            "the model's answer ended without an end"
        );
        Err(Failure::ModelCutOff)
    }

    async fn call_tools(
        &self,
        person: &Person,
        turn: &mut Turn,
        batches: Vec<Vec<PlannedCall>>,
        log: &RunLog,
    ) {
        for record in turn.refused() {
            tool_refused();
            log.append(RunEvent::from(&record));
            log.append(RunEvent::ToolFinished(record));
        }
        for batch in batches {
            let mut running: FuturesUnordered<_> = batch
                .iter()
                .map(|call| {
                    log.append(RunEvent::from(call));
                    async move { (call.position, self.toolbox.call(person, call).await) }
                })
                .collect();
            while let Some((position, outcome)) = running.next().await {
                if let Some(record) = turn.called(position, outcome) {
                    log.append(RunEvent::ToolFinished(record));
                }
            }
        }
    }

    /// Says again and again that the run is under way; returns why, when it is not to be any more.
    async fn keep_lease(&self, run_id: Uuid, lease: Lease) -> Failure {
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

    /// Stores the end of a run, again and again until it is stored or no longer ours to store: what
    /// the tools have done must not be forgotten because the database was away for a moment.
    async fn store_end(
        &self,
        turn: &BegunTurn,
        end: TurnEnd,
        failure: Option<Failure>,
    ) -> Result<Answer, Failure> {
        let mut pause = Duration::from_millis(50);
        loop {
            match self.store.end_turn(turn, end.clone()).await {
                Ok(at) => {
                    let TurnEnd {
                        message_id,
                        text,
                        tool_calls,
                        ..
                    } = end;
                    return failure.map_or(
                        Ok(Answer {
                            message_id,
                            text,
                            tool_calls,
                            at,
                        }),
                        Err,
                    );
                }
                Err(StoreError::RunEnded) => return Err(Failure::Interrupted),
                Err(error) => tracing::error!(%error, "the end of a run could not be stored yet"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(MAX_STORE_PAUSE);
        }
    }
}

/// What a lease is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lease {
    /// To answer, unless somebody asks for it to be stopped.
    UntilCancelled,
    /// To store what it came to.
    UntilStored,
}

/// Ends a run's log, with a fault of our own if nothing better is known.
struct Ending<'a> {
    log: &'a RunLog,
}

impl Ending<'_> {
    fn with(self, ended: Result<Answer, Failure>) {
        self.log.append(RunEvent::Ended(ended));
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        // Nothing is added to a log that has its end.
        self.log.append(RunEvent::Ended(Err(Failure::Internal)));
    }
}

/// Passes on text that the machine added to what was shown.
fn tell_rest(turn: &Turn, shown: usize, log: &RunLog) {
    if let Some(rest) = turn.text().get(shown..).filter(|rest| !rest.is_empty()) {
        log.append(RunEvent::Text(rest.to_owned()));
    }
}

/// The causes of an error in a row: the innermost is the one that helps.
fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

impl From<&ModelError> for Failure {
    fn from(error: &ModelError) -> Self {
        match error {
            ModelError::Unreachable(_) => Self::ModelUnreachable,
            ModelError::KeyRefused { .. } => Self::ModelKeyRefused,
            ModelError::Busy { retry_after } => Self::ModelBusy {
                retry_after: *retry_after,
            },
            ModelError::Failed { .. } => Self::ModelFailed,
            ModelError::Rejected { .. } => Self::ModelRejected,
            ModelError::CutOff(_) => Self::ModelCutOff,
            ModelError::TimedOut => Self::TimedOut,
        }
    }
}

//! Carrying out the steps of a turn: asking the model, and calling tools.

use std::sync::Arc;

use futures::{StreamExt as _, stream::FuturesUnordered};
use tokio::time::Instant;

use super::{
    history::{EXPIRED, SET_ASIDE},
    limits::history_bytes,
    progress::{Progress, stop_words},
    run::{Agent, Work},
    turn::{Finish, Step, StopReason, Turn},
};
use crate::{
    domain::{CallRecord, Called, Person, PlannedCall},
    llm::{Completion, ModelError, ModelEvent, ModelRequest},
    run_log::{Failure, RunEvent, RunLog},
    store::questions::Closed,
    telemetry::{ModelCall, ObservedRun, tool_refused},
};

/// How the steps of a turn came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The model said what it wanted to say.
    Answered,
    /// The turn ran into a bound.
    Stopped(StopReason),
    /// The person has to be asked.
    Asks,
}

impl Agent {
    pub(super) async fn carry_out(
        &self,
        work: Work,
        deadline: Instant,
        progress: &mut Progress,
        log: &RunLog,
        observed: &ObservedRun,
    ) -> Result<Outcome, Failure> {
        let person = &work.person;
        // In boxes, which are gone while the model is waited for: that is when a run takes room.
        let tools = Box::pin(self.toolbox.tools(person));
        let tools = tools.await.map_err(|error| {
            tracing::error!(%error, "the tools cannot be listed");
            Failure::ToolsUnavailable
        })?;
        let bytes = history_bytes(self.model.context_tokens(), &tools);
        let context = Box::pin(self.context(person, &work.turn, bytes));
        let context = context.await.map_err(|error| {
            tracing::error!(%error, "the conversation cannot be read");
            Failure::Internal
        })?;
        progress.fold = context.fold;
        let history = context.messages;
        let policy = Arc::clone(&self.policy);
        let (turn, mut step) = match work.waited {
            None => {
                let turn = Turn::new(history, tools, policy);
                let turn = progress.turn.insert(turn);
                begin(turn, work.turn.closed, log);
                (turn, Step::AskModel)
            }
            Some((state, reply)) => {
                let turn = Turn::resumed(state, history, tools, policy).map_err(unreadable)?;
                let turn = progress.turn.insert(turn);
                if let Some(record) = turn.replied(&reply) {
                    tell_unmade(record, log);
                }
                let step = turn.batch_done();
                (turn, step)
            }
        };
        loop {
            if !matches!(step, Step::CallTools(_)) {
                self.note_decided(&work.turn, turn).await?;
            }
            step = match step {
                Step::AskModel => {
                    let (text, model) = (&mut progress.unfinished, &mut progress.model);
                    let completion = self.ask(turn, deadline, text, model, log, observed).await?;
                    let text = std::mem::take(&mut progress.unfinished);
                    let shown = turn.text().len() + text.len();
                    let next = turn.answered(&text, completion);
                    tell_rest(turn, shown, log);
                    turn.take_refused()
                        .into_iter()
                        .for_each(|record| tell_unmade(record, log));
                    next
                }
                Step::CallTools(calls) => {
                    let run = (person, &work.turn);
                    Box::pin(self.call_on_record(run, turn, &calls, log)).await?;
                    turn.batch_done()
                }
                Step::AskPerson => return Ok(Outcome::Asks),
                Step::Finish(Finish::Answered) => return Ok(Outcome::Answered),
                Step::Finish(Finish::Stopped(reason)) => {
                    add_paragraph(turn, stop_words(reason), log);
                    return Ok(Outcome::Stopped(reason));
                }
            };
        }
    }

    /// Asks the model and passes its words on as they come.
    async fn ask(
        &self,
        turn: &Turn,
        deadline: Instant,
        text: &mut String,
        model: &mut Option<Arc<str>>,
        log: &RunLog,
        observed: &ObservedRun,
    ) -> Result<Completion, Failure> {
        let request = ModelRequest {
            messages: turn.messages(),
            tools: Arc::clone(turn.tools()),
            deadline,
        };
        let mut call = ModelCall::begin(self.model.name());
        let mut events = self.model.respond(request);
        while let Some(event) = events.next().await {
            match event {
                Ok(ModelEvent::Answering(name)) => {
                    call.answering(&name);
                    *model = Some(name);
                }
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
                    let model = model.as_deref().unwrap_or(self.model.name());
                    tracing::warn!(%error, causes, model, "the model failed");
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

    pub(super) async fn call_tools(
        &self,
        person: &Person,
        turn: &mut Turn,
        calls: &[PlannedCall],
        log: &RunLog,
    ) {
        let mut running: FuturesUnordered<_> = calls
            .iter()
            .map(|call| {
                // One that is made again was begun before its tool asked back.
                if call.round.is_none() {
                    log.append(RunEvent::from(call));
                }
                async move { (call, self.toolbox.call(person, call).await) }
            })
            .collect();
        while let Some((call, called)) = running.next().await {
            let record = match called {
                Called::Done(outcome) => turn.called(call.position, outcome),
                Called::Asked(questions) => turn.asked_back(call, questions),
            };
            if let Some(record) = record {
                log.append(RunEvent::ToolFinished(record));
            }
        }
    }
}

/// Says what became of the question that the conversation waited for, if of one.
fn begin(turn: &mut Turn, closed: Option<Closed>, log: &RunLog) {
    match closed {
        Some(Closed::SetAside) => add_paragraph(turn, SET_ASIDE, log),
        Some(Closed::Expired) => add_paragraph(turn, EXPIRED, log),
        Some(Closed::Cancelled) | None => {}
    }
}

/// Says something that is not the model's own.
pub(super) fn add_paragraph(turn: &mut Turn, words: &str, log: &RunLog) {
    let shown = turn.text().len();
    turn.add_paragraph(words);
    tell_rest(turn, shown, log);
}

/// A call that is not made is shown as begun and answered all the same.
fn tell_unmade(record: CallRecord, log: &RunLog) {
    tool_refused();
    log.append(RunEvent::from(&record));
    log.append(RunEvent::ToolFinished(record));
}

fn unreadable(error: serde_json::Error) -> Failure {
    tracing::error!(%error, "a turn that waited cannot be read");
    Failure::Internal
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

//! Carrying out the steps of a turn: asking the model, and calling tools.

use std::sync::Arc;

use futures::{StreamExt as _, stream::FuturesUnordered};
use tokio::time::Instant;

use super::{
    history,
    limits::MAX_HISTORY_MESSAGES,
    progress::{Progress, stop_words},
    prompt::instructions,
    run::Agent,
    turn::{Finish, Step, StopReason, Turn},
};
use crate::{
    domain::{Person, PlannedCall},
    llm::{Completion, Message, ModelError, ModelEvent, ModelRequest},
    run_log::{Failure, RunEvent, RunLog},
    store::runs::BegunTurn,
};

impl Agent {
    pub(super) async fn carry_out(
        &self,
        person: &Person,
        begun: &BegunTurn,
        deadline: Instant,
        progress: &mut Progress,
        log: &RunLog,
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
                        .ask(turn, deadline, &mut progress.unfinished, log)
                        .await?;
                    let text = std::mem::take(&mut progress.unfinished);
                    let shown = turn.text().len() + text.len();
                    let next = turn.answered(&text, completion);
                    tell_rest(turn, shown, log);
                    next
                }
                Step::CallTools(batches) => {
                    self.call_on_record((person, begun), turn, batches, log)
                        .await?;
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
    ) -> Result<Completion, Failure> {
        let request = ModelRequest {
            messages: turn.messages().to_vec(),
            tools: Arc::clone(turn.tools()),
            deadline,
        };
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
                }
                Ok(ModelEvent::Done(mut completion)) => {
                    let estimate = || turn.estimated_usage(text, &completion.tool_calls);
                    completion.usage = Some(completion.usage.unwrap_or_else(estimate));
                    return Ok(completion);
                }
                Err(error) => {
                    let causes = causes(&error);
                    tracing::warn!(%error, causes, model = self.model.name(), "the model failed");
                    return Err(Failure::from(&error));
                }
            }
        }
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
        batches: Vec<Vec<PlannedCall>>,
        log: &RunLog,
    ) {
        for record in turn.refused() {
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

//! Waiting for the person: what a run has come to is stored with its question, and its driver ends.

use super::{
    ending::{Lease, until_stored},
    progress::Progress,
    run::Agent,
    steps::add_paragraph,
    turn::{Segment, Turn},
};
use crate::{
    domain::question::Question,
    run_log::{Answer, Failure, RunEvent, RunLog},
    store::{
        StoreError,
        questions::PausedTurn,
        runs::{BegunTurn, RunStatus},
    },
};

impl Agent {
    /// Stores the question that the turn asks, and what it has come to, and tells the log. The
    /// error says why it does not wait.
    pub(super) async fn pause(
        &self,
        begun: &BegunTurn,
        progress: &mut Progress,
        log: &RunLog,
    ) -> Result<(), Failure> {
        let turn = progress.turn.as_mut().ok_or(Failure::Internal)?;
        let question = self.question(turn).ok_or(Failure::Internal)?;
        add_paragraph(turn, &question.words(), log);
        let paused = self.paused(turn.clone(), question, log.script())?;
        let stored = tokio::select! {
            biased;
            stored = until_stored(|| self.store.pause_turn(begun, paused.clone())) => stored,
            failure = self.keep_lease(begun.run_id, Lease::UntilStored) => Err(failure),
        };
        let at = match stored {
            Ok(at) => at,
            Err(failure) => return Err(self.why_not(begun, failure).await),
        };
        log.append(RunEvent::Asked(paused.question.clone()));
        log.append(RunEvent::Paused(Answer {
            message_id: paused.message_id,
            text: paused.text,
            tool_calls: paused.tool_calls,
            question: Some(paused.question),
            at,
        }));
        Ok(())
    }

    fn question(&self, turn: &Turn) -> Option<Question> {
        let ask = turn.ask()?;
        Some(Question {
            id: self.store.new_id(),
            source: ask.source,
            message: ask.message,
            schema: ask.schema,
            call: ask.call,
            expires_at: self.store.now() + self.question_timeout,
        })
    }

    fn paused(
        &self,
        mut turn: Turn,
        question: Question,
        script: String,
    ) -> Result<PausedTurn, Failure> {
        let (usage, cost) = (turn.usage(), turn.cost());
        let Segment {
            text,
            calls,
            unanswered,
        } = turn.take_segment();
        let state = serde_json::to_value(&turn).map_err(|error| {
            tracing::error!(%error, "a turn cannot be kept");
            Failure::Internal
        })?;
        Ok(PausedTurn {
            question,
            message_id: self.store.new_id(),
            text,
            tool_calls: calls,
            unanswered,
            state,
            usage,
            cost,
            script,
        })
    }

    /// A run that is to stop is still running, and somebody has asked for that.
    async fn why_not(&self, begun: &BegunTurn, failure: Failure) -> Failure {
        match self.store.run(&begun.owner, begun.run_id).await {
            Ok(run) if run.status == RunStatus::Running => Failure::Cancelled,
            Ok(_) | Err(StoreError::NoSuchRun) => failure,
            Err(error) => {
                tracing::warn!(%error, "a run cannot be looked at");
                failure
            }
        }
    }
}

//! Going on with a run that waits: with what the person answers, and nobody else.

use taskflow_shared::telemetry::traces::Parent;
use uuid::Uuid;

use super::run::{Agent, StartedRun, Work};
use crate::{
    domain::{
        Person,
        question::{Question, Reply},
    },
    run_log::{RunEvent, RunLog},
    store::{
        StoreError,
        questions::NewAnswer,
        runs::{RequestKey, RunStatus},
    },
};

/// What the person answers.
#[derive(Debug, Clone)]
pub(crate) struct NewReply {
    pub(crate) person: Person,
    pub(crate) run_id: Uuid,
    pub(crate) question: Question,
    pub(crate) reply: Reply,
    /// As the person said it; as they could have said it where `None`.
    pub(crate) words: Option<String>,
    /// What the client calls its request, where it says so.
    pub(crate) key: Option<RequestKey>,
}

impl Agent {
    /// Takes the answer to an open question, and goes on with its run, which makes the call that was
    /// asked about as it was stored.
    ///
    /// Once the answer is stored it counts, even if the caller stops waiting for this.
    pub(crate) async fn answer(&self, answer: NewReply) -> Result<StartedRun, StoreError> {
        let (agent, caller) = (self.clone(), Parent::current());
        self.whatever_happens(async move { agent.go_on(answer, caller).await })
            .await
    }

    async fn go_on(self, answer: NewReply, caller: Parent) -> Result<StartedRun, StoreError> {
        let NewReply {
            person,
            run_id,
            question,
            reply,
            words,
            key,
        } = answer;
        let run = self.store.run(&person.user, run_id).await?;
        if run.status != RunStatus::AwaitingInput && key.is_none() {
            return Err(StoreError::QuestionClosed(run_id));
        }
        let mut events = self.events(&run).await?;
        let taken = NewAnswer {
            owner: person.user.clone(),
            run_id,
            question_id: question.id,
            reply: reply.clone(),
            words: words.unwrap_or_else(|| question.said(&reply)),
            key,
            quotas: self.quotas,
        };
        let resumed = self.store.answer_question(taken).await?;
        let from = events.len();
        events.push(RunEvent::Answered {
            question_id: question.id,
            is_agreed: reply.is_agreed(),
        });
        let work = Work {
            person,
            turn: resumed.turn,
            waited: Some((resumed.state, reply)),
            caller,
        };
        Ok(self.spawn(work, RunLog::replayed(events), from))
    }
}

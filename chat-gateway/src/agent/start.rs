//! Taking a message in: at once, after those before it, or in the place of the one before it.

use std::time::Duration;

use taskflow_shared::ids::UserId;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{
    answer::NewReply,
    queue::WhenBusy,
    run::{Agent, StartedRun},
};
use crate::{
    domain::{
        Person,
        question::{self, Reply},
    },
    store::{
        StoreError,
        questions::OpenQuestion,
        runs::{Earlier, RequestKey},
    },
};

/// How long a message waits for its turn.
const QUEUE_WAIT: Duration = Duration::from_secs(120);
/// How often a message that waits looks whether a question was answered.
const ANSWER_PERIOD: Duration = Duration::from_millis(250);
/// How often a message tries to take another one's place: others may try the same.
const MAX_INTERRUPTIONS: usize = 20;

/// A message to be answered.
#[derive(Debug, Clone)]
pub(crate) struct NewMessage {
    pub(crate) person: Person,
    /// A new conversation where `None`.
    pub(crate) conversation_id: Option<Uuid>,
    pub(crate) text: String,
    /// What the client calls its request, where it says so.
    pub(crate) key: Option<RequestKey>,
    pub(crate) when_busy: WhenBusy,
}

/// Why a message was not taken in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// As many messages wait as may.
    #[error("the queue is full")]
    QueueFull(Uuid),
    /// The key was used for another request.
    #[error("the key was used for another request")]
    KeyReused(Uuid),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Agent {
    /// Stores a message and begins to answer it. The same request again is answered by the run that
    /// it began.
    ///
    /// Once the message is stored it is answered, even if the caller stops waiting for this.
    pub(crate) async fn start(&self, message: NewMessage) -> Result<StartedRun, StartError> {
        let (owner, key) = (message.person.user.clone(), message.key.clone());
        let begun = match (message.when_busy, message.conversation_id) {
            (WhenBusy::Queue, Some(conversation)) => {
                self.start_in_turn(conversation, message).await
            }
            (WhenBusy::Interrupt, Some(_)) => self.start_instead(message).await,
            _ => self
                .begin_or_answer(message)
                .await
                .map_err(StartError::from),
        };
        match (begun, key) {
            (Err(StartError::Store(StoreError::AlreadyBegun(earlier))), Some(key)) => {
                self.rejoin(&owner, &key, *earlier).await
            }
            (begun, _) => begun,
        }
    }

    /// Returns the run of a request that was made before, with the answer to that request.
    pub(crate) async fn rejoin(
        &self,
        owner: &UserId,
        key: &RequestKey,
        earlier: Earlier,
    ) -> Result<StartedRun, StartError> {
        if earlier.body_hash.as_deref() != Some(&key.body_hash) {
            return Err(StartError::KeyReused(earlier.run.id));
        }
        let run = self.watch(owner, earlier.run).await?;
        let from = run.log.beginning(earlier.answered);
        Ok(StartedRun { from, ..run })
    }

    /// Begins to answer a message, or takes it as the answer to the question that its conversation
    /// waits for. What is no answer sets the question aside. Where others answer at the same
    /// moment, it is refused: the next question may be open by then, which nobody has read.
    async fn begin_or_answer(&self, message: NewMessage) -> Result<StartedRun, StoreError> {
        let open = match self.begin(message.clone(), None).await {
            Err(StoreError::Awaiting(open)) => *open,
            begun => return begun,
        };
        let Some(reply) = question::read(&open.question, &message.text) else {
            return self.begin(message, Some(open.question.id)).await;
        };
        match self.answer(message.replying(open, reply)).await {
            Err(StoreError::QuestionClosed(run_id)) => Err(StoreError::Busy(run_id)),
            answered => answered,
        }
    }

    /// A message that waits was written before the question was asked that it may find open, and
    /// is no answer to it.
    async fn start_in_turn(
        &self,
        conversation: Uuid,
        message: NewMessage,
    ) -> Result<StartedRun, StartError> {
        let owner = &message.person.user;
        if self.store.is_waiting(owner, conversation).await? {
            return Ok(self.begin_or_answer(message).await?);
        }
        let Some(place) = self.queues.join(conversation) else {
            return match self.begin(message, None).await {
                Err(StoreError::Busy(run_id)) => Err(StartError::QueueFull(run_id)),
                begun => Ok(begun?),
            };
        };
        let mut busy = None;
        let waited = timeout(QUEUE_WAIT, async {
            let _front = place.reached().await;
            loop {
                match self.begin(message.clone(), None).await {
                    Err(StoreError::Busy(run_id)) => {
                        busy = Some(run_id);
                        self.wait_for(owner, run_id).await?;
                    }
                    Err(StoreError::Awaiting(open)) => {
                        busy = Some(open.run_id);
                        sleep(ANSWER_PERIOD).await;
                    }
                    begun => return begun,
                }
            }
        });
        match (waited.await, busy) {
            (Ok(begun), _) => Ok(begun?),
            (Err(_), Some(run_id)) => Err(StoreError::Busy(run_id).into()),
            (Err(_), None) => Err(StartError::QueueFull(conversation)),
        }
    }

    /// A message that has interrupted a run is no answer to what that has asked meanwhile.
    async fn start_instead(&self, message: NewMessage) -> Result<StartedRun, StartError> {
        let owner = &message.person.user;
        let mut begun = self.begin_or_answer(message.clone()).await;
        for _ in 1..MAX_INTERRUPTIONS {
            let run_id = match begun {
                Err(StoreError::Busy(run_id)) => run_id,
                Err(StoreError::Awaiting(open)) => open.run_id,
                begun => return Ok(begun?),
            };
            self.cancel(owner, run_id).await?;
            begun = self.begin(message.clone(), None).await;
        }
        Ok(begun?)
    }

    async fn wait_for(&self, owner: &UserId, run_id: Uuid) -> Result<(), StoreError> {
        let run = self.store.run(owner, run_id).await?;
        self.ended(owner, run).await
    }
}

impl NewMessage {
    fn replying(self, open: OpenQuestion, reply: Reply) -> NewReply {
        NewReply {
            person: self.person,
            run_id: open.run_id,
            question: open.question,
            reply,
            words: Some(self.text),
            key: self.key,
        }
    }
}

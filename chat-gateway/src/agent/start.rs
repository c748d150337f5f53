//! Taking a message in: at once, after those before it, or in the place of the one before it.

use std::time::Duration;

use taskflow_shared::ids::UserId;
use tokio::time::timeout;
use uuid::Uuid;

use super::{
    queue::WhenBusy,
    run::{Agent, StartedRun},
};
use crate::{
    domain::Person,
    store::{
        StoreError,
        runs::{Asked, RequestKey, Run},
    },
};

/// How long a message waits for its turn.
const QUEUE_WAIT: Duration = Duration::from_secs(120);
/// How often a message tries to take another one's place: others may try the same.
const MAX_INTERRUPTIONS: usize = 20;

/// A message to be answered.
#[derive(Debug, Clone)]
pub(crate) struct NewMessage {
    pub(crate) person: Person,
    /// A new conversation where `None`.
    pub(crate) conversation_id: Option<Uuid>,
    pub(crate) asked: Asked,
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
            _ => self.begin(message).await.map_err(StartError::from),
        };
        match (begun, key) {
            (Err(StartError::Store(StoreError::AlreadyBegun(run))), Some(key)) => {
                self.rejoin(&owner, &key, *run).await
            }
            (begun, _) => begun,
        }
    }

    /// Returns the run of a request that was made before.
    pub(crate) async fn rejoin(
        &self,
        owner: &UserId,
        key: &RequestKey,
        run: Run,
    ) -> Result<StartedRun, StartError> {
        if run.body_hash.as_deref() != Some(&key.body_hash) {
            return Err(StartError::KeyReused(run.id));
        }
        Ok(self.watch(owner, run).await?)
    }

    async fn start_in_turn(
        &self,
        conversation: Uuid,
        message: NewMessage,
    ) -> Result<StartedRun, StartError> {
        let Some(place) = self.queues.join(conversation) else {
            return match self.begin(message).await {
                Err(StoreError::Busy(run_id)) => Err(StartError::QueueFull(run_id)),
                begun => Ok(begun?),
            };
        };
        let mut busy = None;
        let waited = timeout(QUEUE_WAIT, async {
            let _front = place.reached().await;
            loop {
                match self.begin(message.clone()).await {
                    Err(StoreError::Busy(run_id)) => {
                        busy = Some(run_id);
                        self.wait_for(&message.person.user, run_id).await?;
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

    async fn start_instead(&self, message: NewMessage) -> Result<StartedRun, StartError> {
        for _ in 1..MAX_INTERRUPTIONS {
            match self.begin(message.clone()).await {
                Err(StoreError::Busy(run_id)) => {
                    self.cancel(&message.person.user, run_id).await?;
                }
                begun => return Ok(begun?),
            }
        }
        Ok(self.begin(message).await?)
    }

    async fn wait_for(&self, owner: &UserId, run_id: Uuid) -> Result<(), StoreError> {
        let run = self.store.run(owner, run_id).await?;
        self.ended(owner, run).await
    }
}

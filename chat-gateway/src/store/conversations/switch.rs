//! Making another branch the active one.

use taskflow_shared::ids::UserId;
use uuid::Uuid;

use super::switch_sequence;
use crate::store::{Store, StoreError, branches, messages, runs};

impl Store {
    /// Makes the branch active that a message is on: where it parts further on, the way on which
    /// the person was last. Refused while something of the conversation is being answered.
    pub(crate) async fn switch_branch(
        &self,
        owner: &UserId,
        conversation_id: Uuid,
        message_id: Uuid,
    ) -> Result<(), StoreError> {
        let (owner, now) = (owner.clone(), self.clock.now());
        self.database
            .write(move |transaction| {
                Box::pin(async move {
                    // With it the conversation is locked, and a run that was given up does not
                    // answer on another branch than the one it was begun on.
                    let sequence = switch_sequence(transaction, &owner, conversation_id).await?;
                    runs::refuse_if_busy(transaction, conversation_id, None, now).await?;
                    let message = messages::by_id(transaction, conversation_id, message_id).await?;
                    let message = message.ok_or(StoreError::NoSuchMessage)?;
                    if message.is_active {
                        return Ok(());
                    }
                    let leaf = branches::leaf(transaction, conversation_id, message_id).await?;
                    branches::activate(transaction, conversation_id, Some(leaf), sequence).await?;
                    Ok(())
                })
            })
            .await
    }
}

//! What a turn begins with: the instructions, what the conversation came to so far, and the message.

use super::{
    history, limits::MAX_HISTORY_MESSAGES, prompt::instructions, run::Agent, summary::Fold,
};
use crate::{
    domain::Person,
    llm::Message,
    store::{StoreError, messages::Message as StoredMessage, runs::BegunTurn, summaries::Summary},
};

/// What a turn begins with.
#[derive(Debug)]
pub(super) struct Context {
    /// What the model is told; the last is the person's message.
    pub(super) messages: Vec<Message>,
    /// What of the conversation is to be folded into its summary afterwards.
    pub(super) fold: Option<Fold>,
}

impl Agent {
    /// Reads what a turn begins with; `bytes` bounds the history.
    pub(super) async fn context(
        &self,
        person: &Person,
        turn: &BegunTurn,
        bytes: usize,
    ) -> Result<Context, StoreError> {
        let (before, earlier) = self.earlier(turn, bytes).await?;
        let summary = before.as_ref().map(|before| before.content.as_str());
        let instructions = instructions(person, self.store.now(), summary);
        let mut messages = vec![Message::System(instructions)];
        messages.extend(history::for_model(&earlier, &turn.message, bytes));
        let fold = history::to_fold(&earlier, bytes).map(|through| Fold {
            before,
            through,
            bytes,
        });
        Ok(Context { messages, fold })
    }

    /// Reads the summary of what was said long before, then what has been said since it: read at the
    /// same time, one could reach beyond the other.
    async fn earlier(
        &self,
        turn: &BegunTurn,
        bytes: usize,
    ) -> Result<(Option<Summary>, Vec<StoredMessage>), StoreError> {
        let summary = self.store.summary(turn).await?;
        let after = summary.as_ref().map_or(0, |summary| summary.sequence);
        let enough = history::budget(bytes);
        let earlier = self
            .store
            .messages_before(turn, after, MAX_HISTORY_MESSAGES, enough);
        Ok((summary, earlier.await?))
    }
}

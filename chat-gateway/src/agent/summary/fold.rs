//! Folding the older messages of a conversation into its summary.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;
use uuid::Uuid;

use super::{
    digest,
    notes::{self, NoNotes, Notes},
};
use crate::{
    agent::run::Agent,
    domain::Usage,
    store::{
        StoreError,
        messages::{Message as Stored, Role},
        runs::BegunTurn,
        summaries::{NewSummary, Summary},
    },
};

/// Messages that are folded at once; where there are more, the next turn goes on.
const MAX_MESSAGES: u64 = 40;

/// What of a conversation is to be folded once the turn is over.
#[derive(Debug)]
pub(crate) struct Fold {
    /// What was folded before.
    pub(crate) before: Option<Summary>,
    /// The sequence of the last message to be folded; it ends a turn.
    pub(crate) through: i64,
    /// How many bytes of messages are folded at once.
    pub(crate) bytes: usize,
}

/// The conversations that this process is folding. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folds(Arc<Mutex<HashSet<Uuid>>>);

/// A conversation that is being folded, until this is dropped.
#[derive(Debug)]
struct Folding {
    folds: Folds,
    conversation_id: Uuid,
}

/// Why nothing was folded.
#[derive(Debug, thiserror::Error)]
enum FoldError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Notes(#[from] NoNotes),
    #[error("it took too long")]
    TimedOut,
}

impl Agent {
    /// Folds on its own, unless it is being done already. Nobody waits for it, and nothing depends
    /// on it: it is tried again after the next turn.
    pub(in crate::agent) fn fold_later(&self, turn: BegunTurn, fold: Fold) {
        let Some(folding) = self.folds.begin(turn.conversation_id) else {
            return;
        };
        let agent = self.clone();
        let folded = async move {
            let deadline = Instant::now() + agent.turn_timeout;
            let folded = timeout_at(deadline, agent.fold(&turn, fold, deadline));
            tokio::select! {
                folded = folded => tell(folded.unwrap_or(Err(FoldError::TimedOut))),
                () = agent.interrupt.cancelled() => {}
            }
            drop(folding);
        };
        self.runs.spawn(folded.in_current_span());
    }

    async fn fold(
        &self,
        turn: &BegunTurn,
        fold: Fold,
        deadline: Instant,
    ) -> Result<bool, FoldError> {
        // The turn began, and saw what there was to fold, while another fold was under way.
        if self.store.summary(turn).await? != fold.before {
            return Ok(false);
        }
        let follows = fold.before.as_ref().map(|before| before.sequence);
        let range = (follows.unwrap_or(0), fold.through);
        let messages = self.store.messages_between(turn, range, MAX_MESSAGES);
        let messages = oldest_turns(messages.await?, fold.through, fold.bytes);
        let Some(last) = messages.last() else {
            return Ok(false);
        };
        let before = fold.before.as_ref().map(|before| before.content.as_str());
        let Notes { text, model, usage } = self.notes(before, &messages, deadline).await?;
        let summary = NewSummary {
            follows,
            message_id: last.id,
            sequence: last.sequence,
            content: text,
            model,
            usage,
        };
        Ok(self.store.add_summary(turn, summary).await?)
    }

    async fn notes(
        &self,
        before: Option<&str>,
        messages: &[Stored],
        deadline: Instant,
    ) -> Result<Notes, NoNotes> {
        match &self.summarizer {
            Some(model) => notes::write(&**model, before, messages, deadline).await,
            None => Ok(Notes {
                text: digest::of(before, messages),
                model: self.model.name().to_owned(),
                usage: Usage::default(),
            }),
        }
    }
}

/// Returns the oldest turns that so many bytes hold, whole, and at least one.
fn oldest_turns(mut messages: Vec<Stored>, through: i64, bytes: usize) -> Vec<Stored> {
    let (mut end, mut filled) = (0, 0);
    for (index, message) in messages.iter().enumerate() {
        filled += notes::bytes(message);
        if filled > bytes && end > 0 {
            break;
        }
        let next = messages.get(index + 1);
        let ends_turn = message.role == Role::Assistant
            || message.sequence == through
            || next.is_some_and(|next| next.role == Role::User);
        if ends_turn {
            end = index + 1;
        }
    }
    messages.truncate(end);
    messages
}

fn tell(folded: Result<bool, FoldError>) {
    match folded {
        Ok(true) => tracing::info!("older messages are folded into the summary"),
        Ok(false) => tracing::debug!("they are folded already, or gone"),
        Err(error) => tracing::warn!(%error, "older messages could not be summed up yet"),
    }
}

impl Folds {
    fn begin(&self, conversation_id: Uuid) -> Option<Folding> {
        self.conversations()
            .insert(conversation_id)
            .then(|| Folding {
                folds: self.clone(),
                conversation_id,
            })
    }

    fn conversations(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Folding {
    fn drop(&mut self) {
        self.folds.conversations().remove(&self.conversation_id);
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    /// The sequences of what is folded of these messages, each of a thousand bytes.
    fn folded(roles: &[Role], through: i64, bytes: usize) -> Vec<i64> {
        let message = |(sequence, role): (i64, &Role)| Stored {
            id: Uuid::nil(),
            sequence,
            role: *role,
            content: "x".repeat(1_000),
            tool_calls: Vec::new(),
            status: "complete".to_owned(),
            question: None,
            created_at: DateTime::UNIX_EPOCH,
        };
        let messages = (1..).zip(roles).map(message).collect();
        let turns = oldest_turns(messages, through, bytes);
        turns.iter().map(|message| message.sequence).collect()
    }

    #[test]
    fn whole_turns_are_folded_as_many_as_fit() {
        let (q, a) = (Role::User, Role::Assistant);
        let two = [q, a, q, a];
        assert_eq!(folded(&two, 4, 9_000), [1, 2, 3, 4]);
        assert_eq!(folded(&two, 4, 3_500), [1, 2]);
        assert_eq!(
            folded(&two, 4, 10),
            [1, 2],
            "at least one, or it never goes on"
        );
        assert_eq!(
            folded(&[q, a, q], 4, 9_000),
            [1, 2],
            "an answer was not read"
        );
        assert_eq!(folded(&[q, q, q], 3, 9_000), [1, 2, 3], "nor was one given");
        assert_eq!(folded(&[], 3, 9_000), [0_i64; 0]);
    }
}

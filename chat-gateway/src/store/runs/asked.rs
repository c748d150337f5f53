//! What a turn answers: a new message, one in the place of an earlier one, or the last one again.

use chrono::{DateTime, Utc};
use taskflow_shared::{
    database::Batch,
    ids::{UserId, new_id},
};
use uuid::Uuid;

use crate::store::{
    StoreError, branches,
    messages::{self, Message, NewMessage, Role},
};

/// What a turn is to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A message that follows the last one.
    Message(String),
    /// A message in the place of an earlier one of the person, which begins a branch.
    Edit {
        /// The earlier one.
        message_id: Uuid,
        text: String,
    },
    /// The last message that began a turn once more; its answer becomes another branch.
    Again,
}

/// The message that begins a turn, stored and on the active branch.
#[derive(Debug, Clone)]
pub(super) struct First {
    pub(super) id: Uuid,
    pub(super) sequence: i64,
    pub(super) text: String,
}

/// Where a message is to be stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) owner: &'a UserId,
    pub(super) conversation_id: Uuid,
    /// The title, where the conversation begins with this message.
    pub(super) new_title: Option<&'a str>,
    /// What the transaction was given out.
    pub(super) sequence: i64,
    pub(super) now: DateTime<Utc>,
}

/// Makes the message that is to be answered the last one of the active branch, when the batch is
/// carried out.
pub(super) async fn put(
    batch: &mut Batch<'_>,
    asked: Asked,
    place: Place<'_>,
) -> Result<First, StoreError> {
    let (transaction, id) = (batch.transaction(), place.conversation_id);
    match asked {
        Asked::Message(text) => {
            let last = match place.new_title {
                None => branches::last(transaction, id).await?,
                Some(_) => None,
            };
            Ok(store(batch, place, last.map(|last| last.id), text))
        }
        Asked::Edit { message_id, text } => {
            let edited = messages::by_id(transaction, id, message_id).await?;
            let edited = edited.ok_or(StoreError::NoSuchMessage)?;
            if edited.role != Role::User {
                return Err(StoreError::NotEditable);
            }
            branches::activate(transaction, id, edited.parent_id, place.sequence).await?;
            Ok(store(batch, place, edited.parent_id, text))
        }
        Asked::Again => {
            let last = branches::last_beginning(transaction, id).await?;
            let last = last.ok_or(StoreError::NoSuchMessage)?;
            branches::activate(transaction, id, Some(last.id), place.sequence).await?;
            Ok(last.into())
        }
    }
}

fn store(batch: &mut Batch<'_>, place: Place<'_>, parent_id: Option<Uuid>, text: String) -> First {
    let Place {
        owner,
        conversation_id,
        new_title,
        sequence,
        now,
    } = place;
    let id = new_id(now);
    let message = NewMessage {
        id,
        owner,
        conversation_id,
        new_title,
        parent_id,
        sequence,
        role: Role::User,
        content: &text,
        tool_calls: &[],
        status: "complete",
        usage: None,
        question: None,
        now,
    };
    messages::insert(batch, message);
    First { id, sequence, text }
}

impl From<Message> for First {
    fn from(message: Message) -> Self {
        Self {
            id: message.id,
            sequence: message.sequence,
            text: message.content,
        }
    }
}

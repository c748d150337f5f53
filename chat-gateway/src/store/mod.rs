//! Conversations, messages and runs in the database. Every query starts from its owner.

pub(crate) mod audit;
mod branches;
pub(crate) mod conversations;
mod entities;
pub(crate) mod messages;
mod nul;
mod owned;
pub(crate) mod questions;
pub(crate) mod runs;
pub(crate) mod search;
pub(crate) mod summaries;
#[cfg(test)]
mod testing;
pub(crate) mod usage;

pub(crate) use nul::in_text as without_nul;

use chrono::{DateTime, Utc};
pub(crate) use owned::OWNED;
use sea_orm::DbErr;
use taskflow_shared::{clock::Clock, database::Database};
use uuid::Uuid;

/// The gateway's part of the database.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    database: Database,
    clock: Clock,
}

impl Store {
    /// A store in `database`.
    pub(crate) fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Makes sure that the database answers.
    pub(crate) async fn ping(&self) -> Result<(), DbErr> {
        self.database.ping().await
    }
}

/// What can go wrong with stored conversations.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// There is no such conversation, it was deleted, or it is somebody else's.
    #[error("no such conversation")]
    NoSuchConversation,
    /// Another message of the conversation is still being answered.
    #[error("run {0} of this conversation is under way")]
    Busy(Uuid),
    /// The conversation has no such message.
    #[error("no such message")]
    NoSuchMessage,
    /// The message was not written by the person.
    #[error("the message is not the person's own")]
    NotEditable,
    /// There is no such run, or it is somebody else's.
    #[error("no such run")]
    NoSuchRun,
    /// The person has used up what they may.
    #[error("a quota is used up")]
    UsedUp(usage::UsedUp),
    /// The conversation waits for the person's answer to this question.
    #[error("run {} waits for an answer", .0.run_id)]
    Awaiting(Box<questions::OpenQuestion>),
    /// There is no such question, or it is somebody else's.
    #[error("no such question")]
    NoSuchQuestion,
    /// The run's question was answered or closed before.
    #[error("the question of run {0} is closed")]
    QuestionClosed(Uuid),
    /// The same request was made before.
    #[error("the request was made before")]
    AlreadyBegun(Box<runs::Earlier>),
    /// The run was ended by someone else, for example as interrupted when its lease ran out.
    #[error("the run is no longer under way")]
    RunEnded,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

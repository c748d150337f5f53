//! Runs: one for each message of a person, and for each time that it is answered anew. A run holds
//! the claim on its conversation while it is under way, and its lease says until when it is to be
//! believed; one that waits for its person (`questions`) has none.

mod asked;
mod begin;
mod end;
mod find;
mod lease;
mod say;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, Condition, sea_query::Expr};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use asked::Asked;
pub(crate) use begin::{BegunTurn, NewTurn, RequestKey};
pub(super) use begin::{refuse_if_begun, refuse_if_busy};
pub(crate) use end::{RunError, TurnEnd};
pub(crate) use find::{Earlier, Run, StoredAnswer};
pub(crate) use lease::Abandoned;
pub(super) use say::{Said, or_tried_before, say};

use super::entities::run::Column;

/// How long a run is believed to be under way after it last said so.
pub(crate) const LEASE: TimeDelta = TimeDelta::seconds(15);

/// How long the key of a request is kept with its run.
pub(crate) const KEY_AGE: TimeDelta = TimeDelta::hours(24);

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunStatus {
    /// It is under way.
    Running,
    /// It waits for its person to answer a question.
    AwaitingInput,
    /// It ended with an answer.
    Completed,
    /// It ended without one; `error` says why.
    Failed,
    /// It was stopped because somebody asked for that.
    Cancelled,
    /// The program that drove it stopped.
    Interrupted,
}

impl RunStatus {
    const ALL: [Self; 6] = [
        Self::Running,
        Self::AwaitingInput,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
        Self::Interrupted,
    ];

    /// Returns the status as it is stored and told.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::AwaitingInput => "awaiting_input",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// Tells whether a run with it keeps the claim on its conversation.
    pub(crate) fn is_under_way(self) -> bool {
        matches!(self, Self::Running | Self::AwaitingInput)
    }

    /// Takes a status that was stored; one that is not known is nobody's any more.
    fn stored(text: &str) -> Self {
        let known = Self::ALL.into_iter().find(|status| status.as_str() == text);
        known.unwrap_or(Self::Interrupted)
    }
}

/// The condition of runs that hold the claim on their conversations, word for word that of the
/// partial indexes on them: with bound values SQLite could not tell that they serve.
pub(super) fn under_way() -> Expr {
    Expr::cust("status IN ('running', 'awaiting_input')")
}

/// The condition of those of them that somebody drives.
pub(super) fn driven() -> Condition {
    let running = Column::Status.eq(RunStatus::Running.as_str());
    Condition::all().add(under_way()).add(running)
}

fn lease_ran_out(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(Column::LeaseExpiresAt.lt(now))
        .add(Column::LeaseExpiresAt.is_null())
}

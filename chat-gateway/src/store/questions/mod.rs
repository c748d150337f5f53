//! Questions: what a run waits for. A run that waits has one open question, no lease and no
//! driver; it keeps the claim on its conversation until the question is closed.

mod answer;
mod ask;
mod close;
mod find;

pub(crate) use answer::NewAnswer;
pub(crate) use ask::PausedTurn;
pub(crate) use close::Closed;
pub(super) use close::close;
pub(crate) use find::{Asked, OpenQuestion};
pub(super) use find::{of_request, open_of};

use sea_orm::sea_query::Expr;

use super::runs::RunStatus;

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuestionStatus {
    /// It waits for its answer.
    Open,
    /// The person agreed.
    Accepted,
    /// The person did not.
    Declined,
    /// It was closed without an answer.
    Closed(Closed),
}

impl QuestionStatus {
    const ALL: [Self; 6] = [
        Self::Open,
        Self::Accepted,
        Self::Declined,
        Self::Closed(Closed::SetAside),
        Self::Closed(Closed::Expired),
        Self::Closed(Closed::Cancelled),
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Closed(closed) => closed.as_str(),
        }
    }

    /// Takes a status that was stored; one that is not known is not open.
    fn stored(text: &str) -> Self {
        let known = Self::ALL.into_iter().find(|status| status.as_str() == text);
        known.unwrap_or(Self::Closed(Closed::Cancelled))
    }
}

/// The status of a message whose question is open, too.
const AWAITING: &str = RunStatus::AwaitingInput.as_str();

/// The condition of open questions, word for word that of the partial indexes on them.
fn is_open() -> Expr {
    Expr::cust("status = 'open'")
}

//! Questions to the person, before something is done that may not be what was meant.
//!
//! How a host is asked depends on what it speaks (see `docs/decisions/0015-questions-back.md`):
//! since 2026-07-28 the question is the result of the call, which is then made again with the
//! answer; before, it is a request to the host, where there is a session; and some hosts cannot be
//! asked at all.

mod asking;
mod key;
mod question;
mod reply;
mod state;

pub(crate) use asking::{Asking, Way};
pub(crate) use key::Key;
pub(crate) use question::Question;
pub(crate) use state::{Bound, State};

/// A question is not answered in a way that can be acted on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unanswered {
    /// The host has to be asked, and to call again with the answer.
    #[error("the host is asked")]
    Asked(Box<rmcp::model::InputRequiredResult>),
    /// The person does not want it, or does not say.
    #[error("Nothing was changed: the question was {0}")]
    Declined(&'static str),
    /// The answer is none of those that were offered.
    #[error("Nothing was changed: the answer is not one of those that were offered")]
    NotOffered,
    /// The host said that it can be asked and then could not.
    #[error("Nothing was changed: the question could not be asked")]
    Failed,
}

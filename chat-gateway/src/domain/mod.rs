//! What a conversation is made of. No I/O: everything else here stands on it.

mod call;
mod person;
mod quota;
mod snippet;
mod usage;
mod words;

pub(crate) use call::{CallRecord, PlannedCall, ToolOutcome};
pub(crate) use person::Person;
pub use quota::Quotas;
pub(crate) use snippet::{Piece, snippet};
pub(crate) use usage::Usage;
pub(crate) use words::{InvalidSearch, SearchWords, distinct_words};

//! What a conversation is made of. No I/O: everything else here stands on it.

mod call;
mod call_error;
mod decision;
mod person;
mod policy;
pub(crate) mod question;
mod quota;
mod snippet;
mod usage;
mod words;

pub(crate) use call::{CallRecord, Called, PlannedCall, Round, ToolOutcome, ToolQuestions};
pub(crate) use call_error::CallError;
pub(crate) use decision::{DecidedCall, Decision, arguments_hash, recorded_name};
pub(crate) use person::Person;
pub use policy::{InvalidPolicy, Rule, ToolPolicy};
pub use quota::Quotas;
pub(crate) use snippet::{Piece, snippet};
pub(crate) use usage::Usage;
pub(crate) use words::{InvalidSearch, SearchWords, distinct_words};

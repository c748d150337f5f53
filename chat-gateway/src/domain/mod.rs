//! What a conversation is made of. No I/O: everything else here stands on it.

mod call;
mod person;
mod quota;
mod usage;

pub(crate) use call::{CallRecord, PlannedCall, ToolOutcome};
pub(crate) use person::Person;
pub use quota::Quotas;
pub(crate) use usage::Usage;

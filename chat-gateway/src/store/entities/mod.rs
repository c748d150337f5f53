//! The tables, as `migrations` makes them.

pub(super) mod audit_event;
pub(super) mod conversation;
pub(super) mod message;
pub(super) mod question;
pub(super) mod run;
pub(super) mod search_backlog;
pub(super) mod search_entry;
pub(super) mod summary;
pub(super) mod usage_day;

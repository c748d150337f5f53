//! Conversations: reading them, and keeping them in order.

pub(super) mod delete;
pub(super) mod export;
pub(super) mod list;
pub(super) mod messages;
pub(super) mod rename;
pub(super) mod restore;

//! Conversations: reading them, and keeping them in order.

pub(super) mod branches;
pub(super) mod delete;
pub(super) mod export;
pub(super) mod list;
pub(super) mod messages;
pub(super) mod regenerate;
pub(super) mod rename;
pub(super) mod restore;
pub(super) mod search;
pub(super) mod switch;

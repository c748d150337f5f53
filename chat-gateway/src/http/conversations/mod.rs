//! Reading conversations.

pub(super) mod list;
pub(super) mod messages;

//! Runs: how one stands, its events, answering its questions, and stopping it.

pub(super) mod answers;
pub(super) mod cancel;
pub(super) mod events;
pub(super) mod show;

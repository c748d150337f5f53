//! Runs: how one stands, its events, and stopping it.

pub(super) mod cancel;
pub(super) mod events;
pub(super) mod show;

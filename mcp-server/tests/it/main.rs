//! The task server, from outside: through its router, its socket and its standard streams.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod add_task;
mod arguments;
mod complete_task;
mod concurrency;
mod definitions;
mod delete_task;
mod elicitation;
mod eras;
mod faults;
mod find;
mod harness;
mod http;
mod list_tasks;
mod messages;
mod overview;
mod requests;
mod stdio;
mod storage;
mod undo;
mod update_task;
mod weight;
mod zones;

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
mod completions;
mod concurrency;
mod definitions;
mod delete_task;
mod doctor;
mod durability;
mod elicitation;
mod eras;
mod faults;
mod filters;
mod find;
mod harness;
mod hosts;
mod http;
mod links;
mod list_tasks;
mod messages;
mod oauth;
mod overview;
mod prompts;
mod read_only;
mod request_ids;
mod requests;
mod resources;
mod sessions;
mod skills;
mod stdio;
mod storage;
mod subscriptions;
mod telemetry;
mod transfer;
mod undo;
mod update_task;
mod weight;
mod wire;
mod zones;

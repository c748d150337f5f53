//! The gateway from outside: over HTTP, with a real task server and a scripted model endpoint.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected has failed"
)]

mod audit;
mod branches;
mod builtin;
mod chat;
mod commands;
mod concurrency;
mod context;
mod conversations;
mod durability;
mod erase;
mod fallback;
mod mcp;
mod model_faults;
mod nginx;
mod odd_input;
mod openapi;
mod policy;
mod process;
mod questions;
mod recovery;
mod refusals;
mod rotation;
mod runs;
mod search;
mod secret_files;
mod security;
mod stream;
mod support;
#[cfg(unix)]
mod telemetry;
mod usage;

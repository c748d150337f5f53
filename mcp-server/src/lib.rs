//! Tasks as a Model Context Protocol server, over stdio and Streamable HTTP.
//!
//! What a task is and where it is kept is private here: whoever wants something of tasks speaks
//! MCP. [`http::router`] is the whole server as an axum router, [`http::Server`] the same with a
//! socket, [`stdio::serve`] the server for a host that starts it.

mod caller;
mod calls;
mod completions;
pub mod config;
pub mod doctor;
mod domain;
mod elicitation;
mod error;
pub mod hosts;
#[cfg(feature = "internals")]
pub mod internals;
mod language;
mod place;
mod prompts;
mod resources;
mod server;
mod skills;
mod store;
mod strict_json;
mod subscriptions;
mod telemetry;
mod tools;
pub mod transfer;
mod transport;

pub use caller::Access;
pub use transport::{StartError, http, stdio};

//! Tasks as a Model Context Protocol server, over stdio and Streamable HTTP.
//!
//! What a task is and where it is kept is private here: whoever wants something of tasks speaks
//! MCP. [`http::router`] is the whole server as an axum router, [`http::Server`] the same with a
//! socket, [`stdio::serve`] the server for a host that starts it.

mod caller;
mod calls;
pub mod config;
mod domain;
mod elicitation;
mod error;
mod language;
mod place;
mod server;
mod store;
mod tools;
mod transport;

pub use transport::{StartError, http, stdio};

//! The chat gateway: signs people in, stores conversations, runs the agent loop, and acts only by
//! calling the task server's tools on behalf of the signed-in person.
//!
//! `docs/architecture.md` walks one chat turn through these modules.

mod agent;
pub mod app;
pub mod audit;
pub mod config;
mod domain;
pub mod erase;
mod housekeeping;
mod http;
mod llm;
mod mcp;
mod protocol;
mod recovery;
mod run_log;
mod store;
mod telemetry;

//! The shared plumbing, from outside.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected has failed"
)]

mod database;
mod env_example;
mod jwks;
mod metrics;
mod migrations;
mod readme;
mod schema;
mod serve;

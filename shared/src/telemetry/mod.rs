//! Watching a program: logs on stderr, traces for a collector, metrics for Prometheus. Only logs
//! are there without being asked for.

pub mod conventions;
pub mod http;
mod log;
pub mod metrics;
pub mod traces;

pub use log::start;

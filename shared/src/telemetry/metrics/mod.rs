//! Metrics, for Prometheus to fetch from an address of their own.
//!
//! [`catalog`] names every metric of both programs. Labels have few values: no ids, no words of
//! people or models, nothing that a caller can make up.

pub mod catalog;
mod recorder;
mod serve;

pub use catalog::{METRICS, Metric};
pub use recorder::is_on;
pub use serve::{Metrics, Serving};

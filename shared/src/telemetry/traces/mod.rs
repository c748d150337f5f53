//! Traces: spans for an OpenTelemetry collector, over OTLP/HTTP.
//!
//! Spans are begun where the work is, not from the spans of the logs: a `tracing` span stays open
//! as long as one that was begun in it, and a run outlives the request that it was begun in.
//! Nothing is begun, described or delivered unless an endpoint is configured.

mod delivery;
mod parent;
mod span;
mod start;

pub use opentelemetry::{KeyValue, StringValue, Value, trace::SpanKind};

pub use parent::Parent;
pub use span::Span;
pub use start::{Traces, is_on};

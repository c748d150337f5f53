//! Where a span belongs: what is handed from a request to a task, and from a program to another.

use std::collections::HashMap;

use opentelemetry::{
    Context,
    propagation::{Extractor, TextMapPropagator as _},
    trace::{SpanContext, TraceContextExt as _},
};
use opentelemetry_sdk::propagation::TraceContextPropagator;

use super::is_on;

/// The W3C's fields of a trace, in HTTP headers as in the `_meta` of an MCP request (SEP-414).
const TRACEPARENT: &str = "traceparent";
const TRACESTATE: &str = "tracestate";

/// The span in which others begin; none, so that they begin a trace of their own.
#[derive(Debug, Clone, Default)]
pub struct Parent(pub(super) Option<Context>);

impl Parent {
    /// Returns the span around the work under way.
    pub fn current() -> Self {
        Self(is_on().then(Context::current))
    }

    /// Returns the span of another program, as the W3C's fields name it, where they do.
    pub fn remote(traceparent: Option<&str>, tracestate: Option<&str>) -> Option<Self> {
        if !is_on() {
            return None;
        }
        let fields = Fields {
            traceparent: traceparent?,
            tracestate,
        };
        let propagator = TraceContextPropagator::new();
        let named = Self(Some(
            propagator.extract_with_context(&Context::new(), &fields),
        ));
        named.span_context().is_some().then_some(named)
    }

    /// Returns the W3C's fields that name the span to another program.
    pub fn fields(&self) -> HashMap<String, String> {
        let mut fields = HashMap::new();
        if let Self(Some(context)) = self {
            TraceContextPropagator::new().inject_context(context, &mut fields);
        }
        fields
    }

    /// Returns the id of the trace in hexadecimal, for the log.
    pub fn trace_id(&self) -> Option<String> {
        self.span_context().map(|span| span.trace_id().to_string())
    }

    pub(super) fn span_context(&self) -> Option<SpanContext> {
        let span = self.0.as_ref()?.span().span_context().clone();
        span.is_valid().then_some(span)
    }
}

/// The fields as they were received.
struct Fields<'a> {
    traceparent: &'a str,
    tracestate: Option<&'a str>,
}

impl Extractor for Fields<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        match key {
            TRACEPARENT => Some(self.traceparent),
            TRACESTATE => self.tracestate,
            _ => None,
        }
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT, TRACESTATE]
    }
}

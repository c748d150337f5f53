//! A call of a tool, which is a call of the task server: one span for both, in the conventions of
//! GenAI and of MCP.

use http::{HeaderName, HeaderValue};
use metrics::{counter, histogram};
use rmcp::model::{ClientJsonRpcMessage, ClientRequest, GetMeta as _, JsonRpcMessage};
use taskflow_shared::telemetry::{
    conventions as names,
    metrics::catalog,
    traces::{KeyValue, Parent, Span, SpanKind},
};

use crate::domain::{Called, PlannedCall};

/// What tools that do not exist are counted as: models make their names up.
const NO_TOOL: &str = "other";

/// A tool call that is watched.
#[derive(Debug)]
pub(crate) struct ToolCall {
    span: Span,
    tool: String,
}

impl ToolCall {
    /// Begins to watch a call, in the run under way.
    pub(crate) fn begin(call: &PlannedCall) -> Self {
        let span = Span::begin(SpanKind::Client, &Parent::current(), || {
            let attributes = vec![
                KeyValue::new(names::GEN_AI_OPERATION_NAME, "execute_tool"),
                KeyValue::new(names::GEN_AI_TOOL_NAME, call.tool.clone()),
                KeyValue::new(names::GEN_AI_TOOL_CALL_ID, call.id.clone()),
                KeyValue::new(names::GEN_AI_TOOL_TYPE, "extension"),
                KeyValue::new(names::MCP_METHOD_NAME, "tools/call"),
            ];
            (format!("execute_tool {}", call.tool), attributes)
        });
        let tool = call.tool.clone();
        Self { span, tool }
    }

    /// Runs `work` as a part of the call.
    pub(crate) fn around<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        self.span.around(work)
    }

    /// Notes what came of it, after so long.
    pub(crate) fn end(self, called: &Called, duration_ms: u64) {
        let word = match called {
            Called::Asked(_) => "asked",
            Called::Done(outcome) if outcome.failed => "failed",
            Called::Done(_) => "succeeded",
        };
        if word == "failed" {
            self.span.fail(names::TOOL_ERROR);
        }
        let seconds = duration_ms as f64 / 1_000.0;
        histogram!(catalog::TOOL_CALL_DURATION, "tool" => self.tool.clone()).record(seconds);
        counter!(catalog::TOOL_CALLS, "tool" => self.tool, "outcome" => word).increment(1);
    }
}

/// Counts a call that was not made: there is no such tool, or its arguments are no object.
pub(crate) fn tool_refused() {
    counter!(catalog::TOOL_CALLS, "tool" => NO_TOOL, "outcome" => "refused").increment(1);
}

/// Writes the span under way into the request's `_meta`, where the task server finds it (SEP-414).
pub(crate) fn trace_into(request: &mut ClientRequest) {
    for (name, value) in Parent::current().fields() {
        request.get_meta_mut().insert(name, value.into());
    }
}

/// Returns the span that [`trace_into`] wrote as headers, for the request that carries the message.
pub(crate) fn trace_headers(
    message: &ClientJsonRpcMessage,
) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let meta = match message {
        JsonRpcMessage::Request(request) => Some(request.request.get_meta()),
        _ => None,
    };
    let fields = meta.map(|meta| {
        [
            ("traceparent", meta.get_traceparent()),
            ("tracestate", meta.get_tracestate()),
        ]
    });
    fields.into_iter().flatten().filter_map(|(name, value)| {
        let value = HeaderValue::from_str(value?).ok()?;
        Some((HeaderName::from_static(name), value))
    })
}

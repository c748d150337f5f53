//! What a request to the server leaves behind for those who watch over it: a span in the trace of
//! whoever asked, in the words of OpenTelemetry's conventions for MCP, and numbers. Nothing that is
//! asked or answered is in it.

use metrics::{counter, histogram};
use rmcp::{
    ErrorData, RoleServer,
    model::{CallToolResponse, CallToolResult},
    service::RequestContext,
};
use taskflow_shared::telemetry::{
    conventions as names,
    metrics::catalog,
    traces::{KeyValue, Parent, Span, SpanKind},
};
use tokio::time::Instant;

use crate::tools;

/// What requests that call no tool are counted under.
const NO_TOOL: &str = "none";
/// What tools that do not exist are counted under: callers make their names up.
const UNKNOWN_TOOL: &str = "other";

/// Watches how a request is answered that calls no tool.
pub(crate) async fn observed<T>(
    method: &'static str,
    context: &RequestContext<RoleServer>,
    work: impl Future<Output = Result<T, ErrorData>>,
) -> Result<T, ErrorData> {
    let request = Observed::begin(method, None, context);
    let answer = request.span.around(work).await;
    request.end(answer.as_ref().err(), false);
    answer
}

/// Watches how a call of a tool is answered.
pub(crate) async fn observed_call(
    tool: &str,
    context: &RequestContext<RoleServer>,
    work: impl Future<Output = Result<CallToolResponse, ErrorData>>,
) -> Result<CallToolResponse, ErrorData> {
    let tool = tools::find(tool).map_or(UNKNOWN_TOOL, |entry| entry.name());
    let request = Observed::begin("tools/call", Some(tool), context);
    let answer = request.span.around(work).await;
    let failed = matches!(
        &answer,
        Ok(CallToolResponse::Complete(CallToolResult {
            is_error: Some(true),
            ..
        }))
    );
    request.end(answer.as_ref().err(), failed);
    answer
}

/// A request that is being answered.
struct Observed {
    span: Span,
    method: &'static str,
    tool: Option<&'static str>,
    began: Instant,
}

impl Observed {
    fn begin(
        method: &'static str,
        tool: Option<&'static str>,
        context: &RequestContext<RoleServer>,
    ) -> Self {
        let transport = context.extensions.get::<http::request::Parts>();
        let http = transport.and_then(|request| request.extensions.get::<Parent>());
        let meta = &context.meta;
        let client = Parent::remote(meta.get_traceparent(), meta.get_tracestate());
        let parent = client.as_ref().or(http).cloned().unwrap_or_default();
        let span = Span::begin(SpanKind::Server, &parent, || {
            let transport = if transport.is_some() { "tcp" } else { "pipe" };
            let mut attributes = vec![
                KeyValue::new(names::MCP_METHOD_NAME, method),
                KeyValue::new(names::JSONRPC_REQUEST_ID, context.id.to_string()),
                KeyValue::new(names::NETWORK_TRANSPORT, transport),
            ];
            if let Some(version) = context.protocol_version() {
                let version = version.as_str().to_owned();
                attributes.push(KeyValue::new(names::MCP_PROTOCOL_VERSION, version));
            }
            let Some(tool) = tool else {
                return (method.to_owned(), attributes);
            };
            attributes.push(KeyValue::new(names::GEN_AI_OPERATION_NAME, "execute_tool"));
            attributes.push(KeyValue::new(names::GEN_AI_TOOL_NAME, tool));
            (format!("{method} {tool}"), attributes)
        });
        // The transport's span is another matter: one does not follow from the other.
        if let (Some(_), Some(http)) = (&client, http) {
            span.link(http);
        }
        Self {
            span,
            method,
            tool,
            began: Instant::now(),
        }
    }

    fn end(self, error: Option<&ErrorData>, has_failed: bool) {
        if let Some(error) = error {
            let code = error.code.0.to_string();
            let status = KeyValue::new(names::RPC_RESPONSE_STATUS_CODE, code.clone());
            self.span.set(|| vec![status]);
            self.span.fail(code);
        } else if has_failed {
            self.span.fail(names::TOOL_ERROR);
        }
        let outcome = match (error, has_failed) {
            (Some(_), _) => "refused",
            (None, true) => "tool_error",
            (None, false) => "answered",
        };
        let took = self.began.elapsed().as_secs_f64();
        histogram!(catalog::MCP_REQUEST_DURATION, "method" => self.method).record(took);
        counter!(
            catalog::MCP_REQUESTS,
            "method" => self.method,
            "tool" => self.tool.unwrap_or(NO_TOOL),
            "outcome" => outcome,
        )
        .increment(1);
    }
}

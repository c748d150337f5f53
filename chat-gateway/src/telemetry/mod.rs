//! What a turn leaves behind for those who watch over the service: a span for the run, each model
//! call and each tool call, in the words of OpenTelemetry's GenAI conventions, and numbers.
//!
//! Nothing that people, models or tools say is in it. Each of these is begun where the work is and
//! says how it ended when it is told, or else when it is dropped.

mod model_call;
mod run;
mod tool_call;

pub(crate) use model_call::{ModelCall, model_passed_over};
pub(crate) use run::ObservedRun;
pub(crate) use tool_call::{ToolCall, tool_refused, trace_headers, trace_into};

/// Whose interface the agent and the built-in model have.
const OURS: &str = "taskflow";
/// Whose interface every configured endpoint has.
const OPENAI: &str = "openai";
/// The name of [`crate::llm::builtin`], which runs in this process.
const BUILT_IN: &str = "built-in";

fn provider(model: &str) -> &'static str {
    if model == BUILT_IN { OURS } else { OPENAI }
}

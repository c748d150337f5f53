//! Tools that tell the client something while they run.

use std::time::Duration;

use rmcp::{
    ErrorData, RoleServer,
    model::{CallToolRequestParams, CallToolResult, ClientCapabilities},
    service::RequestContext,
};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::content::text;
use crate::{
    server::Fixtures,
    wire::{complete, read, tell},
};

/// Between two messages, so that they are seen to arrive one after the other.
const PAUSE: Duration = Duration::from_millis(50);

/// Calls a tool of this kind; `None` for others.
pub(super) async fn call(
    fixtures: &Fixtures,
    request: &CallToolRequestParams,
    context: &RequestContext<RoleServer>,
) -> Result<Option<CallToolResult>, ErrorData> {
    match request.name.as_ref() {
        "test_tool_with_logging" => log_steps(context).await?,
        "test_logging_tool" => log_if_asked(context).await?,
        "test_tool_with_progress" => progress(context).await?,
        "test_trigger_tool_change" => fixtures.listeners.tools_changed().await,
        "test_trigger_prompt_change" => fixtures.listeners.prompts_changed().await,
        "test_missing_capability" => need_sampling(context)?,
        _ => return Ok(None),
    }
    complete(json!({"content": [text("Done.")], "isError": false})).map(Some)
}

async fn log_steps(context: &RequestContext<RoleServer>) -> Result<(), ErrorData> {
    tell(&context.peer, message("Tool execution started")).await?;
    sleep(PAUSE).await;
    tell(&context.peer, message("Tool processing data")).await?;
    sleep(PAUSE).await;
    tell(&context.peer, message("Tool execution completed")).await
}

/// In the newer protocol each request says for itself whether it wants to be told.
async fn log_if_asked(context: &RequestContext<RoleServer>) -> Result<(), ErrorData> {
    let asked = context.meta.get("io.modelcontextprotocol/logLevel");
    if asked.is_some() {
        tell(&context.peer, message("Tool execution started")).await?;
    }
    Ok(())
}

fn message(words: &str) -> Value {
    let params = json!({"level": "info", "logger": "conformance", "data": words});
    json!({"method": "notifications/message", "params": params})
}

async fn progress(context: &RequestContext<RoleServer>) -> Result<(), ErrorData> {
    let token = context.meta.get_progress_token();
    for step in [0, 50, 100] {
        if let Some(token) = &token {
            let params = json!({"progressToken": token, "progress": step, "total": 100});
            let progress = json!({"method": "notifications/progress", "params": params});
            tell(&context.peer, progress).await?;
        }
        sleep(PAUSE).await;
    }
    Ok(())
}

fn need_sampling(context: &RequestContext<RoleServer>) -> Result<(), ErrorData> {
    let declared = context.client_capabilities().unwrap_or_default();
    if declared.sampling.is_some() {
        return Ok(());
    }
    let needed: ClientCapabilities = read(json!({"sampling": {}}))?;
    Err(ErrorData::missing_required_client_capability(needed))
}

//! The tools that the suite calls, each in the file of its kind.

mod content;
mod questions;
pub(crate) mod rounds;
mod signals;

use rmcp::{
    ErrorData, RoleServer,
    model::{CallToolRequestParams, CallToolResponse, ListToolsResult},
    service::RequestContext,
};
use serde_json::{Value, json};

use crate::{
    server::Fixtures,
    wire::{cached, complete},
};

/// Tools without arguments, and what they do.
const TOOLS: [(&str, &str); 23] = [
    ("test_simple_text", "Returns a text"),
    ("test_image_content", "Returns an image"),
    ("test_audio_content", "Returns a sound"),
    ("test_embedded_resource", "Returns a resource"),
    (
        "test_multiple_content_types",
        "Returns a text, an image and a resource",
    ),
    ("test_error_handling", "Fails"),
    ("test_tool_with_logging", "Logs three messages"),
    ("test_tool_with_progress", "Reports progress three times"),
    (
        "test_logging_tool",
        "Logs a message if the request asks for it",
    ),
    (
        "test_trigger_tool_change",
        "Says that the list of tools is another",
    ),
    (
        "test_trigger_prompt_change",
        "Says that the list of prompts is another",
    ),
    ("test_missing_capability", "Needs a client that can sample"),
    ("test_elicitation_sep1034_defaults", "Asks with defaults"),
    (
        "test_elicitation_sep1330_enums",
        "Asks with choices of every kind",
    ),
    ("test_streaming_elicitation", "Asks for a name, in a stream"),
    ("test_input_required_result_elicitation", "Asks for a name"),
    (
        "test_input_required_result_sampling",
        "Asks the client's model",
    ),
    (
        "test_input_required_result_list_roots",
        "Asks for the roots",
    ),
    (
        "test_input_required_result_request_state",
        "Asks, with a sealed state",
    ),
    (
        "test_input_required_result_tampered_state",
        "Asks, with a sealed state",
    ),
    (
        "test_input_required_result_multiple_inputs",
        "Asks for three things at once",
    ),
    ("test_input_required_result_multi_round", "Asks twice"),
    (
        "test_input_required_result_capabilities",
        "Asks for what the client can give",
    ),
];

/// Returns the tools, one page of them.
pub(crate) fn list() -> Result<ListToolsResult, ErrorData> {
    let plain = TOOLS.iter().map(|(name, description)| {
        let schema = json!({"type": "object", "properties": {}});
        json!({"name": name, "description": description, "inputSchema": schema})
    });
    let tools: Vec<Value> = plain.chain(with_arguments()).collect();
    cached(json!({"tools": tools}))
}

fn with_arguments() -> [Value; 4] {
    let one = |name: &str, description: &str, argument: &str, schema: Value| {
        json!({"name": name, "description": description, "inputSchema": {
            "type": "object",
            "properties": {argument: schema},
            "required": [argument],
        }})
    };
    let text = || json!({"type": "string"});
    [
        one("test_sampling", "Asks the client's model", "prompt", text()),
        one("test_elicitation", "Asks the user", "message", text()),
        one(
            "test_custom_header",
            "Takes an argument that a header repeats",
            "value",
            json!({"type": "string", "x-mcp-header": "Value"}),
        ),
        json!({
            "name": "json_schema_2020_12_tool",
            "description": "Has a schema with the newer keywords",
            "inputSchema": content::schema(),
        }),
    ]
}

/// Calls a tool.
pub(crate) async fn call(
    fixtures: &Fixtures,
    request: CallToolRequestParams,
    context: RequestContext<RoleServer>,
) -> Result<CallToolResponse, ErrorData> {
    if let Some(result) = content::call(&request) {
        return complete(result).map(CallToolResponse::Complete);
    }
    if let Some(result) = signals::call(fixtures, &request, &context).await? {
        return Ok(result.into());
    }
    if let Some(result) = questions::call(&request, &context).await? {
        return Ok(result.into());
    }
    if let Some(response) = rounds::call(&fixtures.states, &request, &context)? {
        return Ok(response);
    }
    let words = format!("Unknown tool: {}", request.name);
    Err(ErrorData::invalid_params(words, None))
}

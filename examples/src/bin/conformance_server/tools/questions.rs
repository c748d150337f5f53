//! Tools that ask the client in the midst of a call, as only the older protocol can.

use rmcp::{
    ErrorData, RoleServer,
    model::{CallToolRequestParams, CallToolResult},
    service::RequestContext,
};
use serde_json::{Value, json};

use super::content::text;
use crate::wire::{ask, complete};

/// Calls a tool of this kind; `None` for others.
pub(super) async fn call(
    request: &CallToolRequestParams,
    context: &RequestContext<RoleServer>,
) -> Result<Option<CallToolResult>, ErrorData> {
    let (question, answered) = match request.name.as_ref() {
        "test_sampling" => (sampling(argument(request, "prompt")?), "LLM response"),
        "test_elicitation" => {
            let message = argument(request, "message")?;
            (elicitation(message, contact()), "User response")
        }
        "test_elicitation_sep1034_defaults" => {
            let question = elicitation("Please check these values", defaults());
            (question, "Elicitation completed")
        }
        "test_elicitation_sep1330_enums" => (
            elicitation("Please choose", choices()),
            "Elicitation completed",
        ),
        _ => return Ok(None),
    };
    let answer = ask(&context.peer, question).await?;
    let words = format!("{answered}: {}", told(&answer));
    complete(json!({"content": [text(&words)], "isError": false})).map(Some)
}

fn argument<'a>(request: &'a CallToolRequestParams, name: &str) -> Result<&'a str, ErrorData> {
    let value = request.arguments.as_ref().and_then(|given| given.get(name));
    value
        .and_then(Value::as_str)
        .ok_or_else(|| ErrorData::invalid_params(format!("{name} must be a text"), None))
}

/// What a model said, or what a person did.
fn told(answer: &Value) -> String {
    let said = answer.pointer("/content/text").and_then(Value::as_str);
    if let Some(said) = said {
        return said.to_owned();
    }
    let action = answer.get("action").and_then(Value::as_str);
    let content = answer.get("content").cloned().unwrap_or_default();
    format!("action={}, content={content}", action.unwrap_or("none"))
}

/// A question to the client's model.
pub(super) fn sampling(prompt: &str) -> Value {
    let message = json!({"role": "user", "content": text(prompt)});
    let params = json!({"messages": [message], "maxTokens": 100});
    json!({"method": "sampling/createMessage", "params": params})
}

/// A question to the person before the client.
pub(super) fn elicitation(message: &str, schema: Value) -> Value {
    let params = json!({"mode": "form", "message": message, "requestedSchema": schema});
    json!({"method": "elicitation/create", "params": params})
}

fn contact() -> Value {
    json!({
        "type": "object",
        "properties": {
            "username": {"type": "string", "description": "User's response"},
            "email": {"type": "string", "description": "User's email address"},
        },
        "required": ["username", "email"],
    })
}

/// SEP-1034: a default of each kind.
fn defaults() -> Value {
    json!({
        "type": "object",
        "properties": {
            "name": {"type": "string", "default": "John Doe"},
            "age": {"type": "integer", "default": 30},
            "score": {"type": "number", "default": 95.5},
            "status": {
                "type": "string",
                "enum": ["active", "inactive", "pending"],
                "default": "active",
            },
            "verified": {"type": "boolean", "default": true},
        },
        "required": [],
    })
}

/// SEP-1330: a choice of each kind.
fn choices() -> Value {
    let plain = ["option1", "option2", "option3"];
    let titled = |noun: &str| {
        let one =
            |value: &str, title: &str| json!({"const": value, "title": format!("{title} {noun}")});
        vec![
            one("value1", "First"),
            one("value2", "Second"),
            one("value3", "Third"),
        ]
    };
    json!({
        "type": "object",
        "properties": {
            "untitledSingle": {"type": "string", "enum": plain},
            "titledSingle": {"type": "string", "oneOf": titled("Option")},
            "legacyEnum": {
                "type": "string",
                "enum": ["opt1", "opt2", "opt3"],
                "enumNames": ["Option One", "Option Two", "Option Three"],
            },
            "untitledMulti": {"type": "array", "items": {"type": "string", "enum": plain}},
            "titledMulti": {"type": "array", "items": {"anyOf": titled("Choice")}},
        },
        "required": [],
    })
}

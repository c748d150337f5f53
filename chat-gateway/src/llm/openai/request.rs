//! A conversation as the body of a Chat Completions request.

use serde_json::{Map, Value, json};

use crate::llm::{Message, ModelRequest, ToolCall, ToolSpec};

/// Writes the body. It names nothing that an endpoint has a default for: no temperature, no token
/// limit, no `parallel_tool_calls`; several models refuse values other than their own.
pub(super) fn body(model: &str, request: &ModelRequest) -> Value {
    let mut body = json!({
        "model": model,
        "messages": request.messages.iter().map(message).collect::<Vec<_>>(),
        "stream": true,
        "stream_options": { "include_usage": true },
    });
    // Some endpoints refuse an empty list.
    if !request.tools.is_empty()
        && let Some(fields) = body.as_object_mut()
    {
        let tools = request.tools.iter().map(tool).collect();
        fields.insert("tools".to_owned(), Value::Array(tools));
    }
    body
}

fn message(message: &Message) -> Value {
    match message {
        Message::System(text) => json!({ "role": "system", "content": text }),
        Message::User(text) => json!({ "role": "user", "content": text }),
        Message::Assistant { text, tool_calls } => assistant(text, tool_calls),
        // Chat Completions has no mark for a failed call. A failure takes the shape that the
        // gateway shows to people: `{"error": "Task not found"}`.
        Message::ToolResult {
            call_id,
            content,
            is_error,
        } => {
            let content = if *is_error {
                json!({ "error": content }).to_string()
            } else {
                content.clone()
            };
            json!({ "role": "tool", "tool_call_id": call_id, "content": unmarked(&content) })
        }
    }
}

/// Writes the marks differently that chat templates put between roles, such as `<|im_end|>`, `</s>`,
/// `<end_of_turn>` and `[/INST]`: endpoints exist that obey them in texts, too. In JSON they can only
/// stand within a string, where `\u003c` means the same as `<`.
fn unmarked(json: &str) -> String {
    let mut unmarked = String::with_capacity(json.len());
    let mut rest = json.chars().peekable();
    while let Some(next) = rest.next() {
        let begins_mark = rest
            .peek()
            .is_some_and(|c| *c == '/' || c.is_ascii_uppercase());
        match next {
            '<' => unmarked.push_str("\\u003c"),
            '[' if begins_mark => unmarked.push_str("\\u005b"),
            other => unmarked.push(other),
        }
    }
    unmarked
}

fn assistant(text: &str, tool_calls: &[ToolCall]) -> Value {
    if tool_calls.is_empty() {
        return json!({ "role": "assistant", "content": text });
    }
    json!({
        "role": "assistant",
        "content": (!text.is_empty()).then_some(text),
        "tool_calls": tool_calls.iter().map(tool_call).collect::<Vec<_>>(),
    })
}

fn tool_call(call: &ToolCall) -> Value {
    let mut fields = call.extra.clone();
    fields.insert("id".to_owned(), json!(call.id));
    fields.insert("type".to_owned(), json!("function"));
    fields.insert(
        "function".to_owned(),
        json!({ "name": call.name, "arguments": object_text(&call.arguments) }),
    );
    Value::Object(fields)
}

/// Returns `arguments` where they are a JSON object, and an empty one otherwise: endpoints that
/// parse the history refuse the whole conversation over a malformed call in it.
fn object_text(arguments: &str) -> &str {
    match serde_json::from_str::<Map<String, Value>>(arguments) {
        Ok(_) => arguments,
        Err(_) => "{}",
    }
}

fn tool(tool: &ToolSpec) -> Value {
    json!({
        "type": "function",
        "function": {
            "name": tool.name,
            "description": tool.description,
            "parameters": tool.input_schema,
        },
    })
}

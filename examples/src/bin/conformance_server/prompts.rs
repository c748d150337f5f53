//! The prompts that the suite gets.

use rmcp::{
    ErrorData,
    model::{
        CompleteRequestParams, CompleteResult, GetPromptRequestParams, GetPromptResponse,
        GetPromptResult, ListPromptsResult,
    },
};
use serde_json::{Value, json};

use crate::{
    tools::rounds,
    wire::{IMAGE, cached, complete as completed},
};

/// Returns the prompts, one page of them.
pub(crate) fn list() -> Result<ListPromptsResult, ErrorData> {
    let required = |name: &str| json!({"name": name, "description": "Any text", "required": true});
    let prompt = |name: &str, description: &str, arguments: Vec<Value>| json!({"name": name, "description": description, "arguments": arguments});
    cached(json!({"prompts": [
        prompt("test_simple_prompt", "One sentence", vec![]),
        prompt(
            "test_prompt_with_arguments",
            "A sentence with two words of the caller's",
            vec![required("arg1"), required("arg2")],
        ),
        prompt(
            "test_prompt_with_embedded_resource",
            "A resource and a sentence about it",
            vec![required("resourceUri")],
        ),
        prompt("test_prompt_with_image", "An image and a sentence about it", vec![]),
        prompt("test_input_required_result_prompt", "Asks for its context first", vec![]),
    ]}))
}

/// Returns a prompt, or what it asks for first.
pub(crate) fn get(request: &GetPromptRequestParams) -> Result<GetPromptResponse, ErrorData> {
    let argument = |name: &str| -> Result<&str, ErrorData> {
        let value = request.arguments.as_ref().and_then(|given| given.get(name));
        value.and_then(Value::as_str).ok_or_else(|| {
            ErrorData::invalid_params(format!("the argument {name} is missing"), None)
        })
    };
    let text = |text: &str| json!({"type": "text", "text": text});
    let contents = match request.name.as_str() {
        "test_simple_prompt" => vec![text("This is a simple prompt for testing.")],
        "test_prompt_with_arguments" => {
            let (one, two) = (argument("arg1")?, argument("arg2")?);
            let words = format!("Prompt with arguments: arg1='{one}', arg2='{two}'");
            vec![text(&words)]
        }
        "test_prompt_with_embedded_resource" => vec![
            json!({"type": "resource", "resource": {
                "uri": argument("resourceUri")?,
                "mimeType": "text/plain",
                "text": "Embedded resource content for testing.",
            }}),
            text("Please process the embedded resource above."),
        ],
        "test_prompt_with_image" => vec![
            json!({"type": "image", "data": IMAGE, "mimeType": "image/png"}),
            text("Please analyze the image above."),
        ],
        "test_input_required_result_prompt" => return rounds::prompt(request),
        other => {
            let words = format!("Unknown prompt: {other}");
            return Err(ErrorData::invalid_params(words, None));
        }
    };
    said(&contents).map(Into::into)
}

/// A prompt of these contents, all said by the user.
pub(crate) fn said(contents: &[Value]) -> Result<GetPromptResult, ErrorData> {
    let messages = contents
        .iter()
        .map(|content| json!({"role": "user", "content": content}));
    completed(json!({"messages": messages.collect::<Vec<Value>>()}))
}

/// Completes the value of any argument from three words.
pub(crate) fn complete(request: &CompleteRequestParams) -> Result<CompleteResult, ErrorData> {
    let begun = request.argument.value.to_lowercase();
    let values: Vec<&str> = ["paris", "park", "party"]
        .into_iter()
        .filter(|word| word.starts_with(&begun))
        .collect();
    let total = values.len();
    completed(json!({"completion": {"values": values, "total": total, "hasMore": false}}))
}

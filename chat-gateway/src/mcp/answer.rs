//! What a tool answers: a result, or a question back.

use rmcp::model::{CallToolResult, ElicitRequestParams, InputRequest, InputRequiredResult};
use serde_json::{Value, json};

use crate::domain::{Called, ToolOutcome, ToolQuestions};

/// The most questions that a tool may ask at once.
const MAX_QUESTIONS: usize = 10;
/// Bytes of a question and its schema.
const MAX_QUESTION_BYTES: usize = 32_000;

/// Reads a result.
pub(super) fn outcome_of(result: CallToolResult, duration_ms: u64) -> ToolOutcome {
    let failed = result.is_error.unwrap_or(false);
    let text = || {
        let texts = result.content.iter().filter_map(|block| block.as_text());
        texts
            .map(|text| text.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    if failed {
        return ToolOutcome::failure(text(), duration_ms);
    }
    let result = match result.structured_content {
        Some(structured) => structured,
        // Other servers may answer in text alone, which is often JSON all the same.
        None => serde_json::from_str(&text()).unwrap_or_else(|_| json!({ "text": text() })),
    };
    ToolOutcome {
        result,
        failed,
        duration_ms,
        error: None,
    }
}

/// Reads what a tool asks back. What can only be answered otherwise than by a form is a failure:
/// this client did not say that it could be asked that.
pub(super) fn questions_of(asked: InputRequiredResult, duration_ms: u64) -> Called {
    let requests = asked.input_requests.unwrap_or_default();
    let count = requests.len();
    let questions = requests
        .into_iter()
        .map(|(name, request)| question(name, request));
    let questions: Option<Vec<_>> = questions.take(MAX_QUESTIONS + 1).collect();
    match questions {
        Some(questions) if count <= MAX_QUESTIONS => Called::Asked(ToolQuestions {
            questions,
            state: asked.request_state,
        }),
        _ => {
            let words = "The tool asked for something that cannot be asked here. Nothing was done.";
            Called::Done(ToolOutcome::failure(words, duration_ms))
        }
    }
}

fn question(name: String, request: InputRequest) -> Option<(String, String, Value)> {
    let InputRequest::Elicitation(request) = request else {
        return None;
    };
    let ElicitRequestParams::FormElicitationParams {
        message,
        requested_schema,
        ..
    } = request.params
    else {
        return None;
    };
    let schema = serde_json::to_value(requested_schema).ok()?;
    let fits = message.len() + schema.to_string().len() <= MAX_QUESTION_BYTES;
    fits.then_some((name, message, schema))
}

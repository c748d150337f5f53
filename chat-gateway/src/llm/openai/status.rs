//! What an endpoint's status, or an error it reports inside an answer, means to a caller.

use reqwest::StatusCode;
use serde_json::Value;
use std::time::Duration;

use crate::llm::ModelError;

/// Translates a status other than 2xx. The body plays no part: its words are never kept.
pub(super) fn refused(status: StatusCode, retry_after: Option<Duration>) -> ModelError {
    let code = status.as_u16();
    match code {
        401 | 403 => ModelError::KeyRefused { status: code },
        429 => ModelError::Busy { retry_after },
        503 if retry_after.is_some() => ModelError::Busy { retry_after },
        // Timeouts and conflicts of the endpoint's own: nothing is wrong with the request.
        408 | 409 => ModelError::Failed { status: Some(code) },
        400..=499 => ModelError::Rejected { status: code },
        // 5xx, and redirects, which are not followed: the key would travel along.
        _ => ModelError::Failed { status: Some(code) },
    }
}

/// Translates an error object that came inside an answer whose status was 200.
pub(super) fn reported(error: &Value) -> ModelError {
    let marks = ["code", "status", "type"].map(|field| error.get(field).unwrap_or(&Value::Null));
    let status = marks.iter().find_map(|mark| http_status(mark));
    let busy = marks.iter().any(|mark| is_limit(mark));
    if status == Some(429) || busy {
        ModelError::Busy { retry_after: None }
    } else {
        ModelError::Failed { status }
    }
}

fn http_status(mark: &Value) -> Option<u16> {
    let number = match mark {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    u16::try_from(number)
        .ok()
        .filter(|code| (400..600).contains(code))
}

fn is_limit(mark: &Value) -> bool {
    matches!(
        mark.as_str(),
        Some(
            "rate_limit_exceeded"
                | "rate_limit_error"
                | "RESOURCE_EXHAUSTED"
                | "insufficient_quota"
        )
    )
}

/// Tells whether a 429's body says that the account is out of money, which no waiting mends.
pub(super) fn is_out_of_quota(body: &[u8]) -> bool {
    names_one_of(body, &["insufficient_quota"])
}

/// Tells whether a 400's body says that a content filter stopped the conversation.
pub(super) fn is_withheld(body: &[u8]) -> bool {
    names_one_of(body, WITHHELD)
}

/// The codes of content filters: OpenAI's, and Azure's two.
const WITHHELD: &[&str] = &[
    "content_filter",
    "content_policy_violation",
    "ResponsibleAIPolicyViolation",
];

/// Tells whether an error that came inside an answer says that a content filter stopped it.
pub(super) fn says_withheld(error: &Value) -> bool {
    finds_one_of(error, WITHHELD)
}

fn names_one_of(body: &[u8], marks: &[&str]) -> bool {
    serde_json::from_slice(body).is_ok_and(|value| finds_one_of(&value, marks))
}

/// Looks for a mark as the code or type of an error, however the endpoint wraps it.
fn finds_one_of(value: &Value, marks: &[&str]) -> bool {
    match value {
        Value::Array(values) => values.iter().any(|value| finds_one_of(value, marks)),
        Value::Object(fields) => fields.iter().any(|(name, value)| {
            let is_mark = |text: &str| marks.contains(&text);
            let names_it =
                matches!(name.as_str(), "code" | "type") && value.as_str().is_some_and(is_mark);
            names_it || finds_one_of(value, marks)
        }),
        _ => false,
    }
}

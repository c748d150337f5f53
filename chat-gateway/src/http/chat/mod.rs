//! Chatting: the same request, answered whole or as a stream.

pub(super) mod complete;
pub(super) mod stream;

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{AppState, error::ApiError, extract::CurrentUser};
use crate::agent::run::StartedRun;

/// Characters of a message, after trimming.
const MAX_MESSAGE_CHARS: usize = 2_000;

/// `{"message": "…", "conversation_id"?: "…", "timezone"?: "Europe/Zurich"}`; what else a client
/// sends is not looked at.
#[derive(Debug, Deserialize)]
pub(super) struct ChatRequest {
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    conversation_id: Option<Value>,
    #[serde(default)]
    timezone: Option<String>,
}

/// Stores the message and begins to answer it.
async fn start(
    state: &AppState,
    user: &CurrentUser,
    request: ChatRequest,
) -> Result<StartedRun, ApiError> {
    let message = message(request.message)?;
    let conversation_id = conversation_id(request.conversation_id)?;
    let time_zone = time_zone(request.timezone)?;
    let person = user.person(time_zone, state.time_zone);
    Ok(state.agent.start(person, conversation_id, message).await?)
}

fn message(text: Option<String>) -> Result<String, ApiError> {
    let text = text.unwrap_or_default();
    let text = text.trim();
    match text.chars().count() {
        0 => Err(ApiError::Invalid(
            "message is required: say what to do with your tasks.".to_owned(),
        )),
        1..=MAX_MESSAGE_CHARS => Ok(text.to_owned()),
        count => Err(ApiError::Invalid(format!(
            "message has {count} characters; at most {MAX_MESSAGE_CHARS} are taken."
        ))),
    }
}

fn time_zone(name: Option<String>) -> Result<Option<Tz>, ApiError> {
    let name = name.filter(|name| !name.is_empty());
    let zone = name.map(|name| name.parse()).transpose();
    zone.map_err(|_| {
        ApiError::Invalid("timezone must be an IANA name such as Europe/Zurich.".to_owned())
    })
}

/// An id that was never given out, of whatever form, is one that does not exist.
fn conversation_id(id: Option<Value>) -> Result<Option<Uuid>, ApiError> {
    match id {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => text
            .parse()
            .map(Some)
            .map_err(|_| ApiError::NoSuchConversation),
        Some(_) => Err(ApiError::NoSuchConversation),
    }
}

//! Chatting: the same request, answered whole or as a stream.

pub(super) mod complete;
pub(super) mod key;
pub(super) mod stream;

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{AppState, error::ApiError, extract::CurrentUser};
use crate::{
    agent::{queue::WhenBusy, run::StartedRun, start::NewMessage},
    store::runs::RequestKey,
};
use key::IdempotencyKey;

/// Characters of a message, after trimming.
const MAX_MESSAGE_CHARS: usize = 2_000;

/// `{"message": "…", "conversation_id"?: "…", "timezone"?: "Europe/Zurich", "when_busy"?: "queue"}`;
/// what else a client sends is not looked at.
#[derive(Debug, Deserialize)]
pub(super) struct ChatRequest {
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    conversation_id: Option<Value>,
    #[serde(default)]
    timezone: Option<String>,
    #[serde(default)]
    when_busy: Option<String>,
}

/// Stores the message and begins to answer it, or returns to the run that the same request began.
async fn start(
    state: &AppState,
    user: &CurrentUser,
    IdempotencyKey(key): IdempotencyKey,
    request: ChatRequest,
) -> Result<StartedRun, ApiError> {
    let text = message(request.message)?;
    let conversation_id = conversation_id(request.conversation_id)?;
    let time_zone = time_zone(request.timezone)?;
    let when_busy = when_busy(request.when_busy)?;
    let key = key.map(|key| RequestKey {
        key,
        body_hash: hash(&(
            &text,
            conversation_id,
            time_zone.map(|zone| zone.name()),
            when_busy,
        )),
    });
    if let Some(key) = &key
        && let Some(earlier) = state.earlier_request(user.id(), &key.key).await?
    {
        return Ok(state.agent.rejoin(user.id(), key, earlier).await?);
    }
    let message = NewMessage {
        person: user.person(time_zone, state.time_zone),
        conversation_id,
        text,
        key,
        when_busy,
    };
    Ok(state.agent.start(message).await?)
}

/// SHA-256 of what is asked for; white space and unknown members of the body do not matter.
pub(super) fn hash(asked: &impl serde::Serialize) -> [u8; 32] {
    // Texts and numbers always have a JSON form.
    let json = serde_json::to_vec(asked).unwrap_or_default();
    Sha256::digest(json).into()
}

fn when_busy(name: Option<String>) -> Result<WhenBusy, ApiError> {
    let Some(name) = name else {
        return Ok(WhenBusy::default());
    };
    serde_json::from_value(Value::String(name))
        .map_err(|_| ApiError::Invalid("when_busy must be reject, queue or interrupt.".to_owned()))
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

pub(super) fn time_zone(name: Option<String>) -> Result<Option<Tz>, ApiError> {
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

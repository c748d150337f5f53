//! What a request asks for, checked, and its run begun.

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::key::IdempotencyKey;
use crate::{
    agent::{queue::WhenBusy, run::StartedRun, start::NewMessage},
    http::{AppState, error::ApiError, extract::CurrentUser},
    store::runs::{Asked, RequestKey},
};

/// Characters of a message, after trimming.
const MAX_MESSAGE_CHARS: usize = 2_000;

/// `{"message": "…", "conversation_id"?: "…", "edit"?: "…", "timezone"?: "Europe/Zurich",
/// "when_busy"?: "queue"}`; what else a client sends is not looked at.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct ChatRequest {
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    conversation_id: Option<Value>,
    /// The id of the person's earlier message in whose place this one comes.
    #[serde(default)]
    edit: Option<Value>,
    #[serde(default)]
    timezone: Option<String>,
    #[serde(default)]
    when_busy: Option<String>,
}

/// `{"timezone"?: "Europe/Zurich", "when_busy"?: "queue"}`
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct How {
    #[serde(default)]
    timezone: Option<String>,
    #[serde(default)]
    when_busy: Option<String>,
}

/// What is asked for, and where.
struct Turn {
    conversation_id: Option<Uuid>,
    asked: Asked,
    time_zone: Option<Tz>,
    when_busy: WhenBusy,
}

/// Stores the message and begins to answer it, or returns to the run that the same request began.
pub(super) async fn chat(
    state: &AppState,
    user: &CurrentUser,
    key: IdempotencyKey,
    request: ChatRequest,
) -> Result<StartedRun, ApiError> {
    let text = message(request.message)?;
    let conversation_id = conversation_id(request.conversation_id)?;
    let asked = match edited(request.edit)? {
        None => Asked::Message(text),
        Some(message_id) => Asked::Edit { message_id, text },
    };
    if matches!(asked, Asked::Edit { .. }) && conversation_id.is_none() {
        let words = "edit names a message of a conversation: send its conversation_id too.";
        return Err(ApiError::Invalid(words.to_owned()));
    }
    let turn = Turn {
        conversation_id,
        asked,
        time_zone: time_zone(request.timezone)?,
        when_busy: when_busy(request.when_busy)?,
    };
    start(state, user, key, turn).await
}

/// Begins to answer the last message of a conversation anew, or returns to the run that the same
/// request began.
pub(in crate::http) async fn regenerate(
    state: &AppState,
    user: &CurrentUser,
    key: IdempotencyKey,
    (conversation_id, how): (Uuid, How),
) -> Result<StartedRun, ApiError> {
    let turn = Turn {
        conversation_id: Some(conversation_id),
        asked: Asked::Again,
        time_zone: time_zone(how.timezone)?,
        when_busy: when_busy(how.when_busy)?,
    };
    start(state, user, key, turn).await
}

async fn start(
    state: &AppState,
    user: &CurrentUser,
    IdempotencyKey(key): IdempotencyKey,
    turn: Turn,
) -> Result<StartedRun, ApiError> {
    let key = key.map(|key| RequestKey {
        key,
        body_hash: turn.hash(),
    });
    if let Some(key) = &key
        && let Some(run) = state.store.run_of_request(user.id(), &key.key).await?
    {
        return Ok(state.agent.rejoin(user.id(), key, run).await?);
    }
    let message = NewMessage {
        person: user.person(turn.time_zone, state.time_zone),
        conversation_id: turn.conversation_id,
        asked: turn.asked,
        key,
        when_busy: turn.when_busy,
    };
    Ok(state.agent.start(message).await?)
}

impl Turn {
    /// SHA-256 of what is asked for; white space and unknown members of the body do not matter.
    /// Keys are kept with it for a day, also over a change of the program.
    fn hash(&self) -> [u8; 32] {
        let zone = self.time_zone.map(|zone| zone.name());
        let rest = (self.conversation_id, zone, self.when_busy);
        match &self.asked {
            Asked::Message(text) => hash(&(text, rest.0, rest.1, rest.2)),
            Asked::Edit { message_id, text } => hash(&("edit", message_id, text, rest)),
            Asked::Again => hash(&("regenerate", rest)),
        }
    }
}

fn hash(asked: &impl serde::Serialize) -> [u8; 32] {
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

/// The same of a message's id.
fn edited(id: Option<Value>) -> Result<Option<Uuid>, ApiError> {
    match id {
        None | Some(Value::Null) => Ok(None),
        Some(id) => {
            let id = id.as_str().and_then(|text| text.parse().ok());
            id.map(Some).ok_or(ApiError::NoSuchMessage)
        }
    }
}

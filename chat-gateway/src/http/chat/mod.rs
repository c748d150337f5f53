//! Chatting: the same request, answered whole or as a stream.

pub(super) mod complete;
pub(super) mod key;
pub(super) mod stream;

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use utoipa::{
    ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{AnyOfBuilder, KnownFormat, SchemaFormat, Type},
    },
};
use uuid::Uuid;

use super::{AppState, error::ApiError, extract::CurrentUser};
use crate::{
    agent::{queue::WhenBusy, run::StartedRun, start::NewMessage},
    store::{runs::RequestKey, without_nul},
};
use key::KeyedRequest;

/// Characters of a message, after trimming.
const MAX_MESSAGE_CHARS: usize = 2_000;

/// `{"message": "…", "conversation_id"?: "…", "timezone"?: "Europe/Zurich", "when_busy"?: "queue"}`;
/// what else a client sends is not looked at.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ChatRequest {
    /// What to do; counted without the white space around it.
    #[serde(default)]
    #[schema(
        required, value_type = String, min_length = 1, max_length = 2000, pattern = r"[^\s\u0000\u0085]",
        examples("Add a task to buy groceries"),
    )]
    message: Option<String>,
    /// The conversation to go on in; a new one without it.
    #[serde(default)]
    #[schema(schema_with = conversation_id_schema)]
    conversation_id: Option<Value>,
    /// IANA name of the person's time zone.
    #[serde(default)]
    #[schema(format = "iana-time-zone", examples("Europe/Zurich"))]
    timezone: Option<String>,
    /// What to do while another message of the conversation is being answered.
    #[serde(default)]
    #[schema(value_type = Option<WhenBusy>)]
    when_busy: Option<String>,
}

/// An empty text is taken for none, as older clients send it.
fn conversation_id_schema() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let id = text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    let none = ObjectBuilder::new().schema_type(Type::Null);
    AnyOfBuilder::new()
        .item(id)
        .item(text().max_length(Some(0)))
        .item(none)
        .description(Some("The conversation to go on in; a new one without it."))
        .into()
}

/// Stores the message and begins to answer it, or returns to the run that the same request began.
async fn start(
    state: &AppState,
    user: &CurrentUser,
    KeyedRequest { key, earlier }: KeyedRequest,
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
    if let (Some(key), Some(earlier)) = (&key, earlier) {
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
    let text = without_nul(&text.unwrap_or_default());
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

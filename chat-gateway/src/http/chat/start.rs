//! What a request asks for, checked, and its run begun.

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;
use utoipa::{
    ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{AnyOfBuilder, KnownFormat, SchemaFormat, Type},
    },
};
use uuid::Uuid;

use super::{
    key::{KeyedRequest, hash},
    members::{conversation_id, edited, message, time_zone, when_busy},
};
use crate::{
    agent::{queue::WhenBusy, run::StartedRun, start::NewMessage},
    http::{AppState, error::ApiError, extract::CurrentUser},
    store::runs::{Asked, RequestKey},
};

/// `{"message": "…", "conversation_id"?: "…", "edit"?: "…", "timezone"?: "Europe/Zurich",
/// "when_busy"?: "queue"}`; what else a client sends is not looked at.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::http) struct ChatRequest {
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
    /// The id of the person's earlier message in whose place this one comes: it begins a branch.
    /// The conversation must be named, too.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    edit: Option<Value>,
    /// IANA name of the person's time zone.
    #[serde(default)]
    #[schema(format = "iana-time-zone", examples("Europe/Zurich"))]
    timezone: Option<String>,
    /// What to do while another message of the conversation is being answered.
    #[serde(default)]
    #[schema(value_type = Option<WhenBusy>)]
    when_busy: Option<String>,
}

/// `{"timezone"?: "Europe/Zurich", "when_busy"?: "queue"}`
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = RegenerateRequest)]
pub(in crate::http) struct How {
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
    keyed: KeyedRequest,
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
    start(state, user, keyed, turn).await
}

/// Begins to answer the last message of a conversation anew, or returns to the run that the same
/// request began.
pub(in crate::http) async fn regenerate(
    state: &AppState,
    user: &CurrentUser,
    keyed: KeyedRequest,
    (conversation_id, how): (Uuid, How),
) -> Result<StartedRun, ApiError> {
    let turn = Turn {
        conversation_id: Some(conversation_id),
        asked: Asked::Again,
        time_zone: time_zone(how.timezone)?,
        when_busy: when_busy(how.when_busy)?,
    };
    start(state, user, keyed, turn).await
}

async fn start(
    state: &AppState,
    user: &CurrentUser,
    KeyedRequest { key, earlier }: KeyedRequest,
    turn: Turn,
) -> Result<StartedRun, ApiError> {
    let key = key.map(|key| RequestKey {
        key,
        body_hash: turn.hash(),
    });
    if let (Some(key), Some(earlier)) = (&key, earlier) {
        return Ok(state.agent.rejoin(user.id(), key, earlier).await?);
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

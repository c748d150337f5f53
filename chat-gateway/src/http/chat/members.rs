//! The members of a request's body, each checked.

use chrono_tz::Tz;
use serde_json::Value;
use uuid::Uuid;

use crate::{agent::queue::WhenBusy, http::error::ApiError, store::without_nul};

/// Characters of a message, after trimming.
const MAX_MESSAGE_CHARS: usize = 2_000;

/// What to do while another message of the conversation is being answered.
pub(super) fn when_busy(name: Option<String>) -> Result<WhenBusy, ApiError> {
    let Some(name) = name else {
        return Ok(WhenBusy::default());
    };
    serde_json::from_value(Value::String(name))
        .map_err(|_| ApiError::Invalid("when_busy must be reject, queue or interrupt.".to_owned()))
}

/// What the person says.
pub(super) fn message(text: Option<String>) -> Result<String, ApiError> {
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

/// The IANA name of a time zone; an empty one is none.
pub(in crate::http) fn time_zone(name: Option<String>) -> Result<Option<Tz>, ApiError> {
    let name = name.filter(|name| !name.is_empty());
    let zone = name.map(|name| name.parse()).transpose();
    zone.map_err(|_| {
        ApiError::Invalid("timezone must be an IANA name such as Europe/Zurich.".to_owned())
    })
}

/// An id that was never given out, of whatever form, is one that does not exist.
pub(super) fn conversation_id(id: Option<Value>) -> Result<Option<Uuid>, ApiError> {
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
pub(super) fn edited(id: Option<Value>) -> Result<Option<Uuid>, ApiError> {
    match id {
        None | Some(Value::Null) => Ok(None),
        Some(id) => {
            let id = id.as_str().and_then(|text| text.parse().ok());
            id.map(Some).ok_or(ApiError::NoSuchMessage)
        }
    }
}

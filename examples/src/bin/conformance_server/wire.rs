//! Messages as the suite's documents show them: JSON, checked by reading it into the library's types.

use rmcp::{ErrorData, Peer, RoleServer, service::ServiceError};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// The smallest PNG, of one blue pixel, in base64.
pub(crate) const IMAGE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mPQz38LAAJcAYxKBrv/AAAAAElFTkSuQmCC";
/// A millisecond of silence as WAV, in base64.
pub(crate) const AUDIO: &str =
    "UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==";

/// Reads a fixture.
pub(crate) fn read<T: DeserializeOwned>(fixture: Value) -> Result<T, ErrorData> {
    serde_json::from_value(fixture).map_err(failed)
}

/// Reads the fixture of a result that is the whole answer.
pub(crate) fn complete<T: DeserializeOwned>(result: Value) -> Result<T, ErrorData> {
    read(with(result, json!({"resultType": "complete"})))
}

/// The same of a result that may be kept for a minute, by anybody.
pub(crate) fn cached<T: DeserializeOwned>(result: Value) -> Result<T, ErrorData> {
    complete(with(
        result,
        json!({"ttlMs": 60_000, "cacheScope": "public"}),
    ))
}

fn with(mut result: Value, members: Value) -> Value {
    if let (Value::Object(result), Value::Object(members)) = (&mut result, members) {
        result.extend(members);
    }
    result
}

/// Sends a request to the client of the older protocol and returns its result.
pub(crate) async fn ask(peer: &Peer<RoleServer>, request: Value) -> Result<Value, ErrorData> {
    let result = peer.send_request(read(request)?).await;
    written(&result.map_err(unanswered)?)
}

/// Sends a notification to the client.
pub(crate) async fn tell(peer: &Peer<RoleServer>, notification: Value) -> Result<(), ErrorData> {
    let sent = peer.send_notification(read(notification)?).await;
    sent.map_err(unanswered)
}

/// Writes one of the library's types as JSON.
pub(crate) fn written(value: &impl Serialize) -> Result<Value, ErrorData> {
    serde_json::to_value(value).map_err(failed)
}

fn unanswered(error: ServiceError) -> ErrorData {
    match error {
        ServiceError::McpError(refusal) => refusal,
        other => ErrorData::internal_error(other.to_string(), None),
    }
}

fn failed(error: serde_json::Error) -> ErrorData {
    ErrorData::internal_error(error.to_string(), None)
}

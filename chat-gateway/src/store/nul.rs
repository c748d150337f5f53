//! NUL, which PostgreSQL stores neither in text nor in JSON. It becomes a space, so that what counts
//! bytes or characters still counts right.

use serde_json::Value;

/// Returns the text as it can be stored.
pub(crate) fn in_text(text: &str) -> String {
    text.replace('\0', " ")
}

/// Returns the value as it can be stored.
pub(super) fn in_json(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(in_text(&text)),
        Value::Array(items) => items.into_iter().map(in_json).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (in_text(&name), in_json(value)))
            .collect(),
        value => value,
    }
}

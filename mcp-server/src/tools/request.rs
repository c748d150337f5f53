//! What makes a repeated call known.

use rmcp::model::{JsonObject, RequestMetaObject};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::error::ToolError;

/// Where a gateway puts the id of a call to any tool that writes.
const META_KEY: &str = "taskflow/requestId";
/// Where a model puts it, for a tool that declares it.
const ARGUMENT: &str = "request_id";
/// The most characters of an id.
const MAX_CHARS: usize = 200;

/// Returns the id that the caller gave this call, if any; the argument stands before the metadata.
pub(super) fn id(
    arguments: &JsonObject,
    meta: &RequestMetaObject,
) -> Result<Option<String>, ToolError> {
    let given = arguments.get(ARGUMENT).or_else(|| meta.get(META_KEY));
    let id = match given {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        None | Some(Value::Null) => String::new(),
        Some(_) => return Err(ToolError::RequestIdKind),
    };
    if id.chars().count() > MAX_CHARS {
        return Err(ToolError::RequestIdLength);
    }
    Ok(Some(id).filter(|id| !id.is_empty()))
}

/// Returns the SHA-256 of a call: of the tool's name and of its arguments, in whatever order they
/// came, but for the id itself.
pub(super) fn hash(tool: &str, arguments: &JsonObject) -> [u8; 32] {
    let mut arguments = arguments.clone();
    arguments.remove(ARGUMENT);
    let call = Value::from(vec![tool.into(), in_order(arguments.into())]);
    Sha256::digest(call.to_string()).into()
}

/// Returns the value with the members of its objects in order of their names.
fn in_order(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.into_iter().collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            let members = members.into_iter();
            Value::Object(
                members
                    .map(|(name, value)| (name, in_order(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        Value::Array(values) => values.into_iter().map(in_order).collect(),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> JsonObject {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn the_hash_is_of_the_tool_and_what_it_was_given_but_not_of_the_id() {
        let of = |tool, arguments| hash(tool, &object(arguments));
        let first = of(
            "add_task",
            json!({"title": "A", "due": "today", "request_id": "1"}),
        );
        assert_eq!(first, of("add_task", json!({"due": "today", "title": "A"})));
        assert_ne!(first, of("add_task", json!({"title": "A"})));
        assert_ne!(
            first,
            of("update_task", json!({"title": "A", "due": "today"}))
        );
    }

    #[test]
    fn an_id_stands_in_the_arguments_or_in_the_metadata() {
        let meta: RequestMetaObject = serde_json::from_value(json!({META_KEY: 7})).unwrap();
        let none = RequestMetaObject::default();
        let id = |arguments, meta| id(&object(arguments), meta).unwrap();
        assert_eq!(id(json!({}), &meta).as_deref(), Some("7"));
        assert_eq!(id(json!({"request_id": "a"}), &meta).as_deref(), Some("a"));
        assert_eq!(id(json!({"request_id": " "}), &none), None);
        let long = object(json!({"request_id": "x".repeat(201)}));
        assert!(super::id(&long, &none).is_err());
    }
}

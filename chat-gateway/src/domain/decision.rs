//! Whether a call is made, and who said so.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::CallError;

/// What was decided about a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    /// It may be made without anybody being asked.
    #[default]
    Allowed,
    /// The person is asked, and has not said yet.
    Asked,
    /// The person was asked and agreed.
    Approved,
    /// The person was asked and refused, or the operator's policy does not let it be made; on
    /// record also what cannot be made.
    Denied,
}

impl Decision {
    const ALL: [Self; 4] = [Self::Allowed, Self::Asked, Self::Approved, Self::Denied];

    /// Returns the decision as it is stored and told.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Denied => "denied",
        }
    }

    /// Takes a decision that was stored.
    pub(crate) fn stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// A call about which something was decided, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecidedCall {
    /// Which call of its run it is, from 1.
    pub(crate) number: u32,
    pub(crate) tool: String,
    pub(crate) arguments_hash: [u8; 32],
    pub(crate) decision: Decision,
    /// Why it is not made.
    pub(crate) refused: Option<CallError>,
}

/// Returns the name under which a tool goes on record. Models ask for tools that do not exist; what
/// is not even shaped as the name of one could say anything.
pub(crate) fn recorded_name(tool: &str) -> String {
    let is_name = (1..=128).contains(&tool.len())
        && tool
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte));
    if is_name { tool } else { "(not a name)" }.to_owned()
}

/// Returns the SHA-256 of arguments as canonical JSON: the keys of every object in order, no space
/// between, so that equal arguments have equal hashes whatever the model wrote first. It is that of
/// `json.dumps(arguments, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` in Python.
pub(crate) fn arguments_hash(arguments: &Map<String, Value>) -> [u8; 32] {
    let canonical = sorted(&Value::Object(arguments.clone())).to_string();
    Sha256::digest(canonical).into()
}

/// Whether a map keeps the order of its keys or their insertion is a feature that any crate may
/// turn on; sorted by hand they are in order either way.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            let sorted = members
                .into_iter()
                .map(|(key, value)| (key.clone(), sorted(value)));
            Value::Object(sorted.collect())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(arguments: &str) -> String {
        let Value::Object(arguments) = serde_json::from_str(arguments).unwrap() else {
            panic!("{arguments}")
        };
        let bytes = arguments_hash(&arguments);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn only_what_is_shaped_as_a_name_goes_on_record_as_one() {
        for name in ["add_task", "github/create-issue", "a.b"] {
            assert_eq!(recorded_name(name), name);
        }
        for other in ["", "call mom", "é", &"x".repeat(129)] {
            assert_eq!(recorded_name(other), "(not a name)", "{other}");
        }
    }

    #[test]
    fn equal_arguments_have_equal_hashes_that_other_programs_can_compute() {
        let one = hash(r#"{"title": "Zürich ' <b>", "labels": ["a", {"y": 1, "x": null}]}"#);
        let other = hash(r#"{"labels":["a",{"x":null,"y":1}],"title":"Zürich ' <b>"}"#);
        assert_eq!(one, other);
        // Computed with Python's json and hashlib.
        assert_eq!(
            one,
            "1d1f8d26cbbbabd71e202e987155880835ef8cb98211968fdf51e20682ab4dc6"
        );
        assert_ne!(
            one,
            hash(r#"{"labels":[{"x":null,"y":1},"a"],"title":"Zürich ' <b>"}"#)
        );
    }
}

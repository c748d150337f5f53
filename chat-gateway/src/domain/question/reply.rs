//! An answer to a question.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What the person answers, in MCP's words (`elicitation/create`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Reply {
    pub(crate) action: Action,
    /// What was filled in; only where it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) content: Option<Map<String, Value>>,
}

/// What becomes of the call that was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    /// It is made, with what was filled in.
    Accept,
    /// The person does not want it.
    Decline,
    /// The person does not say.
    Cancel,
}

impl Reply {
    /// Accepts with this filled in.
    pub(crate) fn accept(content: Map<String, Value>) -> Self {
        Self {
            action: Action::Accept,
            content: Some(content),
        }
    }

    /// Declines.
    pub(crate) fn decline() -> Self {
        Self {
            action: Action::Decline,
            content: None,
        }
    }

    /// Tells whether the person agrees: by accepting, where the only thing to fill in is not a no.
    pub(crate) fn is_agreed(&self) -> bool {
        let filled: Vec<&Value> = self.content.iter().flat_map(Map::values).collect();
        self.action == Action::Accept && !matches!(filled.as_slice(), [Value::Bool(false)])
    }
}

//! A question, as it is stored and shown.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Form, Reply, words::on_one_line};

/// Bytes of a call's arguments that a question names; a client has all of them beside it.
const MAX_ARGUMENTS: usize = 1_000;

/// A question that a run puts to its person. It is about one call, with these arguments and no
/// others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) id: Uuid,
    pub(crate) source: Source,
    /// What is asked, in words.
    pub(crate) message: String,
    /// JSON Schema of what is answered: a flat object.
    pub(crate) schema: Value,
    pub(crate) call: AskedCall,
    /// When it is no longer answered.
    pub(crate) expires_at: DateTime<Utc>,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    /// The tool, which needs to know something (MCP's elicitation).
    Tool,
    /// The gateway, whose policy is that the person agrees to the call.
    Policy,
}

/// The call that a question is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AskedCall {
    /// The id the model gave it.
    pub(crate) id: String,
    pub(crate) tool: String,
    pub(crate) parameters: Map<String, Value>,
}

/// Something that may be answered, ready to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Choice {
    pub(crate) title: String,
    #[serde(flatten)]
    pub(crate) reply: Reply,
}

impl Question {
    /// Returns the words and the schema that ask whether a call may be made.
    pub(crate) fn approval(call: &AskedCall) -> (String, Value) {
        let arguments = call.parameters.iter();
        let arguments = arguments.map(|(name, value)| match value {
            Value::String(text) => format!("{name}: {}", on_one_line(text)),
            other => format!("{name}: {other}"),
        });
        let mut arguments = arguments.collect::<Vec<_>>().join(", ");
        if arguments.len() > MAX_ARGUMENTS {
            arguments.truncate(arguments.floor_char_boundary(MAX_ARGUMENTS));
            arguments.push('…');
        }
        let with = if arguments.is_empty() { "" } else { " with " };
        let words = format!("Shall I call {}{with}{arguments}?", call.tool);
        let approve = json!({"type": "boolean", "title": "Approve", "default": true});
        let schema = json!({
            "type": "object",
            "properties": { "approve": approve },
            "required": ["approve"],
        });
        (words, schema)
    }

    /// Returns what may be filled in.
    pub(crate) fn form(&self) -> Form {
        Form::read(&self.schema)
    }

    /// Returns what may be answered, where it can be listed.
    pub(crate) fn choices(&self) -> Vec<Choice> {
        let form = self.form();
        let replies = form.choices().into_iter();
        replies
            .map(|(title, reply)| Choice { title, reply })
            .collect()
    }
}

//! Tool calls: as they are about to be made, and with what came of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{CallError, Decision};

/// A call that may be carried out: the tool exists and its arguments are an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlannedCall {
    pub(crate) id: String,
    pub(crate) tool: String,
    pub(crate) parameters: Map<String, Value>,
    pub(crate) read_only: bool,
    /// Which of the step's calls it is, in the order the model asked.
    pub(crate) position: usize,
    /// What the tool is answered that has asked back.
    pub(crate) round: Option<Round>,
}

/// What a call is made again with after its tool has asked back (MCP 2026-07-28, multi round-trip
/// requests).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Round {
    /// The answers, each under the name that the tool gave its question.
    pub(crate) responses: BTreeMap<String, Value>,
    /// What the tool wants to see again, as it was.
    pub(crate) state: Option<String>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Called {
    /// The tool has answered.
    Done(ToolOutcome),
    /// The tool has to know more before it does anything.
    Asked(ToolQuestions),
}

/// What a tool asks back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ToolQuestions {
    /// The questions: the tool's name for each, its words and the schema of its answer.
    pub(crate) questions: Vec<(String, String, Value)>,
    /// What the tool wants to see again.
    pub(crate) state: Option<String>,
}

/// What a tool answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ToolOutcome {
    /// The structured result, or `{"error": "…"}`.
    pub(crate) result: Value,
    pub(crate) failed: bool,
    pub(crate) duration_ms: u64,
    /// What kind of failure it is, for the record.
    #[serde(default)]
    pub(crate) error: Option<CallError>,
}

impl ToolOutcome {
    /// A failure in words that a model, and a person, can act on: the tool's own, unless
    /// [`ToolOutcome::because`] says otherwise.
    pub(crate) fn failure(words: impl Into<String>, duration_ms: u64) -> Self {
        Self {
            result: json!({ "error": words.into() }),
            failed: true,
            duration_ms,
            error: Some(CallError::Tool),
        }
    }

    /// Says what kind of failure it is.
    #[must_use]
    pub(crate) fn because(mut self, error: CallError) -> Self {
        self.error = Some(error);
        self
    }
}

/// A tool call together with its result: one is never stored without the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CallRecord {
    /// The id the model gave it.
    pub(crate) id: String,
    /// The tool's name.
    pub(crate) tool: String,
    /// The arguments it was called with.
    pub(crate) parameters: Map<String, Value>,
    /// The tool's structured result, or `{"error": "…"}`.
    pub(crate) result: Value,
    /// Whether the tool failed.
    #[serde(default)]
    pub(crate) failed: bool,
    /// How long it took, in milliseconds.
    pub(crate) duration_ms: u64,
    /// Whether it might be made, and who said so.
    #[serde(default)]
    pub(crate) decision: Decision,
    /// Which model call of the turn asked for it, from 1; calls of one step belong together.
    #[serde(default)]
    pub(crate) step: u32,
    /// What the endpoint wants to see again with the call.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) extra: Map<String, Value>,
    /// Which call of its run it is, from 1; 0 where that was not kept.
    #[serde(default)]
    pub(crate) number: u32,
    /// What kind of failure it is, for the record; its words are the result's.
    #[serde(skip)]
    pub(crate) error: Option<CallError>,
}

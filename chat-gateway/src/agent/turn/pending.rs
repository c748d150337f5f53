//! A call of the step under way.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    domain::{CallRecord, Decision, ToolOutcome},
    llm::ToolCall,
};

/// A call that was asked for, and its result once there is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pending {
    /// Which call of the run it is, from 1.
    pub(super) number: u32,
    pub(super) call: ToolCall,
    pub(super) parameters: Map<String, Value>,
    pub(super) outcome: Option<ToolOutcome>,
    pub(super) decision: Decision,
    /// How often its tool has asked back.
    pub(super) rounds: u32,
    /// Whether its result was stored with the question that the turn waits for.
    pub(super) is_kept: bool,
}

impl Pending {
    /// A call that is yet to be made, or that is answered without.
    pub(super) fn new(
        number: u32,
        call: ToolCall,
        parameters: Map<String, Value>,
        outcome: Option<ToolOutcome>,
        decision: Decision,
    ) -> Self {
        Self {
            number,
            call,
            parameters,
            outcome,
            decision,
            rounds: 0,
            is_kept: false,
        }
    }

    /// Returns the call with its result.
    pub(super) fn record(&self, outcome: ToolOutcome, step: u32) -> CallRecord {
        CallRecord {
            id: self.call.id.clone(),
            tool: self.call.name.clone(),
            parameters: self.parameters.clone(),
            result: outcome.result,
            failed: outcome.failed,
            duration_ms: outcome.duration_ms,
            decision: self.decision,
            step,
            extra: self.call.extra.clone(),
            number: self.number,
            error: outcome.error,
        }
    }
}

//! Which of the calls that a model asks for are made, and in what order.

use serde_json::{Map, Value};

use super::{
    machine::{Pending, Turn},
    step::Step,
};
use crate::{
    agent::limits::MAX_CALLS_PER_STEP,
    domain::{CallError, PlannedCall, ToolOutcome},
    llm::ToolCall,
};

/// A call that is answered without being carried out.
struct RefusedCall {
    parameters: Map<String, Value>,
    error: CallError,
    /// For the model.
    words: String,
}

impl Turn {
    pub(super) fn plan(&mut self, calls: Vec<ToolCall>) -> Step {
        let mut batches: Vec<Vec<PlannedCall>> = Vec::new();
        for (position, call) in calls.into_iter().enumerate() {
            let (parameters, outcome) = match self.check(&call, position) {
                Ok(planned) => {
                    let parameters = planned.parameters.clone();
                    add_to(&mut batches, planned);
                    (parameters, None)
                }
                Err(refused) => {
                    let outcome = ToolOutcome::failure(refused.words, 0).because(refused.error);
                    (refused.parameters, Some(outcome))
                }
            };
            self.pending.push(Pending {
                call,
                parameters,
                outcome,
            });
        }
        Step::CallTools(batches)
    }

    fn check(&mut self, call: &ToolCall, position: usize) -> Result<PlannedCall, RefusedCall> {
        let refused = |parameters, error, words| RefusedCall {
            parameters,
            error,
            words,
        };
        let Some(parameters) = parse_arguments(&call.arguments) else {
            let words = format!("The arguments of {} are not a JSON object.", call.name);
            return Err(refused(Map::new(), CallError::BadArguments, words));
        };
        let Some(tool) = self.tools.iter().find(|tool| tool.name == call.name) else {
            let names: Vec<&str> = self.tools.iter().map(|tool| tool.name.as_str()).collect();
            let why = format!(
                "There is no tool {}. There are: {}.",
                call.name,
                names.join(", ")
            );
            return Err(refused(parameters, CallError::UnknownTool, why));
        };
        let read_only = tool.read_only;
        if position >= MAX_CALLS_PER_STEP {
            let why = format!("Only {MAX_CALLS_PER_STEP} calls are made at once; ask again.");
            return Err(refused(parameters, CallError::TooManyCalls, why));
        }
        if self.is_repeated(call, &parameters, read_only) {
            self.repeats += 1;
            let why =
                "The same call was made before and nothing has changed since; use its result.";
            return Err(refused(parameters, CallError::RepeatedCall, why.to_owned()));
        }
        let (id, tool) = (call.id.clone(), call.name.clone());
        Ok(PlannedCall {
            id,
            tool,
            parameters,
            read_only,
            position,
        })
    }

    /// A write is repeated when it comes again: done twice is rarely meant, and a model that was
    /// not told how it went must look first. A read is repeated when nothing was to be changed
    /// since.
    fn is_repeated(
        &mut self,
        call: &ToolCall,
        parameters: &Map<String, Value>,
        read_only: bool,
    ) -> bool {
        // `Map` keeps keys in order, so equal arguments have equal text.
        let arguments = Value::Object(parameters.clone()).to_string();
        let before = self
            .made
            .insert((call.name.clone(), arguments), self.changes);
        self.changes += u32::from(!read_only && before.is_none());
        before.is_some_and(|changes| !read_only || changes == self.changes)
    }

    /// Endpoints number the calls of each answer anew, or not at all.
    pub(super) fn make_ids_unique(&mut self, calls: &mut [ToolCall]) {
        for call in calls {
            let mut id = call.id.clone();
            let mut count = 1;
            while id.is_empty() || !self.ids.insert(id.clone()) {
                count += 1;
                id = format!("{}-{count}", call.id);
            }
            call.id = id;
        }
    }
}

/// Reads that follow each other run at once; a write waits for what stands before it.
fn add_to(batches: &mut Vec<Vec<PlannedCall>>, call: PlannedCall) {
    match batches.last_mut() {
        Some(batch) if call.read_only && batch.iter().all(|other| other.read_only) => {
            batch.push(call);
        }
        _ => batches.push(vec![call]),
    }
}

/// A tool without parameters is often called with no arguments at all.
fn parse_arguments(text: &str) -> Option<Map<String, Value>> {
    if text.trim().is_empty() {
        return Some(Map::new());
    }
    match serde_json::from_str(text).ok()? {
        Value::Object(object) => Some(object),
        Value::Null => Some(Map::new()),
        _ => None,
    }
}

//! Which of the calls that a model asks for are made, and in what order.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{machine::Turn, pending::Pending, step::Step};
use crate::{
    agent::limits::MAX_CALLS_PER_STEP,
    domain::{CallError, Decision, PlannedCall, Rule, ToolOutcome},
    llm::ToolCall,
};

/// Calls that are made at once, or one that the person has to agree to first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Batch {
    Calls(Vec<PlannedCall>),
    Approval(PlannedCall),
}

/// Why a call is not made: its arguments, as far as they can be read, what the model is told, and
/// what goes on record.
type Refused = (Map<String, Value>, String, CallError);

impl Turn {
    pub(super) fn plan(&mut self, calls: Vec<ToolCall>) -> Step {
        let mut batches = VecDeque::new();
        for (position, call) in calls.into_iter().enumerate() {
            self.numbered += 1;
            let number = self.numbered;
            let pending = match self.check(&call, position) {
                Ok(planned) => {
                    let parameters = planned.parameters.clone();
                    match self.policy.rule(&planned.tool) {
                        Rule::Ask => batches.push_back(Batch::Approval(planned)),
                        Rule::Allow | Rule::Deny => add_to(&mut batches, planned),
                    }
                    Pending::new(number, call, parameters, None, Decision::Allowed)
                }
                Err((parameters, why, error)) => {
                    let outcome = ToolOutcome::failure(why, 0).because(error);
                    let decision = match error {
                        CallError::NotAllowed => Decision::Denied,
                        _ => Decision::Allowed,
                    };
                    Pending::new(number, call, parameters, Some(outcome), decision)
                }
            };
            self.decide_planned(&pending);
            let outcome = pending.outcome.clone();
            let refused = outcome.map(|outcome| pending.record(outcome, self.step));
            self.refused.extend(refused);
            self.pending.push(pending);
        }
        self.batches = batches;
        self.batch_done()
    }

    fn check(&mut self, call: &ToolCall, position: usize) -> Result<PlannedCall, Refused> {
        let Some(parameters) = parse_arguments(&call.arguments) else {
            let why = format!("The arguments of {} are not a JSON object.", call.name);
            return Err((Map::new(), why, CallError::BadArguments));
        };
        let read_only = match self.refusal(call, position) {
            Ok(read_only) => read_only,
            Err((why, error)) => return Err((parameters, why, error)),
        };
        if self.is_repeated(call, &parameters, read_only) {
            self.repeats += 1;
            let why =
                "The same call was made before and nothing has changed since; use its result.";
            return Err((parameters, why.to_owned(), CallError::RepeatedCall));
        }
        Ok(PlannedCall {
            id: call.id.clone(),
            tool: call.name.clone(),
            parameters,
            read_only,
            position,
            round: None,
        })
    }

    /// Returns whether the tool only reads, or why it is not called, whatever its arguments.
    fn refusal(&self, call: &ToolCall, position: usize) -> Result<bool, (String, CallError)> {
        let Some(tool) = self.tools.iter().find(|tool| tool.name == call.name) else {
            let names: Vec<&str> = self.tools.iter().map(|tool| tool.name.as_str()).collect();
            let why = format!(
                "There is no tool {}. There are: {}.",
                call.name,
                names.join(", ")
            );
            return Err((why, CallError::UnknownTool));
        };
        if self.policy.rule(&call.name) == Rule::Deny {
            let why = format!(
                "Calls of {} are not allowed here, by whoever runs this service. Nothing was done.",
                call.name
            );
            return Err((why, CallError::NotAllowed));
        }
        if position >= MAX_CALLS_PER_STEP {
            let why = format!("Only {MAX_CALLS_PER_STEP} calls are made at once; ask again.");
            return Err((why, CallError::TooManyCalls));
        }
        Ok(tool.read_only)
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
        let made = format!("{} {arguments}", call.name);
        let before = self.made.insert(made, self.changes);
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
fn add_to(batches: &mut VecDeque<Batch>, call: PlannedCall) {
    match batches.back_mut() {
        Some(Batch::Calls(batch))
            if call.read_only && batch.iter().all(|other| other.read_only) =>
        {
            batch.push(call);
        }
        _ => batches.push_back(Batch::Calls(vec![call])),
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

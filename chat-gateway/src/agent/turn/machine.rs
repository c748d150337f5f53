//! The machine itself.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde_json::{Map, Value};

use super::step::{Finish, Step, StopReason};
use crate::{
    agent::{
        limits::{MAX_REPEATS, MAX_STEPS, MAX_TURN_TOKENS},
        shorten,
    },
    domain::{CallError, CallRecord, ToolOutcome, Usage},
    llm::{Completion, FinishReason, Message, ToolCall, ToolSpec},
};

/// A call that was asked for, and its result once there is one.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) call: ToolCall,
    pub(super) parameters: Map<String, Value>,
    pub(super) outcome: Option<ToolOutcome>,
}

impl Pending {
    fn record(&self, outcome: ToolOutcome, step: u32) -> CallRecord {
        CallRecord {
            id: self.call.id.clone(),
            tool: self.call.name.clone(),
            parameters: self.parameters.clone(),
            result: outcome.result,
            failed: outcome.failed,
            duration_ms: outcome.duration_ms,
            step,
            extra: self.call.extra.clone(),
            error: outcome.error,
        }
    }
}

/// A turn under way.
#[derive(Debug)]
pub(crate) struct Turn {
    pub(super) tools: Arc<[ToolSpec]>,
    pub(super) messages: Vec<Message>,
    pub(super) text: String,
    pub(super) calls: Vec<CallRecord>,
    /// The calls of the step under way, with their results as they come in.
    pub(super) pending: Vec<Pending>,
    /// Calls asked for so far, each with how many changes had been asked for by then.
    pub(super) made: HashMap<(String, String), u32>,
    pub(super) changes: u32,
    /// The ids of all calls, in which a result finds its call.
    pub(super) ids: HashSet<String>,
    pub(super) repeats: u32,
    pub(super) step: u32,
    pub(super) usage: Option<Usage>,
}

impl Turn {
    /// Begins a turn with a well-formed history whose last message is the person's.
    pub(crate) fn new(messages: Vec<Message>, tools: Arc<[ToolSpec]>) -> Self {
        Self {
            tools,
            messages,
            text: String::new(),
            calls: Vec::new(),
            pending: Vec::new(),
            made: HashMap::new(),
            changes: 0,
            ids: HashSet::new(),
            repeats: 0,
            step: 0,
            usage: None,
        }
    }

    /// Returns what the model is to be asked with.
    pub(crate) fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Returns the tools it may ask for.
    pub(crate) fn tools(&self) -> &Arc<[ToolSpec]> {
        &self.tools
    }

    /// Returns the tokens used so far, where the endpoint counted them.
    pub(crate) fn usage(&self) -> Option<Usage> {
        self.usage
    }

    /// Guesses what a model call cost that read this turn and wrote this.
    pub(crate) fn estimated_usage(&self, text: &str, calls: &[ToolCall]) -> Usage {
        let messages = self.messages.iter().map(Message::bytes).sum::<usize>();
        let tools = self.tools.iter().map(ToolSpec::bytes).sum::<usize>();
        let called = calls.iter().map(ToolCall::bytes).sum::<usize>();
        Usage::estimated(messages + tools, text.len() + called)
    }

    /// Returns what stands between the text so far and more of it: a model that speaks before and
    /// after its tool calls has made two paragraphs.
    pub(crate) fn separator(&self) -> &'static str {
        if self.text.is_empty() { "" } else { "\n\n" }
    }

    /// Takes the model's answer, whose text begins with [`Turn::separator`] if it has any.
    pub(crate) fn answered(&mut self, text: &str, mut completion: Completion) -> Step {
        self.step += 1;
        self.text.push_str(text);
        if let Some(usage) = completion.usage {
            *self.usage.get_or_insert_default() += usage;
        }
        if completion.tool_calls.is_empty() {
            let words = self.missing_words(completion.finish);
            self.text.push_str(words);
            return Step::Finish(Finish::Answered);
        }
        if let Some(reason) = self.bound_reached() {
            return Step::Finish(Finish::Stopped(reason));
        }
        self.make_ids_unique(&mut completion.tool_calls);
        self.messages.push(Message::Assistant {
            text: text.trim_start().to_owned(),
            tool_calls: completion.tool_calls.clone(),
        });
        self.plan(completion.tool_calls)
    }

    /// Returns the calls of the step under way that are answered without being carried out.
    pub(crate) fn refused(&self) -> Vec<CallRecord> {
        let answered = |pending: &Pending| {
            pending
                .outcome
                .clone()
                .map(|outcome| pending.record(outcome, self.step))
        };
        self.pending.iter().filter_map(answered).collect()
    }

    /// Takes the result of one call of the step under way, and returns the two together.
    pub(crate) fn called(&mut self, position: usize, outcome: ToolOutcome) -> Option<CallRecord> {
        let pending = self.pending.get_mut(position)?;
        pending.outcome = Some(outcome.clone());
        Some(pending.record(outcome, self.step))
    }

    /// Ends the step under way; every call of it has its result by now.
    pub(crate) fn step_done(&mut self) -> Step {
        for record in self.take_pending("was not carried out", CallError::NotMade) {
            self.messages.push(result_message(&record));
            self.calls.push(record);
        }
        if self.repeats > MAX_REPEATS {
            return Step::Finish(Finish::Stopped(StopReason::Repetition));
        }
        Step::AskModel
    }

    /// Ends the turn: its text and its calls. A call that was begun and has no result is kept
    /// with an error that says so, since it may have been carried out.
    pub(crate) fn into_parts(mut self) -> (String, Vec<CallRecord>) {
        let missing = "was interrupted; it may have been carried out";
        let unfinished = self.take_pending(missing, CallError::Interrupted);
        self.calls.extend(unfinished);
        (self.text, self.calls)
    }

    /// Returns the text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a paragraph that is not the model's own.
    pub(crate) fn add_paragraph(&mut self, text: &str) {
        self.text.push_str(self.separator());
        self.text.push_str(text);
    }

    fn bound_reached(&self) -> Option<StopReason> {
        if self.step >= MAX_STEPS {
            return Some(StopReason::Steps);
        }
        let tokens = self
            .usage
            .map_or(0, |usage| usage.input_tokens + usage.output_tokens);
        (tokens >= MAX_TURN_TOKENS).then_some(StopReason::Tokens)
    }

    /// An answer always says something.
    fn missing_words(&self, finish: FinishReason) -> &'static str {
        match finish {
            FinishReason::ContentFilter if self.text.is_empty() => {
                "The model's provider withheld this answer. Please put it another way."
            }
            FinishReason::Length => " … (The answer was cut off at the model's length limit.)",
            _ if !self.text.is_empty() => "",
            _ if self.calls.iter().any(|call| !call.failed) => "Done.",
            _ => "I have no answer to that. Please put it another way.",
        }
    }

    fn take_pending(&mut self, missing: &str, error: CallError) -> Vec<CallRecord> {
        let step = self.step;
        let record = |mut pending: Pending| {
            let outcome = pending.outcome.take();
            let missing = || ToolOutcome::failure(format!("The call {missing}."), 0).because(error);
            pending.record(outcome.unwrap_or_else(missing), step)
        };
        self.pending.drain(..).map(record).collect()
    }
}

/// Returns the message that gives a model the result of a call.
pub(crate) fn result_message(record: &CallRecord) -> Message {
    let words = record.result.get("error").and_then(Value::as_str);
    let content = match words {
        Some(words) if record.failed => shorten::text(words),
        _ => shorten::json(&record.result),
    };
    Message::ToolResult {
        call_id: record.id.clone(),
        content,
        is_error: record.failed,
    }
}

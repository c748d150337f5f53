//! The machine itself.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    asking::Asking,
    pending::Pending,
    plan::Batch,
    step::{Finish, Step, StopReason},
};
use crate::{
    agent::{
        limits::{MAX_REPEATS, MAX_STEPS, MAX_TURN_TOKENS},
        shorten,
    },
    domain::{CallError, CallRecord, DecidedCall, ToolOutcome, ToolPolicy, Usage},
    llm::{Completion, FinishReason, Message, ToolCall, ToolSpec},
};

/// A turn under way. What is serialized of it is what a turn has to keep that waits for its person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Turn {
    #[serde(skip)]
    pub(super) tools: Arc<[ToolSpec]>,
    #[serde(skip)]
    pub(super) policy: Arc<ToolPolicy>,
    /// What the model is told before the messages of this turn.
    #[serde(skip)]
    pub(super) history: Vec<Message>,
    /// What the model asked for in this turn, and what it was told.
    pub(super) messages: Vec<Message>,
    pub(super) text: String,
    pub(super) calls: Vec<CallRecord>,
    /// The calls of the step under way, with their results as they come in.
    pub(super) pending: Vec<Pending>,
    /// How many calls were asked for so far.
    pub(super) numbered: u32,
    /// What was decided and is not on record yet; nothing where a turn waits.
    #[serde(skip)]
    pub(super) decided: Vec<DecidedCall>,
    /// The calls of the last answer that are not made; nothing where a turn waits.
    #[serde(skip)]
    pub(super) refused: Vec<CallRecord>,
    /// Those that are yet to be made.
    pub(super) batches: VecDeque<Batch>,
    /// Those that wait for the person, who is asked about the first.
    pub(super) asking: VecDeque<Asking>,
    /// Calls asked for so far, each with how many changes had been asked for by then.
    pub(super) made: HashMap<String, u32>,
    pub(super) changes: u32,
    /// The ids of all calls, in which a result finds its call.
    pub(super) ids: HashSet<String>,
    pub(super) repeats: u32,
    pub(super) step: u32,
    pub(super) usage: Option<Usage>,
    /// How much of the usage was counted when the turn last waited.
    pub(super) counted: Usage,
}

impl Turn {
    /// Begins a turn with a well-formed history whose last message is the person's.
    pub(crate) fn new(
        history: Vec<Message>,
        tools: Arc<[ToolSpec]>,
        policy: Arc<ToolPolicy>,
    ) -> Self {
        Self {
            tools,
            policy,
            history,
            messages: Vec::new(),
            text: String::new(),
            calls: Vec::new(),
            pending: Vec::new(),
            numbered: 0,
            decided: Vec::new(),
            refused: Vec::new(),
            batches: VecDeque::new(),
            asking: VecDeque::new(),
            made: HashMap::new(),
            changes: 0,
            ids: HashSet::new(),
            repeats: 0,
            step: 0,
            usage: None,
            counted: Usage::default(),
        }
    }

    /// Goes on with a turn that has waited, with the history it began with.
    ///
    /// # Errors
    /// Where `waited` is not a turn.
    pub(crate) fn resumed(
        waited: Value,
        history: Vec<Message>,
        tools: Arc<[ToolSpec]>,
        policy: Arc<ToolPolicy>,
    ) -> Result<Self, serde_json::Error> {
        let turn: Self = serde_json::from_value(waited)?;
        Ok(Self {
            tools,
            policy,
            history,
            ..turn
        })
    }

    /// Returns what the model is to be asked with.
    pub(crate) fn messages(&self) -> Vec<Message> {
        self.read().cloned().collect()
    }

    /// Returns the tools it may ask for.
    pub(crate) fn tools(&self) -> &Arc<[ToolSpec]> {
        &self.tools
    }

    /// Returns the tokens used so far, where the endpoint counted them.
    pub(crate) fn usage(&self) -> Option<Usage> {
        self.usage
    }

    /// Returns the tokens used since the turn last waited.
    pub(crate) fn cost(&self) -> Usage {
        self.usage.unwrap_or_default() - self.counted
    }

    /// Guesses what a model call cost that read this turn and wrote this.
    pub(crate) fn estimated_usage(&self, text: &str, calls: &[ToolCall]) -> Usage {
        let messages = self.read().map(Message::bytes).sum::<usize>();
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

    /// Takes the calls of the model's answer that are answered without being carried out.
    pub(crate) fn take_refused(&mut self) -> Vec<CallRecord> {
        std::mem::take(&mut self.refused)
    }

    /// Takes the result of one call of the step under way, and returns the two together.
    pub(crate) fn called(&mut self, position: usize, outcome: ToolOutcome) -> Option<CallRecord> {
        let pending = self.pending.get_mut(position)?;
        pending.outcome = Some(outcome.clone());
        Some(pending.record(outcome, self.step))
    }

    /// Goes on after a batch, or after an answer of the person.
    pub(crate) fn batch_done(&mut self) -> Step {
        if !self.asking.is_empty() {
            return Step::AskPerson;
        }
        match self.batches.pop_front() {
            Some(Batch::Calls(calls)) => Step::CallTools(calls),
            Some(Batch::Approval(call)) => self.ask_approval(call),
            None => self.step_done(),
        }
    }

    /// Ends the turn: its text and its calls. A call that was begun and has no result is kept
    /// with an error that says so, since it may have been carried out.
    pub(crate) fn into_parts(mut self) -> (String, Vec<CallRecord>) {
        let missing = "was interrupted; it may have been carried out";
        self.keep_pending(missing, CallError::Interrupted);
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

    /// Ends the step under way; every call of it has its result by now.
    fn step_done(&mut self) -> Step {
        let results = self.keep_pending("was not carried out", CallError::NotMade);
        self.messages.extend(results.iter().map(result_message));
        if self.repeats > MAX_REPEATS {
            return Step::Finish(Finish::Stopped(StopReason::Repetition));
        }
        Step::AskModel
    }

    fn read(&self) -> impl Iterator<Item = &Message> {
        self.history.iter().chain(&self.messages)
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

    /// Returns the calls of the step under way with their results, and keeps those that were not
    /// kept before.
    fn keep_pending(&mut self, missing: &str, error: CallError) -> Vec<CallRecord> {
        let mut records = Vec::new();
        for mut pending in std::mem::take(&mut self.pending) {
            let missing = || ToolOutcome::failure(format!("The call {missing}."), 0).because(error);
            let outcome = pending.outcome.take().unwrap_or_else(missing);
            let record = pending.record(outcome, self.step);
            if !pending.is_kept {
                self.calls.push(record.clone());
            }
            records.push(record);
        }
        records
    }
}

/// Returns the message that gives a model the result of a call.
pub(crate) fn result_message(record: &CallRecord) -> Message {
    let words = record.result.get("error").and_then(Value::as_str);
    let content = match words {
        Some(words) if record.failed => shorten::text(words),
        _ => shorten::json(&record.tool, &record.result),
    };
    Message::ToolResult {
        call_id: record.id.clone(),
        content,
        is_error: record.failed,
    }
}

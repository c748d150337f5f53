//! A turn as a pure machine: what to do next, given what has happened. No I/O, no time.
//!
//! ```text
//! Turn::new ─▶ AskModel ─▶ answered() ─▶ CallTools ─▶ called()…, step_done() ─▶ AskModel …
//!                                   └──▶ Finish                          └───▶ Finish
//! ```

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde_json::{Map, Value};

use super::{
    limits::{MAX_CALLS_PER_STEP, MAX_REPEATS, MAX_STEPS, MAX_TURN_TOKENS},
    shorten,
};
use crate::{
    domain::{CallRecord, PlannedCall, ToolOutcome, Usage},
    llm::{Completion, FinishReason, Message, ToolCall, ToolSpec},
};

/// What is to be done next.
#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    /// Ask the model, with [`Turn::messages`].
    AskModel,
    /// Carry out these batches one after the other; the calls of one batch may run at once.
    CallTools(Vec<Vec<PlannedCall>>),
    /// The turn is over.
    Finish(Finish),
}

/// How a turn ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finish {
    /// The model said what it wanted to say.
    Answered,
    /// The model went on asking for tools, or for the same call; it was stopped.
    Stopped(StopReason),
}

/// Which bound a turn ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// [`MAX_STEPS`] model calls.
    Steps,
    /// The same call over and over.
    Repetition,
    /// [`MAX_TURN_TOKENS`].
    Tokens,
}

/// A call that was asked for, and its result once there is one.
#[derive(Debug)]
struct Pending {
    call: ToolCall,
    parameters: Map<String, Value>,
    outcome: Option<ToolOutcome>,
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
        }
    }
}

/// A turn under way.
#[derive(Debug)]
pub(crate) struct Turn {
    tools: Arc<[ToolSpec]>,
    messages: Vec<Message>,
    text: String,
    calls: Vec<CallRecord>,
    /// The calls of the step under way, with their results as they come in.
    pending: Vec<Pending>,
    /// Calls asked for so far, each with how many changes had been asked for by then.
    made: HashMap<(String, String), u32>,
    changes: u32,
    /// The ids of all calls, in which a result finds its call.
    ids: HashSet<String>,
    repeats: u32,
    step: u32,
    usage: Option<Usage>,
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
        for record in self.take_pending("was not carried out") {
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
        let unfinished = self.take_pending("was interrupted; it may have been carried out");
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

    fn plan(&mut self, calls: Vec<ToolCall>) -> Step {
        let mut batches: Vec<Vec<PlannedCall>> = Vec::new();
        for (position, call) in calls.into_iter().enumerate() {
            let (parameters, outcome) = match self.check(&call, position) {
                Ok(planned) => {
                    let parameters = planned.parameters.clone();
                    add_to(&mut batches, planned);
                    (parameters, None)
                }
                Err((parameters, why)) => (parameters, Some(ToolOutcome::failure(why, 0))),
            };
            self.pending.push(Pending {
                call,
                parameters,
                outcome,
            });
        }
        Step::CallTools(batches)
    }

    fn check(
        &mut self,
        call: &ToolCall,
        position: usize,
    ) -> Result<PlannedCall, (Map<String, Value>, String)> {
        let parameters = match parse_arguments(&call.arguments) {
            Some(parameters) => parameters,
            None => {
                let why = format!("The arguments of {} are not a JSON object.", call.name);
                return Err((Map::new(), why));
            }
        };
        let Some(tool) = self.tools.iter().find(|tool| tool.name == call.name) else {
            let names: Vec<&str> = self.tools.iter().map(|tool| tool.name.as_str()).collect();
            let why = format!(
                "There is no tool {}. There are: {}.",
                call.name,
                names.join(", ")
            );
            return Err((parameters, why));
        };
        let read_only = tool.read_only;
        if position >= MAX_CALLS_PER_STEP {
            let why = format!("Only {MAX_CALLS_PER_STEP} calls are made at once; ask again.");
            return Err((parameters, why));
        }
        if self.is_repeated(call, &parameters, read_only) {
            self.repeats += 1;
            let why =
                "The same call was made before and nothing has changed since; use its result.";
            return Err((parameters, why.to_owned()));
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
    fn make_ids_unique(&mut self, calls: &mut [ToolCall]) {
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
            FinishReason::ContentFilter => {
                " … (The model's provider withheld the rest of this answer. Please put it \
                 another way.)"
            }
            FinishReason::Length => " … (The answer was cut off at the model's length limit.)",
            _ if !self.text.is_empty() => "",
            _ if self.calls.iter().any(|call| !call.failed) => "Done.",
            _ => "I have no answer to that. Please put it another way.",
        }
    }

    fn take_pending(&mut self, missing: &str) -> Vec<CallRecord> {
        let step = self.step;
        let record = |mut pending: Pending| {
            let outcome = pending.outcome.take();
            let missing = || ToolOutcome::failure(format!("The call {missing}."), 0);
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
        _ => shorten::json(&record.tool, &record.result),
    };
    Message::ToolResult {
        call_id: record.id.clone(),
        content,
        is_error: record.failed,
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tools() -> Arc<[ToolSpec]> {
        let tool = |name: &str, read_only| ToolSpec {
            name: name.to_owned(),
            description: String::new(),
            input_schema: json!({"type": "object"}),
            read_only,
        };
        Arc::new([tool("list_tasks", true), tool("add_task", false)])
    }

    fn turn() -> Turn {
        Turn::new(vec![Message::User("hello".to_owned())], tools())
    }

    fn call(id: &str, name: &str, arguments: &str) -> ToolCall {
        ToolCall {
            id: id.to_owned(),
            name: name.to_owned(),
            arguments: arguments.to_owned(),
            extra: Map::new(),
        }
    }

    fn asks(calls: &[ToolCall]) -> Completion {
        Completion {
            tool_calls: calls.to_vec(),
            finish: FinishReason::Stop,
            usage: None,
        }
    }

    fn done() -> ToolOutcome {
        ToolOutcome {
            result: json!({"ok": true}),
            failed: false,
            duration_ms: 1,
        }
    }

    /// Carries out a step as the driver would; returns the ids in batches.
    fn carry_out(turn: &mut Turn, step: Step) -> (Vec<Vec<String>>, Step) {
        let Step::CallTools(batches) = step else {
            panic!("{step:?}")
        };
        for planned in batches.iter().flatten() {
            turn.called(planned.position, done());
        }
        let ids = batches
            .iter()
            .map(|batch| batch.iter().map(|call| call.id.clone()).collect());
        (ids.collect(), turn.step_done())
    }

    #[test]
    fn an_answer_without_calls_ends_the_turn() {
        let mut turn = turn();
        assert_eq!(
            turn.answered("Hi!", asks(&[])),
            Step::Finish(Finish::Answered)
        );
        assert_eq!(turn.into_parts(), ("Hi!".to_owned(), vec![]));
    }

    #[test]
    fn an_answer_that_says_nothing_is_given_words() {
        let mut silent = turn();
        silent.answered("", asks(&[]));
        assert!(silent.into_parts().0.contains("no answer"));
        let mut worked = turn();
        let step = worked.answered("", asks(&[call("1", "add_task", "{}")]));
        carry_out(&mut worked, step);
        worked.answered("", asks(&[]));
        assert_eq!(worked.into_parts().0, "Done.");
    }

    #[test]
    fn an_answer_that_is_withheld_says_so() {
        let withheld = || Completion {
            finish: FinishReason::ContentFilter,
            ..asks(&[])
        };
        let mut whole = turn();
        whole.answered("", withheld());
        assert!(whole.into_parts().0.contains("withheld this answer"));
        let mut rest = turn();
        rest.answered("To begin", withheld());
        let text = rest.into_parts().0;
        assert!(text.starts_with("To begin … (") && text.contains("withheld the rest"));
    }

    #[test]
    fn reads_run_at_once_and_writes_in_their_order() {
        let mut turn = turn();
        let step = turn.answered(
            "",
            asks(&[
                call("a", "list_tasks", r#"{"status":"all"}"#),
                call("b", "list_tasks", r#"{"status":"pending"}"#),
                call("c", "add_task", r#"{"title":"x"}"#),
                call("d", "add_task", r#"{"title":"y"}"#),
                call("e", "list_tasks", "{}"),
            ]),
        );
        let (batches, next) = carry_out(&mut turn, step);
        assert_eq!(batches, [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
        assert_eq!(next, Step::AskModel);
    }

    #[test]
    fn every_call_has_its_result_directly_after_it() {
        let mut turn = turn();
        let calls = [
            call("a", "list_tasks", "not json"),
            call("b", "no_such_tool", "{}"),
            call("c", "list_tasks", ""),
        ];
        let step = turn.answered("Looking.", asks(&calls));
        let (batches, _) = carry_out(&mut turn, step);
        assert_eq!(
            batches,
            [vec!["c"]],
            "the others are answered without being carried out"
        );
        let ids: Vec<_> = turn.messages()[2..]
            .iter()
            .map(|message| match message {
                Message::ToolResult {
                    call_id, is_error, ..
                } => (call_id.as_str(), *is_error),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(ids, [("a", true), ("b", true), ("c", false)]);
    }

    #[test]
    fn the_same_call_is_not_made_twice_unless_something_changed() {
        let mut turn = turn();
        let list = call("1", "list_tasks", r#"{"status":"all"}"#);
        let step = turn.answered("", asks(std::slice::from_ref(&list)));
        assert_eq!(carry_out(&mut turn, step).0.len(), 1);
        let step = turn.answered("", asks(std::slice::from_ref(&list)));
        assert_eq!(carry_out(&mut turn, step).0.len(), 0, "nothing has changed");
        let step = turn.answered("", asks(&[call("2", "add_task", "{}")]));
        assert_eq!(carry_out(&mut turn, step).0.len(), 1);
        let step = turn.answered("", asks(&[list]));
        assert_eq!(carry_out(&mut turn, step).0.len(), 1, "a task was added");
    }

    #[test]
    fn a_list_asked_for_together_with_a_change_is_read_again_and_a_write_is_not_done_twice() {
        let mut turn = turn();
        let list = call("1", "list_tasks", "{}");
        let add = call("2", "add_task", r#"{"title":"x"}"#);
        let step = turn.answered("", asks(std::slice::from_ref(&list)));
        carry_out(&mut turn, step);
        let step = turn.answered("", asks(&[add.clone(), list]));
        assert_eq!(
            carry_out(&mut turn, step).0.len(),
            2,
            "the list has changed meanwhile"
        );
        let step = turn.answered("", asks(&[add]));
        assert_eq!(carry_out(&mut turn, step).0.len(), 0, "added once");
    }

    #[test]
    fn ids_that_come_again_are_told_apart() {
        let mut turn = turn();
        for title in ["a", "b"] {
            let arguments = format!(r#"{{"title":"{title}"}}"#);
            let step = turn.answered("", asks(&[call("call_1", "add_task", &arguments)]));
            carry_out(&mut turn, step);
        }
        let ids: Vec<_> = turn
            .into_parts()
            .1
            .into_iter()
            .map(|record| record.id)
            .collect();
        assert_eq!(ids, ["call_1", "call_1-2"]);
    }

    #[test]
    fn a_model_that_only_repeats_itself_is_stopped() {
        let mut turn = turn();
        let list = call("1", "list_tasks", "{}");
        for round in 0.. {
            let step = turn.answered("", asks(std::slice::from_ref(&list)));
            let (_, next) = carry_out(&mut turn, step);
            if next == Step::Finish(Finish::Stopped(StopReason::Repetition)) {
                assert_eq!(round, MAX_REPEATS + 1);
                break;
            }
        }
    }

    #[test]
    fn a_model_that_never_ends_is_stopped_after_its_steps() {
        let mut turn = turn();
        for step in 1..MAX_STEPS {
            let title = format!(r#"{{"title":"{step}"}}"#);
            let next = turn.answered("", asks(&[call("1", "add_task", &title)]));
            assert_eq!(carry_out(&mut turn, next).1, Step::AskModel);
        }
        let last = turn.answered("", asks(&[call("1", "add_task", "{}")]));
        assert_eq!(last, Step::Finish(Finish::Stopped(StopReason::Steps)));
        assert_eq!(turn.into_parts().1.len() as u32, MAX_STEPS - 1);
    }

    #[test]
    fn a_turn_that_uses_too_many_tokens_is_stopped() {
        let mut turn = turn();
        let usage = Usage {
            input_tokens: MAX_TURN_TOKENS,
            ..Usage::default()
        };
        let completion = Completion {
            usage: Some(usage),
            ..asks(&[call("1", "add_task", "{}")])
        };
        let next = turn.answered("", completion);
        assert_eq!(next, Step::Finish(Finish::Stopped(StopReason::Tokens)));
    }

    #[test]
    fn a_call_that_was_cut_off_is_kept_with_an_error() {
        let mut turn = turn();
        turn.answered(
            "",
            asks(&[call("a", "add_task", "{}"), call("b", "list_tasks", "{}")]),
        );
        turn.called(0, done());
        let (_, calls) = turn.into_parts();
        assert!(!calls[0].failed);
        assert!(
            calls[1].failed
                && calls[1].result["error"]
                    .as_str()
                    .unwrap()
                    .contains("may have")
        );
    }

    #[test]
    fn text_before_and_after_calls_is_kept_apart() {
        let mut turn = turn();
        assert_eq!(turn.separator(), "");
        let step = turn.answered("Let me look.", asks(&[call("a", "list_tasks", "{}")]));
        carry_out(&mut turn, step);
        let text = format!("{}You have none.", turn.separator());
        turn.answered(&text, asks(&[]));
        assert_eq!(turn.into_parts().0, "Let me look.\n\nYou have none.");
    }
}

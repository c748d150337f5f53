//! Tool calls, answered from the conversation or asked for.

use serde_json::{Map, Value, json};

use crate::llm::{
    ToolCall, ToolSpec,
    builtin::conversation::{Answered, Page},
};

/// The agent loop calls a model at most eight times a turn; the last call must be the answer.
const MAX_ROUNDS: usize = 7;

/// How many tasks a page asks for, where all of them are wanted.
pub(super) const FULL_PAGE: u64 = 100;

/// A tool call to make.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call {
    /// The tool.
    pub(super) name: &'static str,
    /// What to call it with.
    pub(super) arguments: Map<String, Value>,
}

impl Call {
    /// Returns a call of the tool `name`; `arguments` is an object.
    pub(super) fn new(name: &'static str, arguments: Value) -> Self {
        let arguments = match arguments {
            Value::Object(arguments) => arguments,
            _ => Map::new(),
        };
        Self { name, arguments }
    }

    fn is_read(&self) -> bool {
        matches!(self.name, "list_tasks" | "overview")
    }
}

/// Why a command cannot go on now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    /// It waits for the results of calls.
    Waiting,
    /// The turn has no model calls left to wait for.
    OutOfSteps,
    /// The tool it needs is not offered.
    NotOffered(&'static str),
}

/// What a tool answered: its result, or its error in words.
pub(super) type Outcome = Result<Value, String>;

/// The tool calls of a turn.
#[derive(Debug)]
pub(super) struct Effects<'a> {
    log: &'a [Answered],
    tools: &'a [ToolSpec],
    rounds: usize,
    wanted: Vec<Call>,
    /// The place in the log of the last write that the replay has passed.
    last_write: Option<usize>,
}

impl<'a> Effects<'a> {
    /// Starts the replay of a turn whose tools answered `log` in `rounds` rounds.
    pub(super) fn new(log: &'a [Answered], rounds: usize, tools: &'a [ToolSpec]) -> Self {
        Self {
            log,
            tools,
            rounds,
            wanted: Vec::new(),
            last_write: None,
        }
    }

    /// Reads a page of the list.
    pub(super) fn list(&mut self, arguments: Value) -> Result<Result<Page, String>, Pause> {
        let call = Call::new("list_tasks", arguments);
        let outcome = self.outcome(&call).map(|(_, outcome)| outcome.clone());
        match outcome {
            Some(outcome) => Ok(outcome.map(|value| Page::read(&value))),
            None => Err(self.want(vec![call])),
        }
    }

    /// Reads a page of the list as it is after the writes so far.
    ///
    /// A repeated identical call would be stopped, so a repeated look asks for one task more.
    pub(super) fn list_fresh(&mut self, arguments: Value) -> Result<Result<Page, String>, Pause> {
        let mut call = Call::new("list_tasks", arguments);
        while let Some((place, _)) = self.outcome(&call) {
            if self.last_write.is_none_or(|write| place > write) {
                break;
            }
            let limit = call
                .arguments
                .get("limit")
                .and_then(Value::as_u64)
                .unwrap_or(25);
            call.arguments.insert("limit".to_owned(), json!(limit + 1));
        }
        self.list(Value::Object(call.arguments))
    }

    /// Asks how things stand.
    pub(super) fn overview(&mut self) -> Result<Outcome, Pause> {
        let call = Call::new("overview", json!({}));
        match self.outcome(&call).map(|(_, outcome)| outcome.clone()) {
            Some(outcome) => Ok(outcome),
            None => Err(self.want(vec![call])),
        }
    }

    /// Makes the calls, in order, and returns what each answered. Calls that are the same are
    /// made once.
    pub(super) fn write(&mut self, calls: &[Call]) -> Result<Vec<Outcome>, Pause> {
        let answers: Vec<_> = calls
            .iter()
            .map(|call| {
                self.outcome(call)
                    .map(|(place, outcome)| (place, outcome.clone()))
            })
            .collect();
        let mut missing: Vec<Call> = Vec::new();
        for (call, answer) in calls.iter().zip(&answers) {
            if answer.is_none() && !missing.contains(call) {
                missing.push(call.clone());
            }
        }
        if !missing.is_empty() {
            return Err(self.want(missing));
        }
        let place = answers.iter().flatten().map(|(place, _)| *place).max();
        self.last_write = self.last_write.max(place);
        Ok(answers
            .into_iter()
            .flatten()
            .map(|(_, outcome)| outcome)
            .collect())
    }

    /// Tells whether calls wait to be made; what depends on them must wait too.
    pub(super) fn is_waiting(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Returns the calls to make.
    pub(super) fn into_calls(self) -> Vec<ToolCall> {
        (1..)
            .zip(self.wanted)
            .map(|(position, call)| ToolCall {
                id: format!("call_{position}"),
                name: call.name.to_owned(),
                arguments: Value::Object(call.arguments).to_string(),
                extra: Map::new(),
            })
            .collect()
    }

    fn outcome(&self, call: &Call) -> Option<(usize, &Outcome)> {
        let mut answers = self.log.iter().enumerate();
        answers
            .rfind(|(_, past)| past.name == call.name && past.arguments == call.arguments)
            .map(|(place, past)| (place, &past.outcome))
    }

    /// Asks for calls, unless others of another kind are asked for already: those read while
    /// these write, or the other way round, and the order would be lost.
    fn want(&mut self, calls: Vec<Call>) -> Pause {
        let Some(first) = calls.first() else {
            return Pause::Waiting;
        };
        if !self.tools.iter().any(|tool| tool.name == first.name) {
            return Pause::NotOffered(first.name);
        }
        if self.rounds >= MAX_ROUNDS {
            return Pause::OutOfSteps;
        }
        if self
            .wanted
            .first()
            .is_none_or(|wanted| wanted.is_read() == first.is_read())
        {
            for call in calls {
                if !self.wanted.contains(&call) {
                    self.wanted.push(call);
                }
            }
        }
        Pause::Waiting
    }
}

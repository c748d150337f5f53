//! A conversation with the model, in the place of the agent loop.

use std::sync::Arc;

use futures::{FutureExt, StreamExt};
use serde_json::{Value, json};

use super::tools::{Task, Tools};
use crate::llm::{
    LanguageModel, Message, ModelEvent, ModelRequest, ToolCall, ToolSpec, builtin::BuiltinModel,
};

/// The agent loop calls the model at most this often in a turn.
const MAX_MODEL_CALLS: usize = 8;

const INSTRUCTIONS: &str =
    "You keep a task list.\n\nToday is Sunday, 2026-11-22, in the person's time zone UTC.";

/// A conversation with the model, which fails on any reply that an agent loop could not use.
pub(super) struct Conversation {
    pub(super) tools: Tools,
    pub(super) messages: Vec<Message>,
    pub(super) offered: Arc<[ToolSpec]>,
    /// The calls of the last turn: `complete_task {"task_id":3}`.
    pub(super) calls: Vec<String>,
}

pub(super) fn offered() -> Arc<[ToolSpec]> {
    [
        "add_task",
        "list_tasks",
        "complete_task",
        "delete_task",
        "update_task",
        "undo",
        "overview",
    ]
    .into_iter()
    .map(|name| ToolSpec {
        name: name.to_owned(),
        description: String::new(),
        input_schema: json!({"type": "object"}),
        read_only: matches!(name, "list_tasks" | "overview"),
    })
    .collect()
}

impl Conversation {
    /// Starts with a list of these titles; a title that starts with ✓ is done.
    pub(super) fn with(titles: &[&str]) -> Self {
        let mut tools = Tools::default();
        for title in titles {
            let plain = title.trim_start_matches('✓');
            tools.add(&json!({"title": plain})).unwrap();
            tools.tasks.last_mut().unwrap().completed = plain.len() < title.len();
        }
        tools.begin_anew();
        let messages = vec![Message::System(INSTRUCTIONS.to_owned())];
        Self {
            tools,
            messages,
            offered: offered(),
            calls: Vec::new(),
        }
    }

    /// Says something and returns the answer.
    pub(super) fn say(&mut self, text: &str) -> String {
        self.messages.push(Message::User(text.to_owned()));
        self.calls.clear();
        for _ in 0..MAX_MODEL_CALLS {
            let (reply, tool_calls) = respond(&self.messages, &self.offered);
            let is_final = tool_calls.is_empty();
            assert_ne!(
                reply.trim().is_empty(),
                is_final,
                "{text:?}: text and calls exclude each other"
            );
            self.messages.push(Message::Assistant {
                text: reply.clone(),
                tool_calls: tool_calls.clone(),
            });
            if is_final {
                return reply;
            }
            self.answer(&tool_calls);
        }
        panic!(
            "{text:?} was not answered in {MAX_MODEL_CALLS} model calls: {:?}",
            self.calls
        );
    }

    fn answer(&mut self, tool_calls: &[ToolCall]) {
        for call in tool_calls {
            let arguments: Value =
                serde_json::from_str(&call.arguments).expect("arguments are JSON");
            assert!(arguments.is_object());
            let written = format!("{} {}", call.name, call.arguments);
            assert!(
                !self.calls.contains(&written),
                "a repeated call would be stopped: {written}"
            );
            self.calls.push(written);
            let (content, is_error) = match self.tools.call(&call.name, &arguments) {
                Ok(value) => (value.to_string(), false),
                Err(error) => (error, true),
            };
            self.messages.push(Message::ToolResult {
                call_id: call.id.clone(),
                content,
                is_error,
            });
        }
    }

    /// Returns the list as `1 Buy milk`, done ones with a ✓.
    pub(super) fn list(&self) -> Vec<String> {
        let mark = |task: &Task| if task.completed { "✓" } else { "" };
        self.tools
            .tasks
            .iter()
            .map(|task| format!("{}{} {}", mark(task), task.number, task.title))
            .collect()
    }
}

/// Asks the model through its trait and checks the event stream: text, then one end.
pub(super) fn respond(messages: &[Message], tools: &Arc<[ToolSpec]>) -> (String, Vec<ToolCall>) {
    let request = ModelRequest {
        messages: messages.to_vec(),
        tools: Arc::clone(tools),
        deadline: tokio::time::Instant::now(),
    };
    let stream = BuiltinModel.respond(request);
    let mut events: Vec<_> = stream
        .collect::<Vec<_>>()
        .now_or_never()
        .expect("it waits for nothing");
    let Some(Ok(ModelEvent::Done(done))) = events.pop() else {
        panic!("the last event is the end");
    };
    assert_eq!(done.usage, Some(crate::llm::Usage::default()));
    let text: String = events
        .into_iter()
        .map(|event| match event {
            Ok(ModelEvent::Text(text)) if !text.is_empty() => text,
            other => panic!("only text precedes the end, not {other:?}"),
        })
        .collect();
    let ids: std::collections::BTreeSet<_> = done.tool_calls.iter().map(|call| &call.id).collect();
    assert_eq!(ids.len(), done.tool_calls.len(), "call ids are unique");
    assert!(
        done.tool_calls
            .iter()
            .all(|call| tools.iter().any(|tool| tool.name == call.name))
    );
    (text, done.tool_calls)
}

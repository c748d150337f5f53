//! The five tools over a list in memory, and the agent loop around the model.

use std::sync::Arc;

use futures::{FutureExt, StreamExt};
use serde_json::{Value, json};

use crate::llm::{
    LanguageModel, Message, ModelEvent, ModelRequest, ToolCall, ToolSpec,
    builtin::{BuiltinModel, text::fold},
};

/// The agent loop calls the model at most this often in a turn.
const MAX_MODEL_CALLS: usize = 8;

/// A person's list.
#[derive(Debug, Default)]
pub(super) struct Tools {
    pub(super) tasks: Vec<Task>,
    last_number: u64,
}

#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) number: u64,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) completed: bool,
}

impl Tools {
    fn call(&mut self, name: &str, arguments: &Value) -> Result<Value, String> {
        match name {
            "add_task" => self.add(arguments),
            "list_tasks" => self.list(arguments),
            "complete_task" => self.change(arguments, "completed", |task| task.completed = true),
            "update_task" => self.update(arguments),
            "delete_task" => {
                let result = self.change(arguments, "deleted", |_| {})?;
                self.tasks
                    .retain(|task| json!(task.number) != arguments["task_id"]);
                Ok(result)
            }
            _ => Err(format!("Unknown tool {name}")),
        }
    }

    fn add(&mut self, arguments: &Value) -> Result<Value, String> {
        let title = valid_title(arguments["title"].as_str().ok_or("Title is required")?)?;
        self.last_number += 1;
        let number = self.last_number;
        let description = arguments["description"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        self.tasks.push(Task {
            number,
            title: title.clone(),
            description,
            completed: false,
        });
        Ok(json!({"task_id": number, "status": "created", "title": title}))
    }

    fn update(&mut self, arguments: &Value) -> Result<Value, String> {
        let title = arguments["title"].as_str().map(valid_title).transpose()?;
        let description = arguments["description"].as_str().map(str::to_owned);
        if title.is_none() && description.is_none() {
            return Err("No fields provided to update".to_owned());
        }
        self.change(arguments, "updated", |task| {
            task.title = title.unwrap_or_else(|| task.title.clone());
            task.description = description.unwrap_or_else(|| task.description.clone());
        })
    }

    fn change(
        &mut self,
        arguments: &Value,
        status: &str,
        change: impl FnOnce(&mut Task),
    ) -> Result<Value, String> {
        let number = arguments["task_id"]
            .as_u64()
            .ok_or("task_id must be an integer")?;
        let task = self
            .tasks
            .iter_mut()
            .find(|task| task.number == number)
            .ok_or("Task not found")?;
        change(task);
        Ok(json!({"task_id": number, "status": status, "title": task.title}))
    }

    fn list(&self, arguments: &Value) -> Result<Value, String> {
        let search = fold(arguments["search"].as_str().unwrap_or_default());
        let found: Vec<_> = self
            .tasks
            .iter()
            .filter(|task| match arguments["status"].as_str().unwrap_or("all") {
                "pending" => !task.completed,
                "completed" => task.completed,
                _ => true,
            })
            .filter(|task| {
                search
                    .split_whitespace()
                    .all(|word| fold(&task.title).contains(word))
            })
            .collect();
        let limit = arguments["limit"].as_u64().unwrap_or(25);
        if !(1..=100).contains(&limit) {
            return Err("limit must be between 1 and 100".to_owned());
        }
        let start: usize = arguments["cursor"]
            .as_str()
            .map_or(Ok(0), str::parse)
            .map_err(|_| "Invalid cursor")?;
        let end = (start + usize::try_from(limit).unwrap()).min(found.len());
        let rows: Vec<_> = found[start.min(end)..end]
            .iter()
            .map(|task| row(task))
            .collect();
        let mut page = json!({"tasks": rows, "total": found.len()});
        if end < found.len() {
            page["next_cursor"] = json!(end.to_string());
        }
        Ok(page)
    }
}

fn valid_title(title: &str) -> Result<String, String> {
    match title.trim() {
        "" => Err("Title cannot be empty".to_owned()),
        title if title.chars().count() > 200 => Err("Title exceeds 200 characters".to_owned()),
        title => Ok(title.to_owned()),
    }
}

fn row(task: &Task) -> Value {
    let mut row = json!({"id": task.number, "title": task.title, "completed": task.completed});
    if !task.description.is_empty() {
        row["description"] = json!(task.description);
    }
    row
}

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
    ]
    .into_iter()
    .map(|name| ToolSpec {
        name: name.to_owned(),
        description: String::new(),
        input_schema: json!({"type": "object"}),
        read_only: name == "list_tasks",
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
        let messages = vec![Message::System("You keep a task list.".to_owned())];
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

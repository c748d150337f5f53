//! What is asked, and how it is put to a host.

use rmcp::model::{ElicitRequestParams, ElicitationSchema, JsonObject};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    domain::TaskNumber,
    store::{Going, Titled},
};

/// The most tasks that a question names one by one.
const MAX_NAMED: usize = 20;

/// A question to the person.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// What it is about; sealed with the state.
    pub(crate) about: About,
    words: String,
    schema: JsonObject,
}

/// What was asked about; the answer holds for these tasks and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum About {
    /// Which of these is meant.
    Which(Vec<TaskNumber>),
    /// Whether these are to go to the trash.
    Deleting(Vec<TaskNumber>),
}

impl About {
    /// Returns the name under which the question is put and answered.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Which(_) => "task",
            Self::Deleting(_) => "delete",
        }
    }
}

impl Question {
    /// Asks which of the tasks is meant by `text`.
    pub(crate) fn which(text: &str, tasks: &[Titled]) -> Self {
        let offered = tasks.iter().take(MAX_NAMED);
        let choices: Vec<String> = offered.clone().map(choice).collect();
        let task = json!({"type": "string", "title": "Task", "enum": choices});
        Self {
            about: About::Which(offered.map(|task| task.number).collect()),
            words: format!("Which task is \"{text}\"?"),
            schema: form("task", task),
        }
    }

    /// Asks whether these tasks are to go to the trash.
    pub(crate) fn deleting(going: &[Going]) -> Self {
        let count = going.len();
        let listed = going.iter().take(MAX_NAMED).map(|task| {
            let indent = "  ".repeat(usize::try_from(task.depth).unwrap_or(0));
            format!("\n{indent}{} {}", task.number.get(), task.title)
        });
        let listed: String = listed.collect();
        let rest = count.saturating_sub(MAX_NAMED);
        let rest = match rest {
            0 => String::new(),
            rest => format!("\nand {rest} more"),
        };
        let delete = json!({"type": "boolean", "title": "Delete", "default": true});
        Self {
            about: About::Deleting(going.iter().map(|task| task.number).collect()),
            words: format!("Move these {count} tasks to the trash?{listed}{rest}"),
            schema: form("delete", delete),
        }
    }

    /// Returns the question as a host shows it.
    pub(super) fn params(&self) -> Result<ElicitRequestParams, serde_json::Error> {
        Ok(ElicitRequestParams::FormElicitationParams {
            meta: None,
            message: self.words.clone(),
            requested_schema: ElicitationSchema::from_json_schema(self.schema.clone())?,
        })
    }
}

fn form(name: &str, field: Value) -> JsonObject {
    let mut properties = JsonObject::new();
    properties.insert(name.to_owned(), field);
    let mut form = JsonObject::new();
    form.insert("type".to_owned(), "object".into());
    form.insert("properties".to_owned(), properties.into());
    form.insert("required".to_owned(), json!([name]));
    form
}

/// A task as it is offered: its number first, which is what is read of an answer.
fn choice(task: &Titled) -> String {
    format!("{}: {}", task.number.get(), task.title)
}

//! The conversation, cut into turns.

use serde_json::{Map, Value};

use crate::llm::{Message, ToolCall};

/// What a person wrote and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Turn<'a> {
    /// What the person wrote.
    pub(crate) user: &'a str,
    /// The tool calls that were answered, in order.
    pub(crate) log: Vec<Answered>,
    /// How many times tools were asked for.
    pub(crate) rounds: usize,
    /// The last text of the answer; empty while there is none.
    pub(crate) reply: &'a str,
}

/// A tool call and its answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answered {
    /// The tool.
    pub(crate) name: String,
    /// What it was called with.
    pub(crate) arguments: Map<String, Value>,
    /// Its result, or its error in words.
    pub(crate) outcome: Result<Value, String>,
}

/// Cuts `messages` into turns, oldest first. Whatever precedes the first word of the person is
/// left out, and so is a call without an answer.
pub(crate) fn turns(messages: &[Message]) -> Vec<Turn<'_>> {
    let mut turns: Vec<Turn<'_>> = Vec::new();
    let mut open: &[ToolCall] = &[];
    for message in messages {
        if let Message::User(user) = message {
            turns.push(Turn {
                user,
                log: Vec::new(),
                rounds: 0,
                reply: "",
            });
            open = &[];
        }
        let Some(turn) = turns.last_mut() else {
            continue;
        };
        match message {
            Message::Assistant { text, tool_calls } => {
                turn.rounds += usize::from(!tool_calls.is_empty());
                if !text.is_empty() {
                    turn.reply = text;
                }
                open = tool_calls;
            }
            Message::ToolResult {
                call_id,
                content,
                is_error,
            } => {
                if let Some(call) = open.iter().find(|call| call.id == *call_id) {
                    turn.log.push(answered(call, content, *is_error));
                }
            }
            Message::User(_) | Message::System(_) => {}
        }
    }
    turns
}

fn answered(call: &ToolCall, content: &str, is_error: bool) -> Answered {
    let outcome = if is_error {
        Err(content.to_owned())
    } else {
        Ok(serde_json::from_str(content).unwrap_or_else(|_| Value::String(content.to_owned())))
    };
    Answered {
        name: call.name.clone(),
        arguments: serde_json::from_str(&call.arguments).unwrap_or_default(),
        outcome,
    }
}

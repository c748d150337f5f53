//! What a model is told of a conversation: its newest turns, whole, within a budget.
//!
//! Whatever is stored, the result is well-formed: it begins with a person's message, every tool
//! call is followed by its result, and every message of a person but the last has an answer.

use super::{
    limits::{MAX_HISTORY_BYTES, MAX_RESULT_BYTES},
    turn::result_message,
};
use crate::{
    llm::{Message, ToolCall},
    store::messages::{CallRecord, Message as Stored, Role},
};

/// Stands where a turn ended without an answer, so that people's messages do not run together.
const UNANSWERED: &str = "(This message was not answered: the turn was interrupted.)";

/// Returns the newest turns of the stored messages, oldest first, as the model sees them. The
/// last message is the one to be answered; it is always there.
pub(crate) fn for_model(stored: &[Stored]) -> Vec<Message> {
    let mut turns: Vec<Vec<Message>> = Vec::new();
    for message in stored {
        match message.role {
            Role::User => turns.push(vec![Message::User(message.content.clone())]),
            // An answer whose question lies further back is left out with it.
            Role::Assistant => {
                if let Some(turn) = turns.last_mut() {
                    turn.extend(answer(message));
                }
            }
        }
    }
    let unanswered = turns.len().saturating_sub(1);
    for turn in turns
        .iter_mut()
        .take(unanswered)
        .filter(|turn| turn.len() == 1)
    {
        turn.push(Message::Assistant {
            text: UNANSWERED.to_owned(),
            tool_calls: Vec::new(),
        });
    }
    let mut budget = MAX_HISTORY_BYTES;
    let mut first = turns.len();
    for turn in turns.iter().rev() {
        let size: usize = turn.iter().map(bytes).sum();
        if size > budget && first < turns.len() {
            break;
        }
        budget = budget.saturating_sub(size);
        first -= 1;
    }
    turns.drain(..first);
    turns.into_iter().flatten().collect()
}

/// An answer as it came about: the calls of each step with their results, then the text.
fn answer(message: &Stored) -> Vec<Message> {
    let mut messages = Vec::new();
    for step in message
        .tool_calls
        .chunk_by(|one, other| one.step == other.step)
    {
        let tool_calls = step.iter().map(call).collect();
        messages.push(Message::Assistant {
            text: String::new(),
            tool_calls,
        });
        messages.extend(step.iter().map(|record| shorten(result_message(record))));
    }
    let text = message.content.clone();
    messages.push(Message::Assistant {
        text,
        tool_calls: Vec::new(),
    });
    messages
}

fn call(record: &CallRecord) -> ToolCall {
    ToolCall {
        id: record.id.clone(),
        name: record.tool.clone(),
        arguments: serde_json::Value::Object(record.parameters.clone()).to_string(),
        extra: record.extra.clone(),
    }
}

/// Cuts a tool result that would crowd out everything else, and says so.
pub(crate) fn shorten(message: Message) -> Message {
    match message {
        Message::ToolResult {
            call_id,
            content,
            is_error,
        } if content.len() > MAX_RESULT_BYTES => {
            let end = content.floor_char_boundary(MAX_RESULT_BYTES);
            let content = format!(
                "{}… (cut off; {} bytes in all: ask for a smaller page)",
                content.get(..end).unwrap_or_default(),
                content.len()
            );
            Message::ToolResult {
                call_id,
                content,
                is_error,
            }
        }
        message => message,
    }
}

fn bytes(message: &Message) -> usize {
    match message {
        Message::System(text) | Message::User(text) => text.len(),
        Message::ToolResult { content, .. } => content.len(),
        Message::Assistant { text, tool_calls } => {
            let calls = tool_calls
                .iter()
                .map(|call| call.name.len() + call.arguments.len());
            text.len() + calls.sum::<usize>()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use serde_json::{Map, json};
    use uuid::Uuid;

    fn stored(role: Role, content: &str, calls: &[(u32, &str)]) -> Stored {
        let call = |(step, id): &(u32, &str)| CallRecord {
            id: (*id).to_owned(),
            tool: "list_tasks".to_owned(),
            parameters: Map::new(),
            result: json!({"tasks": []}),
            failed: false,
            duration_ms: 1,
            step: *step,
            extra: Map::new(),
        };
        Stored {
            id: Uuid::nil(),
            sequence: 1,
            role,
            content: content.to_owned(),
            tool_calls: calls.iter().map(call).collect(),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    /// What any endpoint demands of a history.
    fn assert_well_formed(messages: &[Message]) {
        assert!(matches!(messages.first(), None | Some(Message::User(_))));
        let mut open: Vec<&str> = Vec::new();
        let mut last_was_user = false;
        for message in messages {
            match message {
                Message::ToolResult { call_id, .. } => {
                    let place = open.iter().position(|id| id == call_id);
                    open.remove(place.expect("a result has its call"));
                    continue;
                }
                Message::Assistant { tool_calls, .. } => {
                    assert!(open.is_empty(), "a call without its result");
                    open.extend(tool_calls.iter().map(|call| call.id.as_str()));
                    last_was_user = false;
                }
                Message::User(_) => {
                    assert!(open.is_empty(), "a call without its result");
                    assert!(!last_was_user, "two messages of a person in a row");
                    last_was_user = true;
                }
                Message::System(_) => {}
            }
        }
        assert!(open.is_empty());
    }

    #[test]
    fn the_calls_of_a_step_stand_together_before_their_results() {
        let messages = for_model(&[
            stored(Role::User, "q", &[]),
            stored(Role::Assistant, "a", &[(1, "x"), (1, "y"), (2, "z")]),
            stored(Role::User, "q2", &[]),
        ]);
        assert_well_formed(&messages);
        let calls: Vec<usize> = messages
            .iter()
            .filter_map(|message| match message {
                Message::Assistant { tool_calls, .. } => Some(tool_calls.len()),
                _ => None,
            })
            .collect();
        assert_eq!(calls, [2, 1, 0]);
    }

    #[test]
    fn an_unanswered_message_is_given_an_answer_and_a_lost_question_takes_its_answer_along() {
        let messages = for_model(&[
            stored(
                Role::Assistant,
                "whose question is further back",
                &[(1, "x")],
            ),
            stored(Role::User, "killed in the middle", &[]),
            stored(Role::User, "now", &[]),
        ]);
        assert_well_formed(&messages);
        assert_eq!(messages.len(), 3);
    }

    #[test]
    fn old_turns_are_left_out_whole_and_the_newest_never() {
        let long = "x".repeat(MAX_HISTORY_BYTES / 2 - 100);
        let mut all = Vec::new();
        for _ in 0..10 {
            all.push(stored(Role::User, "q", &[]));
            all.push(stored(Role::Assistant, &long, &[(1, "x")]));
        }
        all.push(stored(Role::User, "now", &[]));
        let messages = for_model(&all);
        assert_well_formed(&messages);
        assert_eq!(messages.last(), Some(&Message::User("now".to_owned())));
        let users = messages
            .iter()
            .filter(|message| matches!(message, Message::User(_)));
        assert_eq!(users.count(), 3, "two whole turns fit beside the new one");
        let huge = "y".repeat(MAX_HISTORY_BYTES * 2);
        assert_eq!(for_model(&[stored(Role::User, &huge, &[])]).len(), 1);
    }
}

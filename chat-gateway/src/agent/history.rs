//! What a model is told of a conversation: its newest turns, whole, within a budget.
//!
//! Whatever is stored, the result is well-formed: it begins with a person's message, every tool
//! call is followed by its result, and every message of a person but the last has an answer.

use super::{
    limits::{MAX_HISTORY_BYTES, MAX_RESULT_BYTES},
    turn::result_message,
};
use crate::{
    domain::CallRecord,
    llm::{Message, ToolCall},
    store::messages::{Message as Stored, Role},
};

/// Stands where a turn ended without an answer, so that people's messages do not run together.
const UNANSWERED: &str = "(This message was not answered: the turn was interrupted.)";

/// Says when enough of a history has been read, newest first.
pub(crate) fn budget() -> impl FnMut(&Stored) -> bool {
    let mut left = MAX_HISTORY_BYTES;
    move |message| {
        let results = message.tool_calls.iter().map(|record| {
            let length = record.result.to_string().len();
            length.min(MAX_RESULT_BYTES)
        });
        left = left.saturating_sub(message.content.len() + results.sum::<usize>());
        left == 0
    }
}

/// Returns the newest turns of the stored messages, oldest first, and the message that is to be
/// answered, as the model sees them.
pub(crate) fn for_model(stored: &[Stored], message: &str) -> Vec<Message> {
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
    for turn in turns.iter_mut().filter(|turn| turn.len() == 1) {
        turn.push(Message::Assistant {
            text: UNANSWERED.to_owned(),
            tool_calls: Vec::new(),
        });
    }
    let mut left = MAX_HISTORY_BYTES;
    let fitting = turns.iter().rev().take_while(|turn| {
        let size: usize = turn.iter().map(bytes).sum();
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    });
    let first = turns.len() - fitting.count();
    let newest = turns.into_iter().skip(first).flatten();
    newest.chain([Message::User(message.to_owned())]).collect()
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
        messages.extend(step.iter().map(result_message));
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
            error: None,
        };
        Stored {
            id: Uuid::nil(),
            sequence: 1,
            role,
            content: content.to_owned(),
            tool_calls: calls.iter().map(call).collect(),
            status: "complete".to_owned(),
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
        let messages = for_model(
            &[
                stored(Role::User, "q", &[]),
                stored(Role::Assistant, "a", &[(1, "x"), (1, "y"), (2, "z")]),
            ],
            "q2",
        );
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
        let messages = for_model(
            &[
                stored(
                    Role::Assistant,
                    "whose question is further back",
                    &[(1, "x")],
                ),
                stored(Role::User, "killed in the middle", &[]),
            ],
            "now",
        );
        assert_well_formed(&messages);
        assert_eq!(messages.len(), 3);
    }

    #[test]
    fn no_more_is_read_than_is_given_to_the_model() {
        let mut is_enough = budget();
        let long = stored(Role::User, &"x".repeat(MAX_HISTORY_BYTES / 4), &[]);
        let read = (1..).find(|_| is_enough(&long));
        assert_eq!(read, Some(4));
    }

    #[test]
    fn old_turns_are_left_out_whole_and_the_newest_never() {
        let long = "x".repeat(MAX_HISTORY_BYTES / 2 - 100);
        let mut all = Vec::new();
        for _ in 0..10 {
            all.push(stored(Role::User, "q", &[]));
            all.push(stored(Role::Assistant, &long, &[(1, "x")]));
        }
        let messages = for_model(&all, "now");
        assert_well_formed(&messages);
        assert_eq!(messages.last(), Some(&Message::User("now".to_owned())));
        let users = messages
            .iter()
            .filter(|message| matches!(message, Message::User(_)));
        assert_eq!(users.count(), 3, "two whole turns fit beside the new one");
        let huge = "y".repeat(MAX_HISTORY_BYTES * 2);
        assert_eq!(for_model(&[stored(Role::User, &huge, &[])], &huge).len(), 1);
    }
}

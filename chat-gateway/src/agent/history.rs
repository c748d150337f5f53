//! What a model is told of a conversation: its newest turns, whole, within a budget. Those before
//! them are folded into the [`summary`](super::summary).
//!
//! Whatever is stored, the result is well-formed: it begins with a person's message, every tool
//! call is followed by its result, and every message of a person but the last has an answer.

use super::{
    limits::{MAX_HISTORY_MESSAGES, MAX_RESULT_BYTES},
    turn::result_message,
};
use crate::{
    domain::CallRecord,
    llm::{Message, ToolCall},
    store::messages::{Message as Stored, Role},
};

/// Stands where a turn ended without an answer, so that people's messages do not run together.
const UNANSWERED: &str = "(This message was not answered: the turn was interrupted.)";

/// What an answer begins with where a question was open that the message did not answer.
pub(super) const SET_ASIDE: &str =
    "I have set my question aside, and nothing was done about what it asked.";
/// The same, where its time was over.
pub(super) const EXPIRED: &str =
    "My earlier question was open for too long, and nothing was done about what it asked.";

/// Says when enough of a history has been read, newest first.
pub(crate) fn budget(bytes: usize) -> impl FnMut(&Stored) -> bool {
    let mut left = bytes;
    move |message| {
        left = left.saturating_sub(size(message));
        left == 0
    }
}

/// Returns the sequence up to which messages are to be folded into the summary, if it is time: when
/// they fill three quarters of what is read, all but the newest turns that fill half of it. The last
/// turn always stays.
///
/// So it is done once in several turns, and what follows the summary only grows between two times,
/// which lets an endpoint's prompt cache keep it.
pub(crate) fn to_fold(stored: &[Stored], bytes: usize) -> Option<i64> {
    let (most, count) = (MAX_HISTORY_MESSAGES as usize, stored.len());
    let filled: usize = stored.iter().map(size).sum();
    if filled < bytes / 4 * 3 && count < most / 4 * 3 {
        return None;
    }
    let mut kept = 0;
    let staying = stored.iter().rev().take(most / 2).take_while(|message| {
        kept += size(message);
        kept <= bytes / 2
    });
    let first = count - staying.count();
    let is_question = |message: &Stored| message.role == Role::User;
    let last_turn = stored.iter().rposition(is_question)?;
    let next_turn = stored.iter().skip(first).position(is_question);
    let boundary = next_turn.map_or(last_turn, |ahead| first + ahead);
    let folded = stored.get(..boundary)?;
    folded.last().map(|message| message.sequence)
}

fn size(message: &Stored) -> usize {
    let results = message.tool_calls.iter().map(|record| {
        let length = record.result.to_string().len();
        length.min(MAX_RESULT_BYTES)
    });
    message.content.len() + results.sum::<usize>()
}

/// Returns the newest turns of the stored messages that so many bytes hold, oldest first, and the
/// message that is to be answered, as the model sees them.
pub(crate) fn for_model(stored: &[Stored], message: &str, bytes: usize) -> Vec<Message> {
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
    let mut left = bytes;
    let fitting = turns.iter().rev().take_while(|turn| {
        let size: usize = turn.iter().map(Message::bytes).sum();
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
    messages.push(Message::Assistant {
        text: own_words(&message.content).to_owned(),
        tool_calls: Vec::new(),
    });
    messages
}

/// What the model said, without what was said before it of a question.
fn own_words(content: &str) -> &str {
    let rest = content
        .strip_prefix(SET_ASIDE)
        .or_else(|| content.strip_prefix(EXPIRED));
    let rest = rest.and_then(|rest| rest.strip_prefix("\n\n"));
    rest.unwrap_or(content)
}

fn call(record: &CallRecord) -> ToolCall {
    ToolCall {
        id: record.id.clone(),
        name: record.tool.clone(),
        arguments: serde_json::Value::Object(record.parameters.clone()).to_string(),
        extra: record.extra.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use serde_json::{Map, json};
    use uuid::Uuid;

    const BYTES: usize = 32_000;

    fn stored(role: Role, content: &str, calls: &[(u32, &str)]) -> Stored {
        let call = |(step, id): &(u32, &str)| CallRecord {
            id: (*id).to_owned(),
            tool: "list_tasks".to_owned(),
            parameters: Map::new(),
            result: json!({"tasks": []}),
            failed: false,
            duration_ms: 1,
            decision: Default::default(),
            step: *step,
            extra: Map::new(),
            number: 1,
            error: None,
        };
        Stored {
            id: Uuid::nil(),
            sequence: 1,
            role,
            content: content.to_owned(),
            tool_calls: calls.iter().map(call).collect(),
            status: "complete".to_owned(),
            question: None,
            created_at: DateTime::UNIX_EPOCH,
            parent_id: None,
            is_active: true,
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
            BYTES,
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
            BYTES,
        );
        assert_well_formed(&messages);
        assert_eq!(messages.len(), 3);
    }

    #[test]
    fn no_more_is_read_than_is_given_to_the_model() {
        let mut is_enough = budget(BYTES);
        let long = stored(Role::User, &"x".repeat(BYTES / 4), &[]);
        let read = (1..).find(|_| is_enough(&long));
        assert_eq!(read, Some(4));
    }

    #[test]
    fn old_turns_are_left_out_whole_and_the_newest_never() {
        let long = "x".repeat(BYTES / 2 - 100);
        let mut all = Vec::new();
        for _ in 0..10 {
            all.push(stored(Role::User, "q", &[]));
            all.push(stored(Role::Assistant, &long, &[(1, "x")]));
        }
        let messages = for_model(&all, "now", BYTES);
        assert_well_formed(&messages);
        assert_eq!(messages.last(), Some(&Message::User("now".to_owned())));
        let users = messages
            .iter()
            .filter(|message| matches!(message, Message::User(_)));
        assert_eq!(users.count(), 3, "two whole turns fit beside the new one");
        let huge = "y".repeat(BYTES * 2);
        let messages = for_model(&[stored(Role::User, &huge, &[])], &huge, BYTES);
        assert_eq!(messages.len(), 1);
    }

    /// Turns of a question of 8 bytes and an answer of this many each, in sequence from 1.
    fn turns(count: usize, answer_bytes: usize) -> Vec<Stored> {
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(stored(Role::User, "question", &[]));
            all.push(stored(Role::Assistant, &"x".repeat(answer_bytes - 8), &[]));
        }
        for (message, sequence) in all.iter_mut().zip(1..) {
            message.sequence = sequence;
        }
        all
    }

    #[test]
    fn a_history_is_folded_when_it_is_three_quarters_full_and_half_of_it_stays() {
        assert_eq!(to_fold(&[], BYTES), None);
        assert_eq!(to_fold(&turns(5, BYTES / 8), BYTES), None);
        assert_eq!(
            to_fold(&turns(6, BYTES / 8), BYTES),
            Some(4),
            "turns 3 to 6 stay"
        );
        assert_eq!(to_fold(&turns(14, 100), BYTES), None);
        assert_eq!(
            to_fold(&turns(15, 100), BYTES),
            Some(10),
            "twenty messages stay"
        );
    }

    #[test]
    fn only_whole_turns_are_folded_and_never_the_last() {
        let mut all = turns(3, BYTES);
        assert_eq!(to_fold(&all, BYTES), Some(4));
        assert_eq!(to_fold(&all[4..], BYTES), None, "one turn, however long");
        all.pop();
        assert_eq!(
            to_fold(&all, BYTES),
            Some(4),
            "an unanswered question stays"
        );
        let without_a_question = &turns(1, BYTES)[1..];
        assert_eq!(to_fold(without_a_question, BYTES), None);
    }
}

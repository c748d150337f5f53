//! Decides the next step of a turn.
//!
//! A turn is replayed from its beginning at every model call: its commands run in order, and a
//! tool call whose result is already in the conversation is answered from there. The first one
//! that is not ends the replay, and becomes a request. So the code below reads as if tools were
//! called in place, and still is a pure function of the conversation.

mod add;
mod answer;
mod bulk;
mod change;
mod choice;
mod effects;
mod find;
mod look;
mod perform;
mod pointer;
mod take_back;
mod turn;

use super::conversation::{Context, today, turns};
use crate::llm::{Message, ToolCall, ToolSpec};

/// Older turns cannot matter to what "it" or "yes" means.
const REMEMBERED_TURNS: usize = 20;

/// The next part of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    /// What to say; empty exactly where tools are asked for.
    pub(crate) text: String,
    /// The tools to call.
    pub(crate) tool_calls: Vec<ToolCall>,
}

/// Returns the next part of the conversation.
pub(crate) fn next_reply(messages: &[Message], tools: &[ToolSpec]) -> Reply {
    let turns = turns(messages);
    let Some((current, earlier)) = turns.split_last() else {
        return Reply {
            text: super::reply::greeting(),
            tool_calls: Vec::new(),
        };
    };
    let recent = earlier.len().saturating_sub(REMEMBERED_TURNS);
    let mut context = Context {
        today: today(messages),
        ..Context::default()
    };
    for past in earlier.iter().skip(recent) {
        context = turn::after(past, context, tools);
    }
    turn::run(current, context, tools).0
}

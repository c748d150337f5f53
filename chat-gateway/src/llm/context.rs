//! Fitting a request into what a model takes.

use super::{Message, ModelRequest, ToolSpec};
use crate::domain::Usage;

/// What is left of a tool result for which there is no room.
const CUT_RESULT_BYTES: usize = 2_000;

impl ModelRequest {
    /// Returns the request without what does not fit into so many tokens: the oldest turns, whole,
    /// and if that is not enough, the ends of this turn's longest results. The instructions, the
    /// tools and the person's message always stay.
    pub(super) fn fitted(mut self, tokens: usize) -> Self {
        let tools: usize = self.tools.iter().map(ToolSpec::bytes).sum();
        let room = (tokens * Usage::BYTES_PER_TOKEN).saturating_sub(tools);
        let size: usize = self.messages.iter().map(Message::bytes).sum();
        let left = self.leave_out_turns(size.saturating_sub(room));
        self.cut_results(left);
        self
    }

    /// Leaves out at least so many bytes of the oldest turns, if there are as many; returns how many
    /// are still too many.
    fn leave_out_turns(&mut self, mut excess: usize) -> usize {
        let is_user = |message: &Message| matches!(message, Message::User(_));
        let Some(first) = self.messages.iter().position(is_user) else {
            return excess;
        };
        while excess > 0 {
            let mut later = self.messages.iter().skip(first + 1);
            let Some(length) = later.position(is_user) else {
                break;
            };
            let turn = self.messages.drain(first..=first + length);
            let size: usize = turn.map(|message| message.bytes()).sum();
            excess = excess.saturating_sub(size);
        }
        excess
    }

    fn cut_results(&mut self, mut excess: usize) {
        for message in &mut self.messages {
            let Message::ToolResult { content, .. } = message else {
                continue;
            };
            if excess == 0 {
                return;
            }
            let length = content.len();
            if length > CUT_RESULT_BYTES {
                content.truncate(content.floor_char_boundary(CUT_RESULT_BYTES));
                content.push_str("… (cut off: it no longer fits; ask for less at once)");
                excess = excess.saturating_sub(length.saturating_sub(content.len()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Map, Value};
    use tokio::time::Instant;

    use super::*;
    use crate::llm::ToolCall;

    fn turn(number: usize, result_bytes: usize) -> [Message; 4] {
        let call = ToolCall {
            id: format!("call_{number}"),
            name: "list_tasks".to_owned(),
            arguments: "{}".to_owned(),
            extra: Map::new(),
        };
        [
            Message::User(format!("question {number}")),
            Message::Assistant {
                text: String::new(),
                tool_calls: vec![call],
            },
            Message::ToolResult {
                call_id: format!("call_{number}"),
                content: "é".repeat(result_bytes / 2),
                is_error: false,
            },
            Message::Assistant {
                text: "answer".to_owned(),
                tool_calls: Vec::new(),
            },
        ]
    }

    fn request(turns: usize, result_bytes: usize, tools: &[ToolSpec]) -> ModelRequest {
        let mut messages = vec![Message::System("instructions".to_owned())];
        messages.extend((1..=turns).flat_map(|number| turn(number, result_bytes)));
        messages.pop();
        ModelRequest {
            messages,
            tools: Arc::from(tools),
            deadline: Instant::now(),
        }
    }

    fn bytes(request: &ModelRequest) -> usize {
        request.messages.iter().map(Message::bytes).sum()
    }

    #[test]
    fn what_fits_is_left_as_it_is() {
        let whole = request(3, 400, &[]);
        let fitted = whole.clone().fitted(bytes(&whole).div_ceil(4));
        assert_eq!(fitted.messages, whole.messages);
    }

    #[test]
    fn the_oldest_turns_go_first_and_whole() {
        let whole = request(4, 400, &[]);
        let fitted = whole.clone().fitted(bytes(&whole).div_ceil(4) - 150);
        assert_eq!(fitted.messages[0], whole.messages[0]);
        assert_eq!(
            fitted.messages[1..],
            whole.messages[9..],
            "turns 3 and 4 are left"
        );
        assert!(bytes(&fitted) <= bytes(&whole) - 600);
    }

    #[test]
    fn tools_take_their_part() {
        let tool = ToolSpec {
            name: "list_tasks".to_owned(),
            description: "x".repeat(4_000),
            input_schema: Value::Null,
            read_only: true,
        };
        let whole = request(2, 400, &[tool]);
        let fitted = whole.clone().fitted(1_100);
        assert_eq!(fitted.messages[1..], whole.messages[5..]);
    }

    #[test]
    fn this_turn_stays_and_its_long_results_lose_their_ends() {
        let fitted = request(2, 9_000, &[]).fitted(1_000);
        assert_eq!(fitted.messages.len(), 4, "{fitted:?}");
        let Message::ToolResult { content, .. } = &fitted.messages[3] else {
            panic!("{fitted:?}")
        };
        assert!(content.contains("(cut off") && content.len() < 2_100);
    }
}

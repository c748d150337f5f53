//! The built-in model behind the trait that every language model implements.

use futures::{StreamExt, stream, stream::BoxStream};

use super::dialogue::{self, Reply};
use crate::llm::{
    Completion, FinishReason, LanguageModel, ModelError, ModelEvent, ModelRequest, Usage,
};

/// Understands everyday English about tasks, without a network and without state.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct BuiltinModel;

impl LanguageModel for BuiltinModel {
    fn name(&self) -> &str {
        "built-in"
    }

    fn summarizes(&self) -> bool {
        false
    }

    fn respond(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, ModelError>> {
        let reply = dialogue::next_reply(&request.messages, &request.tools);
        stream::iter(events(reply)).map(Ok).boxed()
    }
}

/// Returns the reply as events: its text line by line, then the end.
fn events(reply: Reply) -> Vec<ModelEvent> {
    let lines = reply
        .text
        .split_inclusive('\n')
        .map(|line| ModelEvent::Text(line.to_owned()));
    let done = ModelEvent::Done(Completion {
        tool_calls: reply.tool_calls,
        finish: FinishReason::Stop,
        // It reads words, not tokens.
        usage: Some(Usage::default()),
    });
    lines.chain([done]).collect()
}

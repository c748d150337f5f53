use std::collections::HashSet;

use super::{chunk::Chunk, error::Fault, reasoning::ReasoningFilter, tool_calls::ToolCallAssembly};
use crate::llm::{Completion, FinishReason, Usage};

/// An answer as it comes in: a pure fold over its chunks.
#[derive(Debug, Default)]
pub(super) struct Answer {
    has_begun: bool,
    reasoning: ReasoningFilter,
    tool_calls: ToolCallAssembly,
    finish: Option<FinishReason>,
    has_content: bool,
    is_settled: bool,
    usage: Option<Usage>,
}

impl Answer {
    /// Adds a chunk and returns the text to pass on at once, where there is any.
    pub(super) fn push(&mut self, chunk: Chunk) -> Option<String> {
        if let Some(usage) = chunk.usage() {
            self.merge_usage(usage);
        }
        self.has_begun |= chunk.has_choice();
        // The first reason counts: some endpoints repeat a plainer one in their last chunk.
        let reason = chunk.finish_reason();
        self.finish = self.finish.or(reason);
        let delta = chunk.into_delta().unwrap_or_default();
        self.settle(reason.is_some(), delta.has_content());
        let text = self.reasoning.push(delta.text());
        self.tool_calls.push(delta.tool_calls);
        (!text.is_empty()).then_some(text)
    }

    /// Tells whether anything of it has come.
    pub(super) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Tells whether the answer is whole, so that only usage can still follow: its content came,
    /// and after it a finish reason in a chunk without any.
    pub(super) fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// Tells whether a finish reason came. Content may follow all the same.
    pub(super) fn has_finish_reason(&self) -> bool {
        self.finish.is_some()
    }

    /// Returns text that was held back until the end, where there is any.
    pub(super) fn rest(&mut self) -> Option<String> {
        let text = self.reasoning.finish();
        (!text.is_empty()).then_some(text)
    }

    /// Closes the answer. `taken` are the tool call ids of the conversation so far.
    ///
    /// # Errors
    /// [`Fault::NoChoices`] where nothing that came was part of an answer, and
    /// [`Fault::NamelessToolCall`] where a call has arguments and no name.
    pub(super) fn complete(self, taken: HashSet<String>) -> Result<Completion, Fault> {
        if !self.has_begun {
            return Err(Fault::NoChoices);
        }
        Ok(Completion {
            // Whatever the finish reason: several endpoints say `stop` beside tool calls.
            tool_calls: self.tool_calls.finish(taken)?,
            finish: self.finish.unwrap_or(FinishReason::Stop),
            usage: self.usage,
        })
    }

    // Some endpoints send `stop` in every chunk, the first, empty one included; others send it with
    // the text and go on to tool calls.
    fn settle(&mut self, has_reason: bool, has_content: bool) {
        self.has_content |= has_content;
        let may_settle = self.has_content && !has_content;
        self.is_settled = may_settle && (self.is_settled || has_reason);
    }

    // Usage may come once, grow from chunk to chunk, or come in parts; the largest is right in
    // each case.
    fn merge_usage(&mut self, new: Usage) {
        let usage = self.usage.get_or_insert_default();
        usage.input_tokens = usage.input_tokens.max(new.input_tokens);
        usage.output_tokens = usage.output_tokens.max(new.output_tokens);
        usage.cached_tokens = usage.cached_tokens.max(new.cached_tokens);
    }
}

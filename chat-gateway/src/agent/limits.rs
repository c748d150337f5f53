//! The bounds of a turn. With the wall clock (`TASKFLOW_TURN_TIMEOUT`) they keep what one message
//! can cost within reason, whatever the model does.

use super::prompt::INSTRUCTIONS;
use crate::{domain::Usage, llm::ToolSpec};

/// Model calls in a turn.
pub(crate) const MAX_STEPS: u32 = 8;
/// Tool calls that one model answer may ask for; the others are answered with an error.
pub(crate) const MAX_CALLS_PER_STEP: usize = 100;
/// Calls repeated with the same arguments that a turn puts up with before it is ended.
pub(crate) const MAX_REPEATS: u32 = 2;
/// Tokens that the model calls of a turn may use, as counted by the endpoint.
pub(crate) const MAX_TURN_TOKENS: u64 = 200_000;
/// Messages of the history that are looked at, newest first.
pub(crate) const MAX_HISTORY_MESSAGES: u64 = 40;
/// Bytes of one tool result given to the model.
pub(crate) const MAX_RESULT_BYTES: usize = 24_000;
/// Bytes of a summary: about 1,000 tokens of English.
pub(crate) const MAX_SUMMARY_BYTES: usize = 4_000;

/// Returns how many bytes of history a turn begins with, for a model that is given so many tokens
/// and these tools: half of what instructions, tools and summary leave. The other half is for the
/// turn's own results.
pub(crate) fn history_bytes(context_tokens: usize, tools: &[ToolSpec]) -> usize {
    let tools: usize = tools.iter().map(ToolSpec::bytes).sum();
    let before = INSTRUCTIONS.len() + tools + MAX_SUMMARY_BYTES;
    let whole = context_tokens * Usage::BYTES_PER_TOKEN;
    whole.saturating_sub(before) / 2
}
/// How often the tool of one call may ask back.
pub(crate) const MAX_ROUNDS: u32 = 10;

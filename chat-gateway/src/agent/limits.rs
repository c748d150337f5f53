//! The bounds of a turn. With the wall clock (`TASKFLOW_TURN_TIMEOUT`) they keep what one message
//! can cost within reason, whatever the model does.

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
/// Bytes of history given to the model: about 8,000 tokens of English at four bytes each.
pub(crate) const MAX_HISTORY_BYTES: usize = 32_000;
/// Bytes of one tool result given to the model.
pub(crate) const MAX_RESULT_BYTES: usize = 24_000;
/// How often the tool of one call may ask back.
pub(crate) const MAX_ROUNDS: u32 = 10;

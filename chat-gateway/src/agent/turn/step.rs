//! What a turn wants done, and how it ends.

use crate::domain::PlannedCall;

/// What is to be done next.
#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    /// Ask the model, with [`super::Turn::messages`].
    AskModel,
    /// Make these calls, which may run at once.
    CallTools(Vec<PlannedCall>),
    /// Ask the person, with [`super::Turn::ask`], and wait.
    AskPerson,
    /// The turn is over.
    Finish(Finish),
}

/// How a turn ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finish {
    /// The model said what it wanted to say.
    Answered,
    /// The model went on asking for tools, or for the same call; it was stopped.
    Stopped(StopReason),
}

/// Which bound a turn ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// [`MAX_STEPS`](crate::agent::limits::MAX_STEPS) model calls.
    Steps,
    /// The same call over and over.
    Repetition,
    /// [`MAX_TURN_TOKENS`](crate::agent::limits::MAX_TURN_TOKENS).
    Tokens,
}

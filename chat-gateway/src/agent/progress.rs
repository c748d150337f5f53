//! What a run has come to: as far as it got, whether it was finished or cut off.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    summary::Fold,
    turn::{StopReason, Turn},
};
use crate::{
    run_log::Failure,
    store::runs::{RunError, RunStatus, TurnEnd},
};

/// What a run has come to so far, kept where it survives a run that is cut off.
#[derive(Default)]
pub(super) struct Progress {
    pub(super) turn: Option<Turn>,
    /// Text of the model call under way.
    pub(super) unfinished: String,
    /// The model that answered last.
    pub(super) model: Option<Arc<str>>,
    /// What is to be folded into the conversation's summary afterwards.
    pub(super) fold: Option<Fold>,
}

impl Progress {
    /// Returns what is to be stored.
    pub(super) fn into_end(
        self,
        message_id: Uuid,
        script: String,
        result: Result<Option<StopReason>, Failure>,
    ) -> TurnEnd {
        let usage = self.turn.as_ref().and_then(Turn::usage);
        let cost = self.turn.as_ref().map(Turn::cost).unwrap_or_default();
        let (mut text, tool_calls) = self.turn.map(Turn::into_parts).unwrap_or_default();
        text.push_str(&self.unfinished);
        let (status, error) = match result {
            Ok(None) => (RunStatus::Completed, None),
            Ok(Some(reason)) => (RunStatus::Completed, Some(stop_error(reason))),
            Err(failure) => {
                let separator = if text.is_empty() { "" } else { "\n\n" };
                text = format!("{text}{separator}{}", failure.words());
                let status = match failure {
                    Failure::Interrupted => RunStatus::Interrupted,
                    Failure::Cancelled => RunStatus::Cancelled,
                    _ => RunStatus::Failed,
                };
                (
                    status,
                    Some(RunError {
                        code: failure.code(),
                        detail: failure.words(),
                    }),
                )
            }
        };
        TurnEnd {
            message_id,
            status,
            text,
            tool_calls,
            usage,
            cost,
            error,
            model: self.model.map(|model| model.to_string()),
            script,
        }
    }
}

fn stop_error(reason: StopReason) -> RunError {
    let code = match reason {
        StopReason::Steps => "step_limit",
        StopReason::Repetition => "repeated_call",
        StopReason::Tokens => "token_limit",
    };
    RunError {
        code,
        detail: stop_words(reason),
    }
}

/// What a person is told of a turn that was stopped.
pub(super) fn stop_words(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Steps => {
            "I stopped here because this took too many steps. What is done is done; tell me \
             how to go on."
        }
        StopReason::Repetition => {
            "I stopped here because I was going round in circles. What is done is done; please \
             put it another way."
        }
        StopReason::Tokens => {
            "I stopped here because this became too long. What is done is done; please ask for \
             less at once."
        }
    }
}

//! Why a call came to nothing, in a word: for the record, which holds no text of people or models.

use serde::{Deserialize, Serialize};

/// Why a call came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CallError {
    /// It was not made: there is no such tool, or not for this person.
    UnknownTool,
    /// It was not made: its arguments are not a JSON object.
    BadArguments,
    /// It was not made: the model asked for too many at once.
    TooManyCalls,
    /// It was not made: it was made before, and nothing has changed since.
    RepeatedCall,
    /// It was not made: the operator's policy, or what the person may do, does not let it be made.
    NotAllowed,
    /// It was not made: the person was asked and did not agree.
    Declined,
    /// It was not made, although it was to be.
    NotMade,
    /// The tool said that it failed.
    Tool,
    /// The task server refused the request.
    Rejected,
    /// The task server took too long; the tool may have done its work.
    TimedOut,
    /// The task server could not be reached; the tool may have done its work.
    Unreachable,
    /// The run ended while it was made; the tool may have done its work.
    Interrupted,
}

impl CallError {
    /// Tells whether the call was made all the same.
    pub(crate) fn was_made(self) -> bool {
        use CallError::{
            BadArguments, Declined, NotAllowed, RepeatedCall, TooManyCalls, UnknownTool,
        };
        !matches!(
            self,
            UnknownTool | BadArguments | TooManyCalls | RepeatedCall | NotAllowed | Declined
        )
    }

    /// Returns the word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::UnknownTool => "unknown_tool",
            Self::BadArguments => "bad_arguments",
            Self::TooManyCalls => "too_many_calls",
            Self::RepeatedCall => "repeated_call",
            Self::NotAllowed => "not_allowed",
            Self::Declined => "declined",
            Self::NotMade => "not_made",
            Self::Tool => "tool_error",
            Self::Rejected => "rejected",
            Self::TimedOut => "timed_out",
            Self::Unreachable => "unreachable",
            Self::Interrupted => "interrupted",
        }
    }
}

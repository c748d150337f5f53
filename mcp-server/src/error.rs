//! Why a tool's call fails, in words that a model and a person can act on.

use rmcp::model::{CallToolResult, ContentBlock};
use taskflow_shared::page::InvalidCursor;

use crate::{
    domain::{InvalidDescription, InvalidSearch, InvalidTitle},
    store::{Refused, StoreError},
    tools::ArgumentErrors,
};

/// Why a tool's call fails. The words are shown, so clients know some of them by heart.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ToolError {
    /// The arguments are not what the tool takes.
    #[error(transparent)]
    Arguments(#[from] ArgumentErrors),
    /// The title is not one.
    #[error(transparent)]
    Title(#[from] InvalidTitle),
    /// A title was to be replaced by nothing.
    #[error("Title cannot be empty")]
    TitleCleared,
    /// The description is not one.
    #[error(transparent)]
    Description(#[from] InvalidDescription),
    /// The search is not one.
    #[error(transparent)]
    Search(#[from] InvalidSearch),
    /// Neither title nor description was given.
    #[error("No fields provided to update")]
    NothingToUpdate,
    /// A page is of a size that is not given out.
    #[error("limit must be from 1 to 100")]
    Limit,
    /// The cursor leads nowhere.
    #[error(transparent)]
    Cursor(#[from] InvalidCursor),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store refused one task.
    #[error("{}", .0.reason)]
    Refused(Refused),
    /// A value could not be read or written as JSON although the schema allows it.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl From<Refused> for ToolError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// What is said where the reason is ours alone.
const INTERNAL: &str = "Something went wrong on our side; please try again";

impl From<ToolError> for CallToolResult {
    /// The text, marked as an error, without structured content. What only concerns us is logged
    /// here and not said.
    fn from(error: ToolError) -> Self {
        let words = match &error {
            ToolError::Store(StoreError::Database(_) | StoreError::Conflict)
            | ToolError::Json(_) => {
                tracing::error!(%error, "a tool failed");
                INTERNAL.to_owned()
            }
            _ => error.to_string(),
        };
        Self::error(vec![ContentBlock::text(words)])
    }
}

/// Returns as much of a name that a caller made up as an answer repeats.
pub(crate) fn clipped(name: &str) -> String {
    const MAX_CHARS: usize = 64;
    let mut letters = name.chars();
    let mut clipped: String = letters.by_ref().take(MAX_CHARS).collect();
    if letters.next().is_some() {
        clipped.push('…');
    }
    clipped
}

/// The result of a call that panicked; the panic itself has been reported by its hook.
pub(crate) fn panicked() -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(INTERNAL)])
}

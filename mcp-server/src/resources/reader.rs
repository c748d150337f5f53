//! On whose behalf something is read.

use rmcp::ErrorData;

use crate::{
    caller::Caller,
    language::Here,
    store::{StoreError, Tasks},
};

/// Whose tasks are read, and when and where that is for the person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) tasks: &'a Tasks,
    pub(crate) caller: &'a Caller,
    pub(crate) here: Here,
}

/// The error of the protocol for what only concerns us; it is logged here and not said.
pub(crate) fn failed(error: StoreError) -> ErrorData {
    tracing::error!(%error, "tasks could not be read");
    ErrorData::internal_error("Something went wrong on our side; please try again", None)
}

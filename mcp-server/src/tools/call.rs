//! One call of a tool, and what it needs to be carried out.

use crate::{
    caller::Caller,
    elicitation::Asking,
    error::ToolError,
    language::Here,
    store::{Applied, Request, Tasks, Write},
};

/// One call of a tool: by whom, when and where, and how to ask back.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) tasks: &'a Tasks,
    pub(crate) caller: &'a Caller,
    pub(crate) here: Here,
    /// What makes a repeated call known.
    pub(crate) request: Option<Request>,
    pub(crate) asking: Asking<'a>,
}

impl Call<'_> {
    /// Returns how `tool` writes on behalf of the caller.
    pub(super) fn write(&self, tool: &'static str) -> Write {
        Write {
            user: self.caller.user.clone(),
            tool,
            request: self.request.clone(),
            zone: self.here.zone,
        }
    }

    /// Returns what came of the call when it was made before. It is looked for first: since then
    /// the words that name a task may have come to mean another one.
    pub(super) async fn repeated(&self, tool: &'static str) -> Result<Option<Applied>, ToolError> {
        if self.request.is_none() {
            return Ok(None);
        }
        Ok(self.tasks.answered(&self.write(tool)).await?)
    }
}

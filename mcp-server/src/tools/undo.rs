//! `undo`

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Call, Tool, outcome::Outcome, tool::Effect};
use crate::{domain::ChangeNumber, error::ToolError};

pub(super) struct Undo;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    /// This one instead; that of an undo redoes
    change_id: Option<i64>,
}

impl Tool for Undo {
    const NAME: &'static str = "undo";
    const TITLE: &'static str = "Undo";
    const DESCRIPTION: &'static str = "Takes back the last change.";
    const EFFECT: Effect = Effect::Moves;
    type Input = Input;
    type Output = Outcome;

    async fn call(call: &Call<'_>, input: Input) -> Result<Outcome, ToolError> {
        let applied = match call.repeated(Self::NAME).await? {
            Some(applied) => applied,
            None => {
                let change = input.change_id.map(ChangeNumber::new);
                call.tasks.undo(call.write(Self::NAME), change).await?
            }
        };
        Outcome::of(applied, false, call.here.zone)
    }
}

//! `complete_task`

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Call, Tool,
    outcome::Outcome,
    target::{Among, TargetInput, or_nearest},
    tool::Effect,
};
use crate::error::ToolError;

pub(super) struct CompleteTask;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    #[serde(flatten)]
    target: TargetInput,
    /// false reopens
    done: Option<bool>,
}

impl Tool for CompleteTask {
    const NAME: &'static str = "complete_task";
    const TITLE: &'static str = "Complete task";
    const DESCRIPTION: &'static str = "Completes tasks; repeating ones move to their next date.";
    const EFFECT: Effect = Effect::Moves;
    type Input = Input;
    type Output = Outcome;

    async fn call(call: &Call<'_>, input: Input) -> Result<Outcome, ToolError> {
        let target = input.target.read()?;
        let applied = match call.repeated(Self::NAME).await? {
            Some(applied) => applied,
            None if input.done.unwrap_or(true) => {
                let numbers = target.numbers(call, Among::Pending).await?;
                call.tasks.complete(call.write(Self::NAME), numbers).await?
            }
            None => {
                let numbers = target.numbers(call, Among::Completed).await?;
                call.tasks.reopen(call.write(Self::NAME), numbers).await?
            }
        };
        let applied = or_nearest(call, &target, applied).await?;
        Outcome::of(applied, target.is_many(), call.here.zone)
    }
}

//! `delete_task`

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Call, Tool,
    outcome::Outcome,
    target::{Among, TargetInput, or_nearest},
    tool::Effect,
};
use crate::{
    domain::TaskNumber,
    elicitation::Question,
    error::ToolError,
    store::{Applied, Going},
};

pub(super) struct DeleteTask;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    #[serde(flatten)]
    target: TargetInput,
}

/// Said where several tasks went and nobody could be asked before.
const NOTE: &str = "undo brings them back";

impl Tool for DeleteTask {
    const NAME: &'static str = "delete_task";
    const TITLE: &'static str = "Delete task";
    const DESCRIPTION: &'static str = "Moves tasks with their subtasks to the trash.";
    const EFFECT: Effect = Effect::Replaces;
    type Input = Input;
    type Output = Outcome;

    async fn call(call: &Call<'_>, input: Input) -> Result<Outcome, ToolError> {
        let target = input.target.read()?;
        let applied = match call.repeated(Self::NAME).await? {
            Some(applied) => applied,
            None => {
                let numbers = target.numbers(call, Among::All).await?;
                confirm(call, &numbers).await?;
                call.tasks.delete(call.write(Self::NAME), numbers).await?
            }
        };
        let applied = or_nearest(call, &target, applied).await?;
        let many_went = gone(&applied) > 1 && !call.asking.is_possible();
        let outcome = Outcome::of(applied, target.is_many(), call.here.zone)?;
        Ok(if many_went {
            outcome.with_note(NOTE)
        } else {
            outcome
        })
    }
}

/// Asks, where it can be asked, before more than one task goes.
async fn confirm(call: &Call<'_>, numbers: &[TaskNumber]) -> Result<(), ToolError> {
    if !call.asking.is_possible() {
        return Ok(());
    }
    let going = going(call, numbers).await?;
    if going.len() < 2 {
        return Ok(());
    }
    let shown = call.asking.confirm(Question::deleting(&going)).await?;
    // Time has passed, in which a task may have got subtasks.
    let going = self::going(call, numbers).await?;
    if going.iter().all(|task| shown.contains(&task.number)) {
        Ok(())
    } else {
        Err(ToolError::MoreThanShown)
    }
}

async fn going(call: &Call<'_>, numbers: &[TaskNumber]) -> Result<Vec<Going>, ToolError> {
    Ok(call.tasks.subtrees(&call.caller.user, numbers).await?)
}

/// How many tasks went, the subtasks counted.
fn gone(applied: &Applied) -> u64 {
    let done = applied.items.iter().filter_map(|item| item.as_ref().ok());
    done.map(|done| 1 + u64::from(done.subtasks)).sum()
}

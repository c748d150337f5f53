//! `delete_task`

use schemars::JsonSchema;
use serde::Deserialize;
use taskflow_shared::ids::UserId;

use super::{
    Tool,
    tool::Effect,
    view::{Outcome, write},
};
use crate::{domain::TaskNumber, error::ToolError, store::Tasks};

pub(super) struct DeleteTask;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    #[schemars(range(min = 1))]
    task_id: i64,
}

impl Tool for DeleteTask {
    const NAME: &'static str = "delete_task";
    const TITLE: &'static str = "Delete task";
    const DESCRIPTION: &'static str = "Deletes a task.";
    const EFFECT: Effect = Effect::Replaces;
    type Input = Input;
    type Output = Outcome;

    async fn call(tasks: &Tasks, user: &UserId, input: Input) -> Result<Outcome, ToolError> {
        let number = TaskNumber::new(input.task_id);
        let applied = tasks.delete(write(user, Self::NAME), vec![number]).await?;
        Outcome::of(applied, "deleted")
    }
}

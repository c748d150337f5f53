//! `add_task`

use schemars::JsonSchema;
use serde::Deserialize;
use taskflow_shared::ids::UserId;

use super::{
    Tool,
    tool::Effect,
    view::{Outcome, write},
};
use crate::{
    domain::{Description, NewTask, Title},
    error::ToolError,
    store::Tasks,
};

pub(super) struct AddTask;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    #[schemars(length(max = 200))]
    title: String,
    #[schemars(length(max = 2000))]
    description: Option<String>,
}

impl Tool for AddTask {
    const NAME: &'static str = "add_task";
    const TITLE: &'static str = "Add task";
    const DESCRIPTION: &'static str = "Adds a task to the user's list.";
    const EFFECT: Effect = Effect::Adds;
    type Input = Input;
    type Output = Outcome;

    async fn call(tasks: &Tasks, user: &UserId, input: Input) -> Result<Outcome, ToolError> {
        let title = Title::parse(&input.title)?;
        let description = Description::parse(&input.description.unwrap_or_default())?;
        let task = NewTask {
            description,
            ..NewTask::titled(title)
        };
        let applied = tasks.add(write(user, Self::NAME), vec![task]).await?;
        Outcome::of(applied, "created")
    }
}

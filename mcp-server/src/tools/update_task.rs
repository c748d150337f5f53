//! `update_task`

use schemars::JsonSchema;
use serde::Deserialize;
use taskflow_shared::ids::UserId;

use super::{
    Tool,
    tool::Effect,
    view::{Outcome, write},
};
use crate::{
    domain::{Description, InvalidTitle, TaskNumber, TaskUpdate, Title},
    error::ToolError,
    store::Tasks,
};

pub(super) struct UpdateTask;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    #[schemars(range(min = 1))]
    task_id: i64,
    /// New title
    #[schemars(length(max = 200))]
    title: Option<String>,
    /// New description; '' clears it
    #[schemars(length(max = 2000))]
    description: Option<String>,
}

impl Tool for UpdateTask {
    const NAME: &'static str = "update_task";
    const TITLE: &'static str = "Update task";
    const DESCRIPTION: &'static str =
        "Changes a task's title or description; what is left out stays.";
    const EFFECT: Effect = Effect::Replaces;
    type Input = Input;
    type Output = Outcome;

    async fn call(tasks: &Tasks, user: &UserId, input: Input) -> Result<Outcome, ToolError> {
        let number = TaskNumber::new(input.task_id);
        let update = update(input)?;
        let applied = tasks
            .update(write(user, Self::NAME), vec![number], update)
            .await?;
        Outcome::of(applied, "updated")
    }
}

fn update(input: Input) -> Result<TaskUpdate, ToolError> {
    if input.title.is_none() && input.description.is_none() {
        return Err(ToolError::NothingToUpdate);
    }
    let title = input.title.map(|title| match Title::parse(&title) {
        Err(InvalidTitle::Empty) => Err(ToolError::TitleCleared),
        title => Ok(title?),
    });
    let description = input.description.map(|text| Description::parse(&text));
    Ok(TaskUpdate {
        title: title.transpose()?,
        description: description.transpose()?,
        ..TaskUpdate::default()
    })
}

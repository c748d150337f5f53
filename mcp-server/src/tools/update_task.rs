//! `update_task`

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Call, Tool,
    fields::{self, Said, labels_update, patch, patch_when, priority, project},
    outcome::Outcome,
    target::{Among, TargetInput, or_nearest},
    tool::Effect,
};
use crate::{
    domain::{Description, InvalidTitle, Patch, TaskNumber, TaskUpdate, Title},
    error::ToolError,
    language::Here,
};

pub(super) struct UpdateTask;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    #[serde(flatten)]
    target: TargetInput,
    title: Option<String>,
    description: Option<String>,
    due: Option<String>,
    repeat: Option<String>,
    priority: Option<String>,
    project: Option<String>,
    /// Replaces; '+x' adds, '-x' removes
    labels: Option<Vec<String>>,
    /// 0: top level
    parent_id: Option<i64>,
}

impl Tool for UpdateTask {
    const NAME: &'static str = "update_task";
    const TITLE: &'static str = "Update task";
    const DESCRIPTION: &'static str = "Changes the fields given; '' clears one.";
    const EFFECT: Effect = Effect::Replaces;
    type Input = Input;
    type Output = Outcome;

    async fn call(call: &Call<'_>, mut input: Input) -> Result<Outcome, ToolError> {
        let target = std::mem::take(&mut input.target).read()?;
        let applied = match call.repeated(Self::NAME).await? {
            Some(applied) => applied,
            None => {
                let update = update(&input, &call.here)?;
                let numbers = target.numbers(call, Among::All).await?;
                let write = call.write(Self::NAME);
                call.tasks.update(write, numbers, update).await?
            }
        };
        let applied = or_nearest(call, &target, applied).await?;
        Outcome::of(applied, target.is_many(), call.here.zone)
    }
}

fn update(input: &Input, here: &Here) -> Result<TaskUpdate, ToolError> {
    let mut update = TaskUpdate {
        title: input.title.as_deref().map(title).transpose()?,
        description: input
            .description
            .as_deref()
            .map(Description::parse)
            .transpose()?,
        priority: patch(input.priority.as_deref(), priority)?,
        project: patch(input.project.as_deref(), project)?,
        parent: match input.parent_id {
            None => Patch::Keep,
            Some(0) => Patch::Clear,
            Some(id) => Patch::Set(TaskNumber::new(id)),
        },
        ..TaskUpdate::default()
    };
    if let Some(given) = &input.labels {
        update.labels = labels_update(given)?;
    }
    schedule(&mut update, input, here)?;
    if update == TaskUpdate::default() {
        return Err(ToolError::NothingToUpdate);
    }
    Ok(update)
}

/// A due date that is itself a repetition sets both.
fn schedule(update: &mut TaskUpdate, input: &Input, here: &Here) -> Result<(), ToolError> {
    let (due, repeat) = (input.due.as_deref(), input.repeat.as_deref());
    update.repeat = patch_when("repeat", repeat, |text| fields::repeat(text, here))?;
    update.due = match patch_when("due", due, |text| fields::due(text, here))? {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(Said::Once(due)) => Patch::Set(due),
        Patch::Set(Said::Again(..)) if update.repeat != Patch::Keep => {
            return Err(ToolError::RepeatsTwice);
        }
        Patch::Set(Said::Again(recurrence, first)) => {
            update.repeat = Patch::Set((recurrence, first));
            Patch::Set(first)
        }
    };
    Ok(())
}

fn title(text: &str) -> Result<Title, ToolError> {
    match Title::parse(text) {
        Err(InvalidTitle::Empty) => Err(ToolError::TitleCleared),
        title => Ok(title?),
    }
}

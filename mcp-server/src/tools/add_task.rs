//! `add_task`

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Call, Tool,
    fields::{given, labels, priority, project, schedule},
    outcome::Outcome,
    quick::{self, NewTasks},
    tool::Effect,
};
use crate::{
    domain::{Description, NewTask, TaskNumber, Title},
    error::ToolError,
    language::Here,
    store::Applied,
};

pub(super) struct AddTask;

#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Input {
    /// Kept verbatim
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    /// 'tomorrow 5pm', 'next fri'
    pub(super) due: Option<String>,
    /// 'every 2 weeks'
    pub(super) repeat: Option<String>,
    /// p1-p4
    pub(super) priority: Option<String>,
    pub(super) project: Option<String>,
    pub(super) labels: Option<Vec<String>>,
    pub(super) parent_id: Option<i64>,
    /// 'Pay rent every 1st p1 #Home @bills'
    pub(super) quick: Option<String>,
    /// Makes a retry safe
    #[expect(
        dead_code,
        reason = "read before the call, as that of every tool that writes"
    )]
    request_id: Option<String>,
}

impl Tool for AddTask {
    const NAME: &'static str = "add_task";
    const TITLE: &'static str = "Add task";
    const DESCRIPTION: &'static str = "Adds a task by title, or one per line of quick.";
    const EFFECT: Effect = Effect::Adds;
    type Input = Input;
    type Output = Outcome;

    async fn call(call: &Call<'_>, input: Input) -> Result<Outcome, ToolError> {
        let repeated = call.repeated(Self::NAME).await?;
        let new = new_tasks(&input, &call.here);
        let (applied, bad) = match (repeated, new) {
            // What is wrong with lines is not kept with the answer, and is said again.
            (Some(applied), new) => (applied, new.unwrap_or_default().bad),
            (None, new) => {
                let NewTasks { good, bad } = new?;
                let applied = match good.is_empty() {
                    true => Applied::default(),
                    false => call.tasks.add(call.write(Self::NAME), good).await?,
                };
                (applied, bad)
            }
        };
        let outcome = Outcome::of(applied, !bad.is_empty(), call.here.zone)?;
        Ok(outcome.with_errors(bad))
    }
}

fn new_tasks(input: &Input, here: &Here) -> Result<NewTasks, ToolError> {
    // Lines are counted from the first, even if it is blank.
    let quick = input.quick.as_deref();
    let quick = quick.filter(|lines| !lines.trim().is_empty());
    match (given(input.title.as_ref()), quick) {
        (Some(_), Some(_)) => Err(ToolError::TitleAndQuick),
        (None, Some(lines)) => quick::new_tasks(lines, &new_task(input, "quick", here)?, here),
        (title, None) => Ok(new_task(input, title.unwrap_or_default(), here)?.into()),
    }
}

fn new_task(input: &Input, title: &str, here: &Here) -> Result<NewTask, ToolError> {
    let (said, repeats) = (given(input.due.as_ref()), given(input.repeat.as_ref()));
    let description = input.description.as_deref().unwrap_or_default();
    let named = given(input.project.as_ref());
    let schedule = schedule(said, repeats, here)?;
    Ok(NewTask {
        title: Title::parse(title)?,
        description: Description::parse(description)?,
        due: schedule.due,
        recurrence: schedule.recurrence,
        priority: match given(input.priority.as_ref()) {
            Some(text) => priority(text)?,
            None => Default::default(),
        },
        project: named.map(project).transpose()?,
        labels: labels(input.labels.as_deref().unwrap_or_default())?,
        parent: parent(input.parent_id),
    })
}

/// 0 is what a model writes for none.
fn parent(id: Option<i64>) -> Option<TaskNumber> {
    id.filter(|id| *id != 0).map(TaskNumber::new)
}

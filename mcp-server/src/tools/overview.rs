//! `overview`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Call, Tool, tool::Effect};
use crate::{
    error::ToolError,
    language::Here,
    store::{Counted, Overview as Counts},
};

pub(super) struct Overview;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {}

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Output {
    /// The person's day and time
    date: String,
    weekday: String,
    time: String,
    time_zone: &'static str,
    pending: u64,
    overdue: u64,
    today: u64,
    next_7_days: u64,
    no_date: u64,
    completed_this_week: u64,
    /// Pending tasks in each
    projects: BTreeMap<String, u64>,
    labels: BTreeMap<String, u64>,
}

impl Tool for Overview {
    const NAME: &'static str = "overview";
    const TITLE: &'static str = "Overview";
    const DESCRIPTION: &'static str =
        "The user's date, time zone, task counts, projects and labels.";
    const EFFECT: Effect = Effect::Reads;
    type Input = Input;
    type Output = Output;

    async fn call(call: &Call<'_>, _input: Input) -> Result<Output, ToolError> {
        let counts = call.tasks.overview(&call.caller.user, &call.here).await?;
        Ok(output(counts, &call.here))
    }
}

fn output(counts: Counts, here: &Here) -> Output {
    let local = here.local();
    Output {
        date: counts.today.to_string(),
        weekday: local.format("%A").to_string(),
        time: local.format("%H:%M").to_string(),
        time_zone: counts.zone.name(),
        pending: counts.pending,
        overdue: counts.overdue,
        today: counts.due_today,
        next_7_days: counts.next_7_days,
        no_date: counts.no_date,
        completed_this_week: counts.completed_this_week,
        projects: by_name(counts.projects),
        labels: by_name(counts.labels),
    }
}

fn by_name(counted: Vec<Counted>) -> BTreeMap<String, u64> {
    let counted = counted.into_iter();
    counted
        .map(|counted| (counted.name, counted.tasks))
        .collect()
}

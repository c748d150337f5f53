//! `list_tasks`

use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Call, Tool, tool::Effect, view::TaskView};
use crate::{
    domain::{Sort, StatusFilter},
    error::ToolError,
    language::{Here, filter},
    store::{ListQuery, Page},
};

/// The most tasks on a page.
const MAX_LIMIT: i64 = 100;
/// How many there are where nothing else was asked for.
const LIMIT: i64 = 25;

pub(super) struct ListTasks;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    status: Option<StatusFilter>,
    /// 'today | overdue & p1', '#Work & !@waiting', '7 days', 'no date', 'search milk'
    filter: Option<String>,
    sort: Option<Sort>,
    detail: Option<bool>,
    /// 1-100, else 25
    limit: Option<i64>,
    /// next_cursor of the page before
    cursor: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Output {
    tasks: Vec<TaskView>,
    total: u64,
    /// There may be more than total
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    at_least: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

impl Tool for ListTasks {
    const NAME: &'static str = "list_tasks";
    const TITLE: &'static str = "List tasks";
    const DESCRIPTION: &'static str = "Lists or finds tasks.";
    const EFFECT: Effect = Effect::Reads;
    type Input = Input;
    type Output = Output;

    async fn call(call: &Call<'_>, input: Input) -> Result<Output, ToolError> {
        let query = query(input, &call.here)?;
        let page = call.tasks.list(&call.caller.user, &query).await?;
        Ok(Output::of(page, call.here.zone))
    }
}

fn query(input: Input, here: &Here) -> Result<ListQuery, ToolError> {
    let given = |text: &String| !text.trim().is_empty();
    let filter = input.filter.filter(given);
    let filter = filter.map(|text| filter::parse(&text, here)).transpose()?;
    let query = ListQuery::new(
        input.status.unwrap_or_default(),
        filter,
        input.sort.unwrap_or_default(),
        input.detail.unwrap_or(false),
        limit(input.limit.unwrap_or(LIMIT))?,
    );
    Ok(match input.cursor.filter(given) {
        Some(cursor) => query.after(cursor.trim())?,
        None => query,
    })
}

fn limit(limit: i64) -> Result<u16, ToolError> {
    let known = (1..=MAX_LIMIT).contains(&limit).then_some(limit);
    let known = known.and_then(|limit| u16::try_from(limit).ok());
    known.ok_or(ToolError::Limit)
}

impl Output {
    fn of(page: Page, zone: Tz) -> Self {
        let tasks = page.tasks.into_iter();
        Self {
            tasks: tasks.map(|task| TaskView::of(task, zone)).collect(),
            total: page.total,
            at_least: page.at_least,
            next_cursor: page.next,
        }
    }
}

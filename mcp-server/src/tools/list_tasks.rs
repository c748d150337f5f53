//! `list_tasks`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use taskflow_shared::page::{decode_cursor, encode_cursor};

use super::{Call, Tool, tool::Effect, view::TaskView};
use crate::{
    domain::{Search, StatusFilter, TaskNumber},
    error::ToolError,
    store::{ListQuery, Page},
};

/// The most tasks on a page.
const MAX_LIMIT: i64 = 100;

pub(super) struct ListTasks;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    #[serde(default)]
    status: StatusFilter,
    /// Words the title must contain
    #[schemars(length(max = 200))]
    search: Option<String>,
    #[serde(default = "default_limit")]
    #[schemars(range(min = 1, max = MAX_LIMIT))]
    limit: i64,
    /// next_cursor of the page before
    cursor: Option<String>,
}

fn default_limit() -> i64 {
    25
}

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Output {
    tasks: Vec<TaskView>,
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

impl Tool for ListTasks {
    const NAME: &'static str = "list_tasks";
    const TITLE: &'static str = "List tasks";
    const DESCRIPTION: &'static str = "Lists or finds tasks, oldest first.";
    const EFFECT: Effect = Effect::Reads;
    type Input = Input;
    type Output = Output;

    async fn call(call: &Call<'_>, input: Input) -> Result<Output, ToolError> {
        let page = call.tasks.list(&call.caller.user, &query(input)?).await?;
        Ok(page.into())
    }
}

fn query(input: Input) -> Result<ListQuery, ToolError> {
    let limit = u16::try_from(input.limit)
        .ok()
        .filter(|_| (1..=MAX_LIMIT).contains(&input.limit));
    let cursor = input.cursor.filter(|cursor| !cursor.trim().is_empty());
    let after: Option<i64> = cursor
        .map(|cursor| decode_cursor(cursor.trim()))
        .transpose()?;
    Ok(ListQuery {
        status: input.status,
        search: Search::parse(&input.search.unwrap_or_default()).unwrap(),
        after: after.map(TaskNumber::new),
        limit: limit.ok_or(ToolError::Limit)?,
    })
}

impl From<Page> for Output {
    fn from(page: Page) -> Self {
        Self {
            tasks: page.tasks.into_iter().map(TaskView::from).collect(),
            total: page.total,
            next_cursor: page.next.map(|number| encode_cursor(&number.get())),
        }
    }
}

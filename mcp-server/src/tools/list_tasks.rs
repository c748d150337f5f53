//! `list_tasks`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use taskflow_shared::ids::UserId;

use super::{Tool, tool::Effect, view::TaskView};
use crate::{
    domain::{Sort, StatusFilter},
    error::ToolError,
    language::{DateOrder, Here, filter},
    store::{ListQuery, Page, Tasks},
};

/// The most tasks on a page.
const MAX_LIMIT: i64 = 100;

pub(super) struct ListTasks;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Input {
    #[serde(default)]
    status: StatusFilter,
    /// e.g. today | overdue & p1 & #Work, search milk
    filter: Option<String>,
    #[serde(default)]
    sort: Sort,
    /// With descriptions
    #[serde(default)]
    detail: bool,
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
    /// Whether there may be more
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    at_least: bool,
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

    async fn call(tasks: &Tasks, user: &UserId, input: Input) -> Result<Output, ToolError> {
        let here = || Here {
            now: tasks.now(),
            zone: chrono_tz::UTC,
            order: DateOrder::default(),
        };
        let page = tasks.list(user, &query(input, here)?).await?;
        Ok(page.into())
    }
}

fn query(input: Input, here: impl Fn() -> Here) -> Result<ListQuery, ToolError> {
    let limit = u16::try_from(input.limit)
        .ok()
        .filter(|_| (1..=MAX_LIMIT).contains(&input.limit));
    let cursor = input.cursor.filter(|cursor| !cursor.trim().is_empty());
    let filter = input.filter.filter(|filter| !filter.trim().is_empty());
    let filter = filter
        .map(|text| filter::parse(&text, &here()))
        .transpose()?;
    let limit = limit.ok_or(ToolError::Limit)?;
    let query = ListQuery::new(input.status, filter, input.sort, input.detail, limit);
    Ok(match cursor {
        Some(cursor) => query.after(cursor.trim())?,
        None => query,
    })
}

impl From<Page> for Output {
    fn from(page: Page) -> Self {
        Self {
            tasks: page.tasks.into_iter().map(TaskView::from).collect(),
            total: page.total,
            at_least: page.at_least,
            next_cursor: page.next,
        }
    }
}

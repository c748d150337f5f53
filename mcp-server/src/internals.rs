//! Private functions, thinly, for the benchmarks and the fuzzing of this repository. They change
//! without notice.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rmcp::model::RequestMetaObject;
use serde_json::{Map, Value};
use taskflow_shared::{database::Database, ids::UserId};

use crate::{
    language::{DateOrder, Here, dates, filter, quick_add, recurrence, tokens},
    store, tools,
};

/// Reads a text as a due date and returns it as it is shown.
#[must_use]
pub fn parse_due(text: &str, now: DateTime<Utc>, zone: Tz) -> Option<String> {
    let here = here(now, zone);
    let due = dates::parse(text, &here).ok()?;
    Some(dates::display(&due, &here))
}

/// Looks for dates from every word of a text on, as quick-add does, and returns how many there are.
#[must_use]
pub fn find_dates(text: &str, now: DateTime<Utc>, zone: Tz) -> usize {
    let here = here(now, zone);
    let tokens = tokens::tokens(text);
    let finder = dates::Finder::new(&tokens, &here);
    let is_found = |at: &usize| {
        let rest = tokens.get(*at..).unwrap_or_default();
        let time = dates::time_prefix(rest, &here);
        finder.attempt(*at).is_some() || time.is_some()
    };
    (0..tokens.len()).filter(is_found).count()
}

/// Reads a text as a repetition and returns it as it is shown, with the first date.
#[must_use]
pub fn parse_repeat(text: &str, now: DateTime<Utc>, zone: Tz) -> Option<(String, String)> {
    let here = here(now, zone);
    let repeat = recurrence::parse(text, &here).ok()?;
    let first = dates::display(&repeat.first, &here);
    Some((recurrence::display(&repeat.recurrence), first))
}

/// Reads quick-add lines that are all tasks and returns them as they are shown.
#[must_use]
pub fn quick_add(text: &str, now: DateTime<Utc>, zone: Tz) -> Option<Vec<String>> {
    let here = here(now, zone);
    let lines = quick_add::parse(text, &here).ok()?;
    let shown = lines.into_iter().map(|line| {
        let said = line.said.ok()?;
        Some(quick_add::display(&said, &here))
    });
    shown.collect()
}

/// Reads quick-add lines and returns how many of them are tasks.
#[must_use]
pub fn count_quick_add(text: &str, now: DateTime<Utc>, zone: Tz) -> usize {
    let lines = quick_add::parse(text, &here(now, zone)).unwrap_or_default();
    lines.iter().filter(|line| line.said.is_ok()).count()
}

/// Reads a filter and returns it as it is shown.
#[must_use]
pub fn parse_filter(text: &str, now: DateTime<Utc>, zone: Tz) -> Option<String> {
    let here = here(now, zone);
    let filter = filter::parse(text, &here).ok()?;
    Some(filter::display(&filter.tree, &here))
}

/// Returns the steps by which SQLite reads a list: the arguments are those of `list_tasks`, as JSON.
pub async fn list_plan(
    database: &Database,
    user: &UserId,
    [filter, status, sort]: [&str; 3],
    now: DateTime<Utc>,
) -> Option<Vec<String>> {
    let filter = match filter {
        "" => None,
        text => Some(filter::parse(text, &here(now, Tz::UTC)).ok()?),
    };
    let named = |name: &str| serde_json::Value::from(name);
    let status = serde_json::from_value(named(status)).ok()?;
    let sort = serde_json::from_value(named(sort)).ok()?;
    let query = store::ListQuery::new(status, filter, sort, false, 25);
    store::explain(database.reads(), user, &query).await.ok()
}

/// Returns the arguments of a call as the tool takes them, the tool chosen by a number.
#[must_use]
pub fn prepare_call(tool: usize, arguments: Map<String, Value>) -> Option<Map<String, Value>> {
    let tool = tools::all().nth(tool % tools::all().count())?;
    let (taken, ..) = tool
        .prepared(arguments, &RequestMetaObject::default())
        .ok()?;
    Some(taken)
}

fn here(now: DateTime<Utc>, zone: Tz) -> Here {
    let order = DateOrder::MonthFirst;
    Here { now, zone, order }
}

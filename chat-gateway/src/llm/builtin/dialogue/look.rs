//! Listing, counting, finding and showing tasks.

use serde_json::{Map, Value, json};

use super::{
    effects::{Effects, Pause},
    find::{self, Found},
    turn::Said,
};
use crate::llm::builtin::{
    command::{Listing, Status, Target, Wants},
    conversation::{Context, MorePages, Page, TaskRef},
    matching, reply,
};

/// Lists tasks.
pub(super) fn list(
    effects: &mut Effects<'_>,
    context: &mut Context,
    listing: &Listing,
) -> Result<Said, Pause> {
    if listing.wants == Wants::Count && listing.search.is_none() && listing.view.is_none() {
        return count(effects, listing.status);
    }
    let arguments = arguments(listing);
    let page = match effects.list_fresh(Value::Object(arguments.clone()))? {
        Ok(page) => page,
        Err(error) => return Ok(Said::told(reply::list_failed(&error))),
    };
    if let Some(words) = listing.search.as_deref().filter(|_| page.tasks.is_empty()) {
        return near(effects, context, words);
    }
    let text = reply::listing(listing, &page, context.today);
    remember(context, &page, arguments, 0);
    Ok(Said::told(text))
}

fn arguments(listing: &Listing) -> Map<String, Value> {
    let mut arguments = Map::new();
    arguments.insert("status".to_owned(), json!(listing.status.as_str()));
    if let Some(filter) = filter(listing) {
        arguments.insert("filter".to_owned(), json!(filter));
    }
    if let Some(order) = listing.sort {
        arguments.insert("sort".to_owned(), json!(order));
    }
    if let Some(limit) = listing.limit {
        arguments.insert("limit".to_owned(), json!(limit.min(100)));
    }
    arguments
}

/// Returns the conditions of a list in the tool's language of filters.
fn filter(listing: &Listing) -> Option<String> {
    let words = listing.search.as_deref();
    let searched = words
        .filter(|words| !matching::search_text(words).is_empty())
        .map(matching::search_filter);
    match (&listing.view, searched) {
        (Some(view), Some(searched)) => Some(format!("({}) & {searched}", view.filter)),
        (Some(view), None) => Some(view.filter.clone()),
        (None, searched) => searched,
    }
}

/// Keeps what was shown and how to go on.
fn remember(context: &mut Context, page: &Page, arguments: Map<String, Value>, before: u64) {
    context.show(&page.tasks);
    context.more = page.next_cursor.as_ref().map(|cursor| {
        let mut arguments = arguments;
        arguments.insert("cursor".to_owned(), json!(cursor));
        MorePages {
            arguments,
            shown: before + count_of(&page.tasks),
        }
    });
}

fn count_of(tasks: &[TaskRef]) -> u64 {
    u64::try_from(tasks.len()).unwrap_or(u64::MAX)
}

/// Shows the next page of the last list.
pub(super) fn more(effects: &mut Effects<'_>, context: &mut Context) -> Result<Said, Pause> {
    let Some(more) = context.more.clone() else {
        return Ok(Said::told(reply::no_more()));
    };
    match effects.list(Value::Object(more.arguments.clone()))? {
        Ok(page) => {
            let text = reply::next_page(&page, more.shown, context.today);
            remember(context, &page, more.arguments, more.shown);
            Ok(Said::told(text))
        }
        Err(error) => Ok(Said::told(reply::list_failed(&error))),
    }
}

fn count(effects: &mut Effects<'_>, status: Status) -> Result<Said, Pause> {
    let mut total =
        |status: Status| effects.list_fresh(json!({"status": status.as_str(), "limit": 1}));
    let counts = match status {
        Status::All => {
            let (all, pending) = (total(Status::All), total(Status::Pending));
            (all?, Some(pending?))
        }
        one => (total(one)?, None),
    };
    Ok(Said::told(match counts {
        (Ok(all), Some(Ok(pending))) => reply::count(status, all.total, Some(pending.total)),
        (Ok(one), None) => reply::count(status, one.total, None),
        (Err(error), _) | (_, Some(Err(error))) => reply::list_failed(&error),
    }))
}

/// Looks for words that may be misspelt or only half right.
fn near(effects: &mut Effects<'_>, context: &mut Context, words: &str) -> Result<Said, Pause> {
    let tasks = match find::every_page(effects, Status::All)? {
        Ok(tasks) => tasks,
        Err(error) => return Ok(Said::told(reply::list_failed(&error))),
    };
    let close = match matching::rank(words, &tasks) {
        matching::Matches::None => Vec::new(),
        matching::Matches::Exact(close)
        | matching::Matches::Full(close)
        | matching::Matches::Partial(close) => close,
    };
    context.show(&close);
    context.more = None;
    Ok(Said::told(reply::near(words, &close, context.today)))
}

/// Says all about some tasks.
pub(super) fn show(
    effects: &mut Effects<'_>,
    context: &mut Context,
    target: &Target,
) -> Result<Said, Pause> {
    let wanted = match find::find(effects, context, target, find::Purpose::Showing)? {
        Found::Tasks(tasks)
        | Found::Choose(tasks)
        | Found::Unsure(tasks)
        | Found::Partly(tasks, _) => tasks,
        Found::Failed(error) => return Ok(Said::told(reply::list_failed(&error))),
        Found::Every(_) | Found::Nothing(_) | Found::Unclear => {
            return Ok(Said::told(reply::unclear()));
        }
    };
    let known = match find::every_detail(effects)? {
        Ok(tasks) => tasks,
        Err(error) => return Ok(Said::told(reply::list_failed(&error))),
    };
    let (found, missing): (Vec<_>, Vec<_>) = wanted
        .iter()
        .map(|task| {
            known
                .iter()
                .find(|known| known.number == task.number)
                .ok_or(task.number)
        })
        .partition(Result::is_ok);
    let found: Vec<_> = found.into_iter().flatten().cloned().collect();
    let missing: Vec<_> = missing.into_iter().filter_map(Result::err).collect();
    context.speak_of(&found);
    Ok(Said::told(reply::details(&found, &missing, context.today)))
}

/// Says how things stand.
pub(super) fn overview(effects: &mut Effects<'_>) -> Result<Said, Pause> {
    Ok(Said::told(match effects.overview()? {
        Ok(counts) => reply::overview(&counts),
        Err(error) => reply::list_failed(&error),
    }))
}

//! The task that is meant by some words of its title.
//!
//! Words act on a task where they mean it beyond doubt: each begins a word of its title, and of no
//! other's; or they are its whole title. Case, accents and the order of words do not matter. A
//! typo never acts: what it may have meant is only named.

use std::collections::HashSet;

use super::{
    Call,
    nearest::{MAX_CANDIDATES, is_title, nearest},
    target::Among,
};
use crate::{
    domain::{Condition, Filter, InvalidSearch, Search, Sort, StatusFilter, TaskNumber, Tree},
    elicitation::Question,
    error::{Candidates, ToolError},
    store::{ListQuery, ListedTask, Titled},
};

/// The most tasks with the same words that are told apart.
const MAX_MATCHES: u16 = 100;
/// How many of the newest tasks are looked at for one that is near.
const LOOKED_AT: u64 = 2_000;

/// Returns the only task that is meant, after asking where several are and the host can be asked.
pub(super) async fn one(
    call: &Call<'_>,
    words: &str,
    among: Among,
) -> Result<TaskNumber, ToolError> {
    let search = search(words)?;
    let found = matches(call, &search, among).await?;
    if let Some(chosen) = call.asking.answered()? {
        return still(chosen, &found);
    }
    if found.is_empty() {
        return Err(none(call, words, &search, among).await?);
    }
    if let Some(meant) = beyond_doubt(words, &found) {
        return Ok(meant);
    }
    if !call.asking.is_possible() {
        return Err(several(words, found));
    }
    let chosen = call.asking.which(Question::which(words, &found)).await?;
    // Time has passed, in which it may have been completed or renamed.
    still(chosen, &matches(call, &search, among).await?)
}

fn beyond_doubt(words: &str, found: &[Titled]) -> Option<TaskNumber> {
    if let [only] = found {
        return Some(only.number);
    }
    let mut titled = found.iter().filter(|task| is_title(words, &task.title));
    match (titled.next(), titled.next()) {
        (Some(only), None) => Some(only.number),
        _ => None,
    }
}

fn still(chosen: TaskNumber, found: &[Titled]) -> Result<TaskNumber, ToolError> {
    let found = found.iter().find(|task| task.number == chosen);
    let found = found.ok_or(ToolError::ChoiceGone)?;
    Ok(found.number)
}

fn search(words: &str) -> Result<Search, ToolError> {
    match Search::parse(words) {
        Ok(Some(search)) => Ok(search),
        Err(InvalidSearch::TooLong) => Err(ToolError::FindTooLong),
        Ok(None) | Err(InvalidSearch::Nothing) => Err(ToolError::FindWithoutWords),
    }
}

async fn matches(call: &Call<'_>, search: &Search, among: Among) -> Result<Vec<Titled>, ToolError> {
    match among {
        Among::Pending => with(call, search, StatusFilter::Pending).await,
        Among::Completed => with(call, search, StatusFilter::Completed).await,
        Among::All => {
            let pending = with(call, search, StatusFilter::Pending).await?;
            if !pending.is_empty() {
                return Ok(pending);
            }
            with(call, search, StatusFilter::Completed).await
        }
    }
}

async fn with(
    call: &Call<'_>,
    search: &Search,
    status: StatusFilter,
) -> Result<Vec<Titled>, ToolError> {
    let filter = Filter {
        written: String::new(),
        tree: Tree::Is(Condition::Search(search.clone())),
    };
    titles(call, status, Some(filter), Sort::Smart).await
}

async fn titles(
    call: &Call<'_>,
    status: StatusFilter,
    filter: Option<Filter>,
    sort: Sort,
) -> Result<Vec<Titled>, ToolError> {
    let query = ListQuery::new(status, filter, sort, false, MAX_MATCHES);
    let page = call.tasks.list(&call.caller.user, &query).await?;
    let titled = |task: ListedTask| Titled {
        number: task.number,
        title: task.title,
    };
    Ok(page.tasks.into_iter().map(titled).collect())
}

fn several(words: &str, mut found: Vec<Titled>) -> ToolError {
    let more = found.len().saturating_sub(MAX_CANDIDATES);
    found.truncate(MAX_CANDIDATES);
    ToolError::Several {
        words: words.to_owned(),
        candidates: Candidates(found),
        more,
    }
}

async fn none(
    call: &Call<'_>,
    words: &str,
    search: &Search,
    among: Among,
) -> Result<ToolError, ToolError> {
    let tasks = match among {
        Among::Pending | Among::All => candidates(call, search).await?,
        Among::Completed => titles(call, StatusFilter::Completed, None, Sort::Smart).await?,
    };
    Ok(ToolError::NoMatch {
        words: words.to_owned(),
        which: if among == Among::Completed {
            "completed "
        } else {
            ""
        },
        candidates: Candidates(nearest(words, tasks)),
    })
}

/// Those that share the beginning of a word, however many there are, and the newest, in which the
/// first letters may be wrong too.
async fn candidates(call: &Call<'_>, search: &Search) -> Result<Vec<Titled>, ToolError> {
    let user = &call.caller.user;
    let mut tasks = call.tasks.pending_titles(user, LOOKED_AT).await?;
    let similar = call.tasks.similar(user, search, MAX_MATCHES).await?;
    let similar = similar.into_iter().map(|task| Titled {
        number: TaskNumber::new(task.number),
        title: task.title,
    });
    let known: HashSet<TaskNumber> = tasks.iter().map(|task| task.number).collect();
    tasks.extend(similar.filter(|task| !known.contains(&task.number)));
    Ok(tasks)
}

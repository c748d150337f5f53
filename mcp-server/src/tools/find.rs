//! The task that is meant by some words of its title.
//!
//! Words act on a task where they mean it beyond doubt: each begins a word of its title, and of no
//! other's; or they are its whole title. Case, accents and the order of words do not matter. A
//! typo never acts: what it may have meant is only named.

use super::{
    Call,
    nearest::{MAX_CANDIDATES, folded_words, is_meant, is_title, nearest},
    target::Among,
};
use crate::{
    domain::{StatusFilter, TaskNumber},
    elicitation::Question,
    error::{Candidates, ToolError},
    store::Titled,
};

/// The most characters of the words; no title has more.
const MAX_CHARS: usize = 200;
/// The most tasks with the same words that are told apart.
const MAX_MATCHES: u64 = 100;
/// How many of the newest tasks are looked at for one that is near.
const LOOKED_AT: u64 = 2_000;

/// Returns the only task that is meant, after asking where several are and the host can be asked.
pub(super) async fn one(
    call: &Call<'_>,
    words: &str,
    among: Among,
) -> Result<TaskNumber, ToolError> {
    if words.chars().count() > MAX_CHARS {
        return Err(ToolError::FindTooLong);
    }
    let found = matches(call, words, among).await?;
    if let Some(chosen) = call.asking.answered()? {
        return still(chosen, &found);
    }
    if found.is_empty() {
        return Err(none(call, words, among).await?);
    }
    if let Some(meant) = beyond_doubt(words, &found) {
        return Ok(meant);
    }
    if !call.asking.is_possible() {
        return Err(several(words, found));
    }
    let chosen = call.asking.which(Question::which(words, &found)).await?;
    // Time has passed, in which it may have been completed or renamed.
    still(chosen, &matches(call, words, among).await?)
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

async fn matches(
    call: &Call<'_>,
    words: &str,
    among: Among,
) -> Result<Vec<Titled>, ToolError> {
    match among {
        Among::Pending => with(call, words, StatusFilter::Pending).await,
        Among::Completed => with(call, words, StatusFilter::Completed).await,
        Among::All => {
            let pending = with(call, words, StatusFilter::Pending).await?;
            if !pending.is_empty() {
                return Ok(pending);
            }
            with(call, words, StatusFilter::Completed).await
        }
    }
}

async fn with(
    call: &Call<'_>,
    text: &str,
    status: StatusFilter,
) -> Result<Vec<Titled>, ToolError> {
    let words = folded_words(text);
    if words.is_empty() {
        return Err(ToolError::FindWithoutWords);
    }
    let user = &call.caller.user;
    let found = call.tasks.with_words(user, &words, status, MAX_MATCHES);
    let mut found = found.await?;
    found.retain(|task| is_meant(&words, &task.title));
    Ok(found)
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

async fn none(call: &Call<'_>, words: &str, among: Among) -> Result<ToolError, ToolError> {
    let status = match among {
        Among::Pending => StatusFilter::Pending,
        Among::Completed => StatusFilter::Completed,
        Among::All => StatusFilter::All,
    };
    let user = &call.caller.user;
    let tasks = call.tasks.with_words(user, &[], status, LOOKED_AT).await?;
    Ok(ToolError::NoMatch {
        words: words.to_owned(),
        which: if among == Among::Completed { "completed " } else { "" },
        candidates: Candidates(nearest(words, tasks)),
    })
}

//! Finds the tasks that a target means.

use serde_json::{Value, json};

use super::{
    effects::{Effects, FULL_PAGE, Pause},
    pointer::{one_of, pointed},
};
use crate::llm::builtin::{
    command::{Status, Target},
    conversation::{Context, Scope, TaskRef},
    matching::{Matches, rank, search_filter, search_text},
};

/// How many pages are read at most to find a task by its words or its number.
const MAX_PAGES: usize = 3;

/// What the tasks are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To complete them: pending ones are meant first.
    Completing,
    /// To delete them: nothing is guessed.
    Deleting,
    /// To make them pending again: completed ones are meant first.
    Reopening,
    /// To change them.
    Changing,
    /// To show them.
    Showing,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    /// These are meant.
    Tasks(Vec<TaskRef>),
    /// One of these is meant.
    Choose(Vec<TaskRef>),
    /// These may be meant.
    Unsure(Vec<TaskRef>),
    /// These are meant, and something else that is not so clear.
    Partly(Vec<TaskRef>, Box<Found>),
    /// All of a kind are meant.
    Every(Scope),
    /// No task has these words.
    Nothing(String),
    /// Nothing said before tells.
    Unclear,
    /// The list could not be read.
    Failed(String),
}

/// Finds what `target` means.
pub(super) fn find(
    effects: &mut Effects<'_>,
    context: &Context,
    target: &Target,
    purpose: Purpose,
) -> Result<Found, Pause> {
    match target {
        Target::Unsaid => Ok(Found::Unclear),
        Target::Numbers(numbers) => Ok(Found::Tasks(
            numbers.iter().map(|n| known(context, *n)).collect(),
        )),
        Target::Pointer(pointer) => pointed(effects, context, *pointer, purpose),
        Target::Words { text, .. } => worded(effects, text, purpose),
        Target::Every { status, about } => Ok(Found::Every(Scope {
            status: *status,
            about: about.clone(),
            kept: Vec::new(),
        })),
        Target::Several(parts, whole) => several(effects, context, parts, whole, purpose),
        Target::Except(every, kept) => except(effects, context, every, kept, purpose),
    }
}

/// A task by its number, with its title if it was shown.
fn known(context: &Context, number: u64) -> TaskRef {
    let mut seen = context
        .shown
        .iter()
        .chain(&context.focus)
        .chain(&context.added);
    let task = seen.find(|task| task.number == number);
    // What a list said a while ago about being done may no longer hold.
    task.map_or_else(
        || TaskRef::numbered(number),
        |task| TaskRef {
            completed: None,
            description: None,
            ..task.clone()
        },
    )
}

/// Finds tasks by words: the list's own search first, then every title with slips forgiven.
fn worded(effects: &mut Effects<'_>, text: &str, purpose: Purpose) -> Result<Found, Pause> {
    if search_text(text).is_empty() {
        return Ok(Found::Unclear);
    }
    let arguments = json!({"filter": search_filter(text), "limit": FULL_PAGE});
    let matched = match effects.list(arguments)? {
        Ok(page) => chosen(text, &page.tasks, purpose),
        Err(error) => return Ok(Found::Failed(error)),
    };
    if !matches!(matched, Found::Nothing(_) | Found::Unsure(_)) {
        return Ok(matched);
    }
    Ok(match every_page(effects, Status::All)? {
        Ok(tasks) => chosen(text, &tasks, purpose),
        Err(error) => Found::Failed(error),
    })
}

/// Returns which of `tasks` the words mean.
pub(super) fn chosen(text: &str, tasks: &[TaskRef], purpose: Purpose) -> Found {
    let pending: Vec<_> = tasks
        .iter()
        .filter(|task| !task.is_done())
        .cloned()
        .collect();
    if purpose == Purpose::Completing
        && let found @ (Found::Tasks(_) | Found::Choose(_)) = among(text, &pending, purpose)
    {
        return found;
    }
    let done: Vec<_> = tasks
        .iter()
        .filter(|task| task.is_done())
        .cloned()
        .collect();
    if purpose == Purpose::Reopening
        && let found @ (Found::Tasks(_) | Found::Choose(_)) = among(text, &done, purpose)
    {
        return found;
    }
    match among(text, tasks, purpose) {
        // Done already, all of them: there is nothing to choose.
        Found::Choose(done)
            if purpose == Purpose::Completing && done.iter().all(TaskRef::is_done) =>
        {
            Found::Tasks(done)
        }
        found => found,
    }
}

fn among(text: &str, tasks: &[TaskRef], purpose: Purpose) -> Found {
    match rank(text, tasks) {
        Matches::None => Found::Nothing(text.to_owned()),
        Matches::Partial(partial) => Found::Unsure(partial),
        Matches::Full(full) => one_of(&full),
        Matches::Exact(exact) => {
            let is_one_word = !text.trim().contains(char::is_whitespace);
            let inexact = Matches::Full(Vec::new());
            // "The meeting task" may be the one called "Meeting", or any other with a meeting.
            let rivals = if purpose == Purpose::Deleting && is_one_word {
                without_exact(text, tasks, &exact)
            } else {
                inexact
            };
            match rivals {
                Matches::Full(more) if !more.is_empty() => Found::Choose([exact, more].concat()),
                _ => one_of(&exact),
            }
        }
    }
}

fn without_exact(text: &str, tasks: &[TaskRef], exact: &[TaskRef]) -> Matches {
    let others: Vec<_> = tasks
        .iter()
        .filter(|task| !exact.contains(task))
        .cloned()
        .collect();
    rank(text, &others)
}

/// Reads every page up to a bound.
pub(super) fn every_page(
    effects: &mut Effects<'_>,
    status: Status,
) -> Result<Result<Vec<TaskRef>, String>, Pause> {
    pages(
        effects,
        json!({"status": status.as_str(), "limit": FULL_PAGE}),
    )
}

/// Reads every page up to a bound, with all that is known of each task.
pub(super) fn every_detail(
    effects: &mut Effects<'_>,
) -> Result<Result<Vec<TaskRef>, String>, Pause> {
    pages(
        effects,
        json!({"status": "all", "detail": true, "limit": FULL_PAGE}),
    )
}

fn pages(effects: &mut Effects<'_>, first: Value) -> Result<Result<Vec<TaskRef>, String>, Pause> {
    let mut tasks = Vec::new();
    let mut arguments = first;
    for _ in 0..MAX_PAGES {
        let page = match effects.list(arguments.clone())? {
            Ok(page) => page,
            Err(error) => return Ok(Err(error)),
        };
        tasks.extend(page.tasks);
        let Some(cursor) = page.next_cursor else {
            break;
        };
        if let Some(arguments) = arguments.as_object_mut() {
            arguments.insert("cursor".to_owned(), json!(cursor));
        }
    }
    Ok(Ok(tasks))
}

/// Tells whether [`every_page`] has read the list to its end.
pub(super) fn is_whole_list(tasks: &[TaskRef]) -> bool {
    (tasks.len() as u64) < MAX_PAGES as u64 * FULL_PAGE
}

/// Words may name one task as a whole ("milk and eggs") or several.
fn several(
    effects: &mut Effects<'_>,
    context: &Context,
    parts: &[Target],
    whole: &str,
    purpose: Purpose,
) -> Result<Found, Pause> {
    let all_words = parts
        .iter()
        .all(|part| matches!(part, Target::Words { .. }));
    if all_words
        && let found @ (Found::Tasks(_) | Found::Choose(_)) = worded(effects, whole, purpose)?
    {
        return Ok(found);
    }
    let mut tasks: Vec<TaskRef> = Vec::new();
    let mut unresolved = None;
    for part in parts {
        match find(effects, context, part, purpose)? {
            Found::Tasks(found) => tasks.extend(found),
            other => unresolved = unresolved.or(Some(other)),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    tasks.retain(|task| seen.insert(task.number));
    Ok(match unresolved {
        None => Found::Tasks(tasks),
        Some(unresolved) if tasks.is_empty() => unresolved,
        Some(unresolved) => Found::Partly(tasks, Box::new(unresolved)),
    })
}

fn except(
    effects: &mut Effects<'_>,
    context: &Context,
    every: &Target,
    kept: &Target,
    purpose: Purpose,
) -> Result<Found, Pause> {
    let kept: Vec<u64> = match find(effects, context, kept, Purpose::Showing)? {
        Found::Tasks(tasks) => tasks.iter().map(|task| task.number).collect(),
        // What to keep is not clear, so nothing may go.
        Found::Choose(tasks) | Found::Unsure(tasks) => {
            return Ok(Found::Nothing(kept_words(&tasks)));
        }
        unresolved => return Ok(unresolved),
    };
    Ok(match find(effects, context, every, purpose)? {
        Found::Every(scope) => Found::Every(Scope { kept, ..scope }),
        Found::Tasks(tasks) => Found::Tasks(
            tasks
                .into_iter()
                .filter(|task| !kept.contains(&task.number))
                .collect(),
        ),
        unresolved => unresolved,
    })
}

fn kept_words(tasks: &[TaskRef]) -> String {
    let titles: Vec<_> = tasks
        .iter()
        .filter_map(|task| task.title.as_deref())
        .collect();
    titles.join(" / ")
}

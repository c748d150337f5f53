//! Acting on all tasks of a kind.

use serde_json::{Map, Value, json};

use super::{
    effects::{Effects, FULL_PAGE, Pause},
    perform::perform,
    turn::Said,
};
use crate::llm::builtin::{
    command::{Action, Status},
    conversation::{Context, Page, Question, Scope, TaskRef},
    matching::{Matches, rank, search_filter},
    reply,
};

/// As many tasks as one may act on at a word without being asked.
const HANDFUL: u64 = 5;
/// How many pages one turn acts on.
const MAX_PAGES: usize = 3;

/// Acts on all tasks in `scope`, or asks first. `confirmed` is how many the person agreed to.
pub(super) fn every(
    effects: &mut Effects<'_>,
    context: &mut Context,
    action: &Action,
    scope: &Scope,
    confirmed: Option<u64>,
) -> Result<Said, Pause> {
    let scope = &narrowed(action, scope);
    let first = match effects.list(arguments(scope, None))? {
        Ok(page) => page,
        Err(error) => return Ok(Said::told(reply::list_failed(&error))),
    };
    let total = total(scope, &first);
    if total == 0 {
        return Ok(Said::told(reply::none_in_scope(action, scope)));
    }
    if must_ask(action, total, confirmed) {
        let question = Question::ConfirmEvery {
            action: action.clone(),
            scope: scope.clone(),
            total,
        };
        context.show(&in_scope(scope, &first.tasks));
        return Ok(Said::asked(
            reply::ask_whether_every(action, scope, total),
            question,
        ));
    }
    let (tasks, is_complete) = match collect(effects, scope, first)? {
        Ok(collected) => collected,
        Err(error) => return Ok(Said::told(reply::list_failed(&error))),
    };
    let done = perform(effects, context, action, &tasks)?;
    if is_complete {
        return Ok(done);
    }
    let left = total.saturating_sub(u64::try_from(tasks.len()).unwrap_or(total));
    let question = Question::ConfirmEvery {
        action: action.clone(),
        scope: scope.clone(),
        total: left,
    };
    Ok(Said::asked(
        format!("{}\n\n{}", done.text, reply::more_in_scope(action, left)),
        question,
    ))
}

/// Only what is pending can be completed, and only that has a date to keep.
fn narrowed(action: &Action, scope: &Scope) -> Scope {
    let status = match action {
        Action::Complete => Status::Pending,
        Action::Reopen => Status::Completed,
        Action::Set(_) if scope.status == Status::All => Status::Pending,
        _ => scope.status,
    };
    Scope {
        status,
        ..scope.clone()
    }
}

fn arguments(scope: &Scope, cursor: Option<&str>) -> Value {
    let mut arguments = Map::new();
    arguments.insert("status".to_owned(), json!(scope.status.as_str()));
    arguments.insert("limit".to_owned(), json!(FULL_PAGE));
    if let Some(about) = &scope.about {
        arguments.insert("filter".to_owned(), json!(search_filter(about)));
    }
    if let Some(cursor) = cursor {
        arguments.insert("cursor".to_owned(), json!(cursor));
    }
    Value::Object(arguments)
}

/// Returns how many tasks there are to act on. Where the words or the exceptions leave some out,
/// only what the first page shows can be counted.
fn total(scope: &Scope, first: &Page) -> u64 {
    let here = in_scope(scope, &first.tasks).len();
    let left_out = first.tasks.len().saturating_sub(here);
    first
        .total
        .saturating_sub(u64::try_from(left_out).unwrap_or(u64::MAX))
}

/// The tools themselves ask before several tasks are deleted, and show which; nobody wants to be
/// asked twice.
fn must_ask(action: &Action, total: u64, confirmed: Option<u64>) -> bool {
    *action != Action::Delete && total > confirmed.unwrap_or(HANDFUL)
}

/// Returns those of `tasks` that the words mean and the exceptions leave.
fn in_scope(scope: &Scope, tasks: &[TaskRef]) -> Vec<TaskRef> {
    let meant = match scope.about.as_deref().map(|about| rank(about, tasks)) {
        None => tasks.to_vec(),
        Some(Matches::Exact(meant) | Matches::Full(meant)) => meant,
        Some(Matches::Partial(_) | Matches::None) => Vec::new(),
    };
    meant
        .into_iter()
        .filter(|task| !scope.kept.contains(&task.number))
        .collect()
}

/// Reads on from the first page; tells whether that was all.
fn collect(
    effects: &mut Effects<'_>,
    scope: &Scope,
    first: Page,
) -> Result<Result<(Vec<TaskRef>, bool), String>, Pause> {
    let mut cursor = first.next_cursor.clone();
    let mut tasks = first.tasks;
    for _ in 1..MAX_PAGES {
        let Some(next) = cursor.take() else { break };
        match effects.list(arguments(scope, Some(&next)))? {
            Ok(page) => {
                tasks.extend(page.tasks);
                cursor = page.next_cursor;
            }
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok((in_scope(scope, &tasks), cursor.is_none())))
}

//! Completing, deleting and changing tasks: finds them, asks where it must, then acts.

use super::{
    bulk,
    effects::{Effects, Pause},
    find::{self, Found, Purpose},
    perform::perform,
    turn::Said,
};
use crate::llm::builtin::{
    command::{Action, Change, Manner, NewTask},
    conversation::{Context, Question, Scope, TaskRef},
    matching, reply,
};

/// Carries out a change, or asks what it needs to know first.
pub(super) fn change(
    effects: &mut Effects<'_>,
    context: &mut Context,
    change: &Change,
) -> Result<Said, Pause> {
    let found = find::find(effects, context, &change.target, purpose(&change.action))?;
    settle(effects, context, change, found)
}

fn purpose(action: &Action) -> Purpose {
    match action {
        Action::Complete => Purpose::Completing,
        Action::Delete => Purpose::Deleting,
        Action::Reopen => Purpose::Reopening,
        Action::Rename(_)
        | Action::Describe(_)
        | Action::Note(_)
        | Action::Set(_)
        | Action::Postpone => Purpose::Changing,
    }
}

fn settle(
    effects: &mut Effects<'_>,
    context: &mut Context,
    change: &Change,
    found: Found,
) -> Result<Said, Pause> {
    let action = &change.action;
    match found {
        Found::Tasks(tasks) => act(effects, context, change, tasks),
        Found::Choose(candidates) => Ok(which(context, action, candidates)),
        Found::Unsure(tasks) => Ok(perhaps(context, action, tasks)),
        Found::Every(scope) => every(effects, context, change, &scope),
        Found::Partly(tasks, rest) => {
            let done = perform(effects, context, action, &tasks)?;
            let asked = settle(effects, context, change, *rest)?;
            Ok(Said {
                text: format!("{}\n\n{}", done.text, asked.text),
                question: asked.question,
            })
        }
        Found::Nothing(words) => Ok(nothing(change, &words)),
        Found::Unclear => Ok(unclear(change)),
        Found::Failed(error) => Ok(Said::told(reply::list_failed(&error))),
    }
}

fn act(
    effects: &mut Effects<'_>,
    context: &mut Context,
    change: &Change,
    tasks: Vec<TaskRef>,
) -> Result<Said, Pause> {
    let action = &change.action;
    if let Manner::Claimed(verb) = &change.manner
        && !tasks.iter().all(|task| fits_claim(task, verb))
    {
        return Ok(perhaps(context, action, tasks));
    }
    if action.is_about_one() && tasks.len() > 1 {
        return Ok(which(context, action, tasks));
    }
    if let (Action::Rename(None) | Action::Describe(None) | Action::Postpone, [task]) =
        (action, tasks.as_slice())
    {
        context.speak_of(&tasks);
        let question = Question::Text {
            action: action.clone(),
            task: task.clone(),
        };
        return Ok(Said::asked(reply::ask_text(action, task), question));
    }
    perform(effects, context, action, &tasks)
}

/// "I bought the milk" completes "Buy milk"; for "Store photos", "I went to the store" is a guess.
fn fits_claim(task: &TaskRef, verb: &str) -> bool {
    let title = task.title.as_deref().unwrap_or_default();
    let fits = matches!(
        matching::rank(verb, std::slice::from_ref(task)),
        matching::Matches::Full(_) | matching::Matches::Exact(_)
    );
    verb == "do"
        || title.is_empty()
        || fits
        || verb == "get" && title.to_lowercase().starts_with("buy")
}

fn every(
    effects: &mut Effects<'_>,
    context: &mut Context,
    change: &Change,
    scope: &Scope,
) -> Result<Said, Pause> {
    match change.action {
        Action::Complete | Action::Reopen | Action::Delete | Action::Set(_) => {
            // "Everything is done" may be said lightly: more than one is asked about.
            let agreed = matches!(change.manner, Manner::Claimed(_)).then_some(1);
            bulk::every(effects, context, &change.action, scope, agreed)
        }
        _ => Ok(Said::told(reply::one_text_at_a_time())),
    }
}

/// Asks which of several is meant.
pub(super) fn which(context: &mut Context, action: &Action, candidates: Vec<TaskRef>) -> Said {
    context.show(&candidates);
    context.more = None;
    let text = reply::ask_which(action, &candidates, context.today);
    Said::asked(
        text,
        Question::Which {
            action: action.clone(),
            candidates,
        },
    )
}

/// Asks whether these are meant.
fn perhaps(context: &mut Context, action: &Action, tasks: Vec<TaskRef>) -> Said {
    if tasks.len() > 1 {
        return which(context, action, tasks);
    }
    context.speak_of(&tasks);
    let text = reply::ask_whether_meant(action, &tasks);
    Said::asked(
        text,
        Question::Confirm {
            action: action.clone(),
            tasks,
        },
    )
}

fn nothing(change: &Change, words: &str) -> Said {
    match &change.manner {
        Manner::Errand(title) => Said::asked(
            reply::nothing_but_errand(words, title),
            Question::ConfirmAdd(vec![NewTask {
                title: title.clone(),
                ..NewTask::default()
            }]),
        ),
        Manner::Claimed(_) => Said::told(reply::nothing_claimed(words)),
        Manner::Ordered => Said::told(reply::nothing_found(words)),
    }
}

fn unclear(change: &Change) -> Said {
    let action = change.action.clone();
    Said::asked(reply::ask_target(&action), Question::Target(action))
}

//! Reads a message in the light of the question that waits, if one does.

use super::choice::choose;
use crate::llm::builtin::{
    command::{Action, Addition, Change, Command, Manner, NewTask, Pointer, Status, Target},
    conversation::{Context, Question, Scope, TaskRef},
    grammar::{self, Reaction, bare_target, parse, reaction},
    reply,
};

/// One thing to do in a turn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// A command of its own.
    Command(Command),
    /// Act on tasks that a question settled.
    Perform(Action, Vec<TaskRef>),
    /// Act on all of a kind, as agreed.
    Every {
        /// What to do.
        action: Action,
        /// To which tasks.
        scope: Scope,
        /// To how many the person agreed.
        confirmed: u64,
    },
    /// Only say this.
    Say(String),
    /// Ask again.
    Ask(String, Question),
}

/// Returns what a message asks for, in order; never nothing.
pub(super) fn steps(text: &str, context: &Context) -> Vec<Step> {
    let answered = match &context.question {
        None => None,
        Some(Question::Which { action, candidates }) => which(text, action, candidates, context),
        Some(Question::Confirm { action, tasks }) => {
            let agreed = vec![Step::Perform(action.clone(), tasks.clone())];
            if echoes(text, action) {
                Some(agreed)
            } else {
                yes_or_no(text, context, agreed)
            }
        }
        Some(Question::ConfirmEvery {
            action,
            scope,
            total,
        }) => {
            let agreed = Step::Every {
                action: action.clone(),
                scope: scope.clone(),
                confirmed: *total,
            };
            every(text, context, action, agreed)
        }
        Some(Question::ConfirmAdd(tasks)) if grammar::accepts_addition(text) => {
            Some(vec![addition(tasks.clone())])
        }
        Some(Question::ConfirmAdd(tasks)) => {
            yes_or_no(text, context, vec![addition(tasks.clone())])
        }
        Some(Question::Titles) => titles(text),
        Some(Question::Target(action)) => target(text, action),
        Some(Question::Text { action, task }) => new_text(text, action, task),
    };
    answered.unwrap_or_else(|| commands(text))
}

fn commands(text: &str) -> Vec<Step> {
    parse(text).into_iter().map(Step::Command).collect()
}

fn addition(tasks: Vec<NewTask>) -> Step {
    Step::Command(Command::Add(Addition {
        tasks,
        ..Addition::default()
    }))
}

fn declined() -> Step {
    Step::Say(reply::left_alone())
}

/// "No, add bread instead": the second thought counts too, unless it says the same again.
fn no_and(rest: &str) -> Vec<Step> {
    let more = commands(rest);
    let is_command = |step: &Step| {
        !matches!(
            step,
            Step::Command(Command::Unknown | Command::No | Command::Declined)
        )
    };
    if !rest.is_empty() && more.iter().any(is_command) {
        return more;
    }
    vec![declined()]
}

fn yes_or_no(text: &str, context: &Context, agreed: Vec<Step>) -> Option<Vec<Step>> {
    match reaction(text) {
        Reaction::Yes(rest) => {
            let also = commands(&rest)
                .into_iter()
                .filter(|step| is_new(step, context));
            Some(agreed.into_iter().chain(also).collect())
        }
        Reaction::No(rest) => Some(no_and(&rest)),
        Reaction::Neither => {
            let commands = commands(text);
            let is_unclear = commands
                .iter()
                .all(|step| matches!(step, Step::Command(Command::Unknown)));
            let question = context.question.clone()?;
            is_unclear.then(|| vec![Step::Ask(reply::ask_yes_or_no(), question)])
        }
    }
}

/// What follows a "yes" counts if it is not the question's own action said again.
fn is_new(step: &Step, context: &Context) -> bool {
    match (step, &context.question) {
        (Step::Command(Command::Add(more)), Some(Question::ConfirmAdd(offered))) => {
            !more.tasks.is_empty() && more.tasks != *offered
        }
        (Step::Command(Command::Mention(_)), Some(Question::ConfirmAdd(_))) => false,
        (Step::Command(Command::Add(_) | Command::List(_) | Command::Show(_)), _) => true,
        (Step::Command(Command::Change(_)), Some(Question::ConfirmAdd(_))) => true,
        _ => false,
    }
}

/// "Delete them all" and "all of them" agree too; "only task 3" narrows.
fn every(text: &str, context: &Context, action: &Action, agreed: Step) -> Option<Vec<Step>> {
    if let [Command::More] = parse(text).as_slice() {
        return Some(vec![agreed]);
    }
    match bare_target(text) {
        Some(
            Target::Every {
                status: Status::All,
                about: None,
            }
            | Target::Pointer(Pointer::Them),
        ) => {
            return Some(vec![agreed]);
        }
        Some(target) => return Some(vec![ordered(action, target)]),
        None => {}
    }
    if echoes(text, action) {
        return Some(vec![agreed]);
    }
    yes_or_no(text, context, vec![agreed])
}

/// "Delete it": the question's own action, said again.
fn echoes(text: &str, action: &Action) -> bool {
    matches!(
        parse(text).as_slice(),
        [Command::Change(change)] if change.action == *action
            && matches!(change.target, Target::Pointer(Pointer::It | Pointer::Them) | Target::Unsaid)
    )
}

fn ordered(action: &Action, target: Target) -> Step {
    Step::Command(Command::Change(Change {
        action: action.clone(),
        target,
        manner: Manner::Ordered,
    }))
}

/// The answer to "which one?".
fn which(
    text: &str,
    action: &Action,
    candidates: &[TaskRef],
    context: &Context,
) -> Option<Vec<Step>> {
    let answer = match reaction(text) {
        Reaction::No(rest) if rest.is_empty() => return Some(vec![declined()]),
        Reaction::No(rest) => match choose(&rest, action, candidates) {
            Some(chosen) => return Some(vec![Step::Perform(action.clone(), chosen)]),
            None => return Some(no_and(&rest)),
        },
        Reaction::Yes(rest) => rest,
        Reaction::Neither => text.to_owned(),
    };
    if let Some(chosen) = choose(&answer, action, candidates) {
        return Some(vec![Step::Perform(action.clone(), chosen)]);
    }
    let is_command = |step: &Step| {
        !matches!(
            step,
            Step::Command(Command::Unknown | Command::Mention(_) | Command::Yes)
        )
    };
    let commands = commands(text);
    let repeats = bare_target(&answer).is_some();
    if !repeats && commands.iter().any(is_command) {
        return Some(commands);
    }
    let again = Question::Which {
        action: action.clone(),
        candidates: candidates.to_vec(),
    };
    Some(vec![Step::Ask(
        reply::ask_which_again(action, candidates, context.today),
        again,
    )])
}

/// The answer to "what should I add?".
fn titles(text: &str) -> Option<Vec<Step>> {
    if matches!(reaction(text), Reaction::No(rest) if rest.is_empty()) {
        return Some(vec![declined()]);
    }
    let commands = parse(text);
    let is_title = |command: &Command| match command {
        Command::Unknown | Command::Mention(_) => true,
        Command::Change(change) => !matches!(change.manner, Manner::Ordered),
        _ => false,
    };
    if !commands.iter().all(is_title) {
        return None;
    }
    let tasks = grammar::tasks_of(text);
    (!tasks.is_empty()).then(|| vec![addition(tasks)])
}

/// The answer to "which task should I …?", where nothing was offered to choose from.
fn target(text: &str, action: &Action) -> Option<Vec<Step>> {
    if matches!(reaction(text), Reaction::No(rest) if rest.is_empty()) {
        return Some(vec![declined()]);
    }
    if let Some(target) = bare_target(text) {
        return Some(vec![ordered(action, target)]);
    }
    match parse(text).as_slice() {
        [Command::Unknown | Command::Mention(_)] => {
            let words = Target::Words {
                text: text.trim().to_owned(),
                is_named: true,
            };
            Some(vec![ordered(action, words)])
        }
        _ => None,
    }
}

/// The answer to "what should it say?".
fn new_text(text: &str, action: &Action, task: &TaskRef) -> Option<Vec<Step>> {
    if matches!(reaction(text), Reaction::No(rest) if rest.is_empty()) {
        return Some(vec![declined()]);
    }
    let is_other = |command: &Command| match command {
        Command::List(_) | Command::Show(_) | Command::Help | Command::Declined => true,
        Command::Change(change) => matches!(change.manner, Manner::Ordered),
        _ => false,
    };
    if parse(text).iter().any(is_other) && *action != Action::Postpone {
        return None;
    }
    if *action == Action::Postpone {
        let said = grammar::when_of(text);
        return match said.is_empty() {
            true => None,
            false => Some(vec![Step::Perform(Action::Set(said), vec![task.clone()])]),
        };
    }
    let new = grammar::title_of(text);
    if new.is_empty() {
        return None;
    }
    let action = match action {
        Action::Rename(_) => Action::Rename(Some(new)),
        _ => Action::Describe(Some(new)),
    };
    Some(vec![Step::Perform(action, vec![task.clone()])])
}

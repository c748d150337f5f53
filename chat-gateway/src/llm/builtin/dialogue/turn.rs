//! One turn: its steps in order, as far as they can go.

use super::{
    Reply, add,
    answer::{self, Step},
    bulk, change,
    effects::{Effects, Pause},
    look, perform, take_back,
};
use crate::llm::{
    ToolSpec,
    builtin::{
        command::{Change, Command, Target},
        conversation::{Context, Question, Turn},
        reply,
    },
};

/// What a step says, and asks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    /// The words.
    pub(super) text: String,
    /// The question among them, if one is.
    pub(super) question: Option<Question>,
}

impl Said {
    /// Says something.
    pub(super) fn told(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            question: None,
        }
    }

    /// Asks something.
    pub(super) fn asked(text: impl Into<String>, question: Question) -> Self {
        Self {
            text: text.into(),
            question: Some(question),
        }
    }
}

/// Runs a turn as far as it can go, and returns what it says and leaves behind.
pub(super) fn run(turn: &Turn<'_>, mut context: Context, tools: &[ToolSpec]) -> (Reply, Context) {
    let steps = answer::steps(turn.user, &context);
    let was_asked = context.question.take();
    let mut effects = Effects::new(&turn.log, turn.rounds, tools);
    let mut texts = Vec::new();
    for step in steps {
        if effects.is_waiting() && leans_on_earlier(&step) {
            break;
        }
        match take(&step, &mut effects, &mut context, was_asked.as_ref()) {
            Ok(said) => texts.push(settle(said, &mut context)),
            Err(Pause::Waiting) => {}
            Err(Pause::NotOffered(tool)) => texts.push(reply::not_offered(tool)),
            Err(Pause::OutOfSteps) => {
                texts.push(reply::out_of_steps());
                break;
            }
        }
    }
    if effects.is_waiting() {
        return (
            Reply {
                text: String::new(),
                tool_calls: effects.into_calls(),
            },
            context,
        );
    }
    (
        Reply {
            text: texts.join("\n\n"),
            tool_calls: Vec::new(),
        },
        context,
    )
}

/// Returns what a past turn left behind.
///
/// A question counts as asked only if the words of the recorded answer are the ones this turn
/// leads to: a "yes" must never answer what the person has not read.
pub(super) fn after(turn: &Turn<'_>, context: Context, tools: &[ToolSpec]) -> Context {
    let (reply, next) = run(turn, context.clone(), tools);
    if reply.tool_calls.is_empty() && reply.text.trim() == turn.reply.trim() {
        return next;
    }
    let mut observed = context;
    observed.observe(turn);
    observed
}

/// Keeps the question of a step; a turn asks one question.
fn settle(said: Said, context: &mut Context) -> String {
    match said.question {
        Some(_) if context.question.is_some() => reply::one_at_a_time(),
        Some(question) => {
            context.question = Some(question);
            said.text
        }
        None => said.text,
    }
}

/// Tells whether a step may mean something else once earlier ones are through.
fn leans_on_earlier(step: &Step) -> bool {
    match step {
        Step::Command(Command::Add(addition)) => addition.under.is_some(),
        Step::Command(Command::Change(Change { target, .. })) => {
            !matches!(target, Target::Numbers(_) | Target::Words { .. })
        }
        _ => true,
    }
}

fn take(
    step: &Step,
    effects: &mut Effects<'_>,
    context: &mut Context,
    was_asked: Option<&Question>,
) -> Result<Said, Pause> {
    match step {
        Step::Say(text) => Ok(Said::told(text.clone())),
        Step::Ask(text, question) => Ok(Said::asked(text.clone(), question.clone())),
        Step::Perform(action, tasks) => perform::perform(effects, context, action, tasks),
        Step::Every {
            action,
            scope,
            confirmed,
        } => bulk::every(effects, context, action, scope, Some(*confirmed)),
        Step::Command(command) => obey(command, effects, context, was_asked),
    }
}

fn obey(
    command: &Command,
    effects: &mut Effects<'_>,
    context: &mut Context,
    was_asked: Option<&Question>,
) -> Result<Said, Pause> {
    Ok(match command {
        Command::Add(addition) => return add::add(effects, context, addition),
        Command::List(listing) => return look::list(effects, context, listing),
        Command::Show(target) => return look::show(effects, context, target),
        Command::More => return look::more(effects, context),
        Command::Change(change) => return change::change(effects, context, change),
        Command::Undo => return take_back::undo(effects, context),
        Command::Redo => return take_back::redo(effects, context),
        Command::Restore(target) => return take_back::restore(effects, context, target),
        Command::Overview => return look::overview(effects),
        Command::Mention(tasks) => add::offer(tasks),
        Command::Help => Said::told(reply::help()),
        Command::Identity => Said::told(reply::identity()),
        Command::Greeting => Said::told(reply::greeting()),
        Command::HowAreYou => Said::told(reply::how_are_you()),
        Command::Thanks => Said::told(reply::thanks()),
        Command::Goodbye => Said::told(reply::goodbye()),
        Command::Acknowledgement | Command::Yes => Said::told(reply::acknowledgement()),
        Command::No if was_asked.is_some() => Said::told(reply::left_alone()),
        Command::No => Said::told(reply::nothing_to_cancel()),
        Command::Declined => Said::told(reply::declined()),
        Command::Advice(topic) => Said::told(reply::advice(*topic)),
        Command::Unsupported(feature) => Said::told(reply::unsupported(*feature)),
        Command::Unknown => Said::told(reply::not_understood()),
    })
}

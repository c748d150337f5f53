//! One clause, one command.

use super::{
    add, add_titles, advice, claim, complete, courtesy, delete, describe, list, rank, schedule,
    small_talk, sort_out, subtask, take_back, target, title, update, view, when,
};
use crate::llm::builtin::{
    command::{Action, Change, Command, Manner, Target},
    lexicon,
    text::{Kind, Phrase},
};

/// Reads one clause.
pub(super) fn read(phrase: Phrase<'_>) -> Command {
    if let Some(command) = small_talk::read(phrase) {
        return command;
    }
    let plain = courtesy::plain(phrase);
    if let Some(command) = small_talk::read(plain.phrase) {
        return command;
    }
    if let Some(command) = advice::read(plain.phrase) {
        return command;
    }
    let is_question = phrase.tokens().iter().any(|token| token.is("?")) && !plain.is_request;
    if let Some(command) = read_command(plain.phrase) {
        return match command {
            // "Delete task 3?" asks; only "please" or "can you" makes an order of it.
            Command::Change(change) if is_question && !phrase.has(&["please|kindly"]) => {
                Command::Advice(advice::topic_of(&change.action))
            }
            command => command,
        };
    }
    // A wrapper may have been the command itself: "I want to learn French".
    let whole = courtesy::without_tail(phrase.trim_marks());
    if let Some(command) = add::read(whole) {
        return command;
    }
    if is_question {
        return Command::Unknown;
    }
    claim::read(plain.phrase)
        .or_else(|| mention(plain.phrase))
        .unwrap_or(Command::Unknown)
}

/// Reads a clause that is already without courtesies as a command about tasks.
pub(super) fn read_command(phrase: Phrase<'_>) -> Option<Command> {
    take_back::read(phrase)
        .or_else(|| advice::negation(phrase))
        .or_else(|| subtask::read(phrase))
        .or_else(|| schedule::read(phrase))
        .or_else(|| rank::read(phrase))
        .or_else(|| view::read(phrase))
        .or_else(|| sort_out::read(phrase))
        .or_else(|| describe::read(phrase))
        .or_else(|| complete::read_marking(phrase))
        .or_else(|| list::read_plain(phrase))
        .or_else(|| update::read(phrase))
        .or_else(|| delete::read(phrase))
        .or_else(|| add::read(phrase))
        .or_else(|| complete::read(phrase))
        .or_else(|| list::read(phrase))
}

/// Tells whether `command` can only be meant as a command, and not as words of a title.
pub(super) fn is_unmistakable(command: &Command) -> bool {
    match command {
        Command::Add(_) | Command::List(_) | Command::Show(_) | Command::More => true,
        Command::Help | Command::Unsupported(_) | Command::Overview => true,
        Command::Undo | Command::Redo | Command::Restore(_) => true,
        Command::Change(Change {
            target,
            manner,
            action,
        }) => {
            *manner == Manner::Ordered
                && (target::is_explicit(target)
                    || matches!(
                        action,
                        Action::Note(_) | Action::Describe(_) | Action::Set(_) | Action::Postpone
                    ))
        }
        _ => false,
    }
}

/// Tells whether `command` is about tasks or the conversation at all, rather than an errand or
/// something unknown.
pub(super) fn is_command(command: &Command) -> bool {
    !matches!(command, Command::Mention(_) | Command::Unknown)
}

/// An imperative with nothing that says what to do with it: "buy milk".
fn mention(phrase: Phrase<'_>) -> Option<Command> {
    if let Some(needed) = phrase.after(NEEDS).filter(|needed| !needed.is_empty()) {
        return Some(Command::Mention(vec![add_titles::one(needed)]));
    }
    let first = phrase.tokens().first()?;
    // "Tell me a joke" is asked of whoever listens, and is no errand.
    let is_errand = lexicon::is_errand(&first.norm)
        && phrase.len() > 1
        && !matches!(phrase.norm(1), "me" | "us");
    let is_quotation = phrase.len() == 1 && matches!(first.kind, Kind::Quoted(_));
    if !is_errand && !is_quotation && !is_note(phrase) {
        return None;
    }
    // "Groceries: milk, eggs, bread" says what the items are before it lists them.
    let items = phrase
        .split_at(&[":"])
        .filter(|_| !is_errand && when::leading(phrase).is_none())
        .map(|(_, items)| items);
    let tasks = add_titles::tasks(items.unwrap_or(phrase), add_titles::Number::Open);
    (!tasks.is_empty()).then_some(Command::Mention(tasks))
}

/// What people jot down: "dentist Friday 3pm", "milk, eggs, bread".
fn is_note(phrase: Phrase<'_>) -> bool {
    let names_a_time = phrase
        .tokens()
        .iter()
        .any(|t| lexicon::is_date_word(&t.norm))
        || phrase.has(&["at @number"]);
    let items = phrase.split(|t| t.is(",")).len();
    let is_sentence =
        phrase.after(SENTENCE_STARTS).is_some() || phrase.has(&["is|are|was|were|am|will"]);
    (names_a_time && phrase.len() > 1 || items > 2) && phrase.len() <= 12 && !is_sentence
}

const SENTENCE_STARTS: &[&str] = &[
    "i|you|he|she|we|they|it|this|that|the|there|what|who|why|where|when|how|do|does|did|if|not|no|yes|has|have|had|can|could|should|would|@done|@delete|@update|@mark",
];

/// "I need milk" is worth a question, too.
const NEEDS: &[&str] = &[
    "i|we? need|require some|more|a|an|new?",
    "i|we are|am? out of|running? low|out? on?",
    "i|we have|got a|an|another",
    "i|we have got a|an|another?",
];

/// Builds a change; `errand` is what it would be as an errand.
pub(super) fn change(action: Action, target: Target, errand: Option<Phrase<'_>>) -> Command {
    let manner = match errand {
        Some(errand) if !target::is_explicit(&target) && target != Target::Unsaid => {
            Manner::Errand(title::clean(errand))
        }
        _ => Manner::Ordered,
    };
    Command::Change(Change {
        action,
        target,
        manner,
    })
}

//! A message, cut into clauses.
//!
//! People chain commands: "add milk, then show my list". They also write titles with commas and
//! "and" in them. A strong joint (";", "then", a new sentence) separates before anything that is a
//! command; a weak one ("and", ",") only before what cannot be words of a title.

use super::{
    add,
    add_titles::{self, without_bullet},
    clause, courtesy, title,
};
use crate::llm::builtin::{
    command::{Addition, Command, NewTask},
    text::{Kind, Phrase, Token, tokenize},
};

/// Reads a message as commands, in the order in which they were said; never none.
pub(crate) fn parse(text: &str) -> Vec<Command> {
    let tokens = tokenize(text);
    let message = Phrase::new(text, &tokens);
    let lines = message.split(|token| matches!(token.kind, Kind::LineBreak));
    let mut commands = Vec::new();
    for line in lines {
        let is_bullet = without_bullet(line).len() < line.len();
        for (position, clause) in clauses(without_bullet(line)).into_iter().enumerate() {
            let joint = if position == 0 {
                Joint::Line { is_bullet }
            } else {
                Joint::Sentence
            };
            merge(&mut commands, clause, joint);
        }
    }
    without_pleasantries(commands)
}

/// How a clause follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Line { is_bullet: bool },
    Sentence,
}

/// Adds a clause's command; what is no command goes on with an addition before it.
fn merge(commands: &mut Vec<Command>, clause: Phrase<'_>, joint: Joint) {
    let command = clause::read(clause);
    if clause::is_command(&command)
        && !(joint == Joint::Line { is_bullet: true } && takes_items(commands))
    {
        commands.push(command);
        return;
    }
    let task = add_titles::one(courtesy::without_tail(clause));
    let is_named = !task.title.is_empty();
    match (commands.last_mut(), command) {
        (Some(Command::Add(addition)), command) => {
            continue_addition(addition, task, clause, &command, joint)
        }
        (Some(Command::Mention(tasks)), Command::Mention(more)) => tasks.extend(more),
        (Some(Command::Mention(tasks)), Command::Unknown)
            if joint != Joint::Sentence && is_named =>
        {
            tasks.push(task)
        }
        (_, Command::Unknown) if joint == (Joint::Line { is_bullet: true }) && is_named => {
            commands.push(Command::Mention(vec![task]));
        }
        (_, command) => commands.push(command),
    }
}

/// Tells whether bullets would be items of the addition before them.
fn takes_items(commands: &[Command]) -> bool {
    matches!(commands.last(), Some(Command::Add(_)))
}

fn continue_addition(
    addition: &mut Addition,
    task: NewTask,
    clause: Phrase<'_>,
    command: &Command,
    joint: Joint,
) {
    if task.title.is_empty() {
        return;
    }
    let is_item = joint != Joint::Sentence
        || matches!(command, Command::Mention(_))
        || addition.tasks.is_empty();
    if is_item {
        add_titles::push(&mut addition.tasks, task);
        return;
    }
    let description = addition.description.get_or_insert_default();
    if !description.is_empty() {
        description.push_str(". ");
    }
    description.push_str(&title::clean(courtesy::without_tail(clause)));
}

/// Drops "hi" and "thanks" where something else was said too, and what was not understood after
/// something that was.
fn without_pleasantries(commands: Vec<Command>) -> Vec<Command> {
    let is_filler = |command: &Command| {
        matches!(
            command,
            Command::Greeting
                | Command::HowAreYou
                | Command::Thanks
                | Command::Acknowledgement
                | Command::Yes
                | Command::Goodbye
        )
    };
    let substantial: Vec<_> = commands.iter().filter(|c| !is_filler(c)).cloned().collect();
    let understood: Vec<_> = substantial
        .iter()
        .filter(|c| **c != Command::Unknown)
        .cloned()
        .collect();
    [understood, substantial, commands, vec![Command::Unknown]]
        .into_iter()
        .find(|commands| !commands.is_empty())
        .unwrap_or_default()
}

/// How many tokens tell whether a clause is a command. Without a limit the whole rest of a message
/// would be read again at every "and".
const TELLING: usize = 16;

/// Cuts a line into clauses.
fn clauses(line: Phrase<'_>) -> Vec<Phrase<'_>> {
    let mut clauses = Vec::new();
    let mut rest = line;
    let mut from = 1;
    while let Some(at) = (from..rest.len()).find(|&at| joint_at(rest, at).is_some()) {
        let left = rest.head(at);
        match joint_at(rest, at)
            .and_then(|(strength, right)| cuts(strength, left, right).then_some(right))
        {
            Some(right) => {
                clauses.push(left);
                rest = right;
                from = 1;
            }
            None => from = at + 1,
        }
    }
    if !rest.is_empty() {
        clauses.push(rest);
    }
    clauses
}

/// How strongly a joint separates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    Sentence,
    Strong,
    Weak,
}

/// Returns the joint at token `at`, with what follows it.
fn joint_at(phrase: Phrase<'_>, at: usize) -> Option<(Strength, Phrase<'_>)> {
    let here = phrase.skip(at);
    let after = |patterns: &[&str]| here.after(patterns).filter(|rest| !rest.is_empty());
    if ends_sentence(phrase, at) {
        return after(&["@end @end? @end?"]).map(|rest| (Strength::Sentence, rest));
    }
    if let Some(rest) = after(STRONG) {
        return Some((Strength::Strong, rest));
    }
    after(&[
        ", and|plus? also?",
        "and|plus also?",
        "also",
        "- and?",
        "but",
    ])
    .map(|rest| (Strength::Weak, rest))
}

const STRONG: &[&str] = &[
    "; and? then|also?",
    ",|; and|& then|afterwards|finally|lastly ,?",
    ",? then|afterwards ,?",
    ",? and? after that|this|which ,?",
    ",? and? once that|it is done ,?",
    "and then|finally|lastly ,?",
];

/// A full stop ends a sentence unless it follows an abbreviation, a number or a single letter.
fn ends_sentence(phrase: Phrase<'_>, at: usize) -> bool {
    let token = |i: usize| phrase.tokens().get(i);
    let Some(mark) = token(at).filter(|t| matches!(t.kind, Kind::Mark)) else {
        return false;
    };
    if mark.is("!") || mark.is("?") {
        return true;
    }
    let before = at.checked_sub(1).and_then(token);
    if before.is_some_and(|t| t.number().is_some()) && is_enumerated(phrase) {
        return false;
    }
    let spaced = token(at + 1).is_some_and(|next| next.start > mark.end);
    let is_short = |t: &Token| {
        ABBREVIATIONS.contains(&t.norm.as_str())
            || t.norm.chars().count() == 1 && t.number().is_none()
    };
    mark.is(".") && spaced && before.is_some_and(|t| !is_short(t) && !t.is("."))
}

/// Tells whether the phrase has more than one numbered item.
fn is_enumerated(phrase: Phrase<'_>) -> bool {
    let items = (0..phrase.len()).filter(|&at| add_titles::begins_item(phrase, at));
    items.take(2).count() > 1
}

const ABBREVIATIONS: &[&str] = &[
    "dr", "mr", "mrs", "ms", "st", "no", "vs", "etc", "approx", "prof", "jr", "sr", "e.g", "i.e",
    "ave", "dept", "inc", "ltd", "co", "min", "max", "vol", "fig", "tel", "ext", "nos", "ca",
];

fn cuts(strength: Strength, left: Phrase<'_>, right: Phrase<'_>) -> bool {
    if strength == Strength::Sentence {
        return true;
    }
    let (left, right) = (left.head(TELLING), right.head(TELLING));
    let next = clause::read(right);
    if !clause::is_command(&next) {
        return false;
    }
    if strength == Strength::Weak && !could_stand_alone(left, right, &next) {
        return false;
    }
    let first = clause::read(left);
    match strength {
        Strength::Weak
            if matches!(
                first,
                Command::Declined
                    | Command::Advice(_)
                    | Command::Yes
                    | Command::No
                    | Command::Acknowledgement
                    | Command::Greeting
            ) =>
        {
            false
        }
        Strength::Weak if clause::is_unmistakable(&next) => {
            clause::is_command(&first) || is_list(&next) || is_addition(&next)
        }
        Strength::Weak => {
            !matches!(
                first,
                Command::Add(_) | Command::Mention(_) | Command::Unknown
            ) && is_change(&next)
                && is_change(&first)
        }
        _ => true,
    }
}

/// "…, 2 and 4 as done" goes on with what is before it, and so does "… and bread to my list".
fn could_stand_alone(left: Phrase<'_>, right: Phrase<'_>, next: &Command) -> bool {
    let names_a_task = |phrase: Phrase<'_>| {
        phrase
            .after(&["@number|@task|@the|@quoted|#|@ordinal"])
            .is_some()
    };
    match next {
        Command::More => right.len() > 1,
        Command::Add(_) => add::starts_addition(right),
        Command::List(_) => courtesy::plain(right)
            .phrase
            .after(&["@show|@ask|@find"])
            .is_some(),
        _ => !names_a_task(right) || names_a_task(left) && is_change(&clause::read(left)),
    }
}

fn is_list(command: &Command) -> bool {
    matches!(command, Command::List(_) | Command::Show(_))
}

fn is_addition(command: &Command) -> bool {
    matches!(command, Command::Add(addition) if !addition.tasks.is_empty())
}

fn is_change(command: &Command) -> bool {
    matches!(command, Command::Change(_))
}

//! Which of several tasks an answer picks.

use super::{
    find::{self, Found, Purpose},
    pointer::place,
};
use crate::llm::builtin::{
    command::{Action, Command, Pointer, Target},
    conversation::TaskRef,
    grammar::{bare_target, parse},
};

/// Returns which of the candidates an answer picks. Acting on text wants one.
pub(super) fn choose(
    answer: &str,
    action: &Action,
    candidates: &[TaskRef],
) -> Option<Vec<TaskRef>> {
    let target = match bare_target(answer) {
        Some(target) => Some(target),
        None => match parse(answer).as_slice() {
            [Command::Change(change)] if change.action == *action => Some(change.target.clone()),
            [Command::Unknown | Command::Mention(_)] => Some(Target::Words {
                text: answer.to_owned(),
                is_named: false,
            }),
            _ => None,
        },
    }?;
    let chosen = pick(&target, candidates)?;
    let fits = if action.is_about_one() {
        chosen.len() == 1
    } else {
        !chosen.is_empty()
    };
    fits.then_some(chosen)
}

fn pick(target: &Target, candidates: &[TaskRef]) -> Option<Vec<TaskRef>> {
    match target {
        Target::Numbers(numbers) => numbers
            .iter()
            .map(|number| numbered(*number, candidates))
            .collect(),
        Target::Pointer(Pointer::Them) => Some(candidates.to_vec()),
        Target::Pointer(pointer @ (Pointer::Nth(_) | Pointer::First(_) | Pointer::Last(_))) => {
            tasks_of(place(candidates, *pointer))
        }
        Target::Pointer(_) | Target::Unsaid => None,
        Target::Words { text, .. } => tasks_of(find::chosen(text, candidates, Purpose::Changing)),
        Target::Every {
            about: Some(about), ..
        } => match find::chosen(about, candidates, Purpose::Changing) {
            Found::Tasks(tasks) | Found::Choose(tasks) => Some(tasks),
            _ => None,
        },
        Target::Every { about: None, .. } => Some(candidates.to_vec()),
        Target::Several(parts, _) => {
            let picked: Option<Vec<_>> = parts.iter().map(|part| pick(part, candidates)).collect();
            picked.map(|picked| picked.concat())
        }
        Target::Except(every, kept) => {
            let kept = pick(kept, candidates)?;
            let every = pick(every, candidates)?;
            Some(
                every
                    .into_iter()
                    .filter(|task| !kept.contains(task))
                    .collect(),
            )
        }
    }
}

fn tasks_of(found: Found) -> Option<Vec<TaskRef>> {
    match found {
        Found::Tasks(tasks) => Some(tasks),
        _ => None,
    }
}

/// A number is a task's number if one of the candidates has it, and a place otherwise.
fn numbered(number: u64, candidates: &[TaskRef]) -> Option<TaskRef> {
    let by_number = candidates.iter().find(|task| task.number == number);
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    by_number.or_else(|| candidates.get(place)).cloned()
}

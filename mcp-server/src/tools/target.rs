//! The three ways to say which tasks a call is about.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Call, find, nearest::nearest_numbers};
use crate::{
    domain::TaskNumber,
    error::{Candidates, ToolError},
    store::{Applied, Item},
    store::{MAX_TASKS, Refusal},
};

/// How many of the newest tasks are looked at for candidates.
const LOOKED_AT: u64 = 200;

/// The arguments that name tasks, of which a call has exactly one.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct TargetInput {
    task_id: Option<i64>,
    task_ids: Option<Vec<i64>>,
    /// Words of one title
    find: Option<String>,
}

/// Which tasks a call is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// The one with this number.
    One(TaskNumber),
    /// Those with these numbers, each once.
    Many(Vec<TaskNumber>),
    /// The only one whose title has these words.
    Words(String),
}

/// Among which tasks words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    /// Those to be done.
    Pending,
    /// Those that are done.
    Completed,
    /// Those to be done, and if none of them has the words, those that are done.
    All,
}

impl TargetInput {
    /// Reads which tasks are meant.
    pub(super) fn read(self) -> Result<Target, ToolError> {
        let find = self.find.filter(|words| !words.trim().is_empty());
        let ids = self.task_ids.filter(|ids| !ids.is_empty());
        match (self.task_id, ids, find) {
            (Some(id), None, None) => Ok(Target::One(TaskNumber::new(id))),
            (None, Some(ids), None) => many(ids),
            (None, None, Some(words)) => Ok(Target::Words(words)),
            _ => Err(ToolError::Target),
        }
    }
}

fn many(ids: Vec<i64>) -> Result<Target, ToolError> {
    let mut numbers: Vec<TaskNumber> = Vec::with_capacity(ids.len().min(MAX_TASKS));
    for number in ids.into_iter().map(TaskNumber::new) {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
        if numbers.len() > MAX_TASKS {
            return Err(ToolError::TooManyTasks);
        }
    }
    Ok(Target::Many(numbers))
}

impl Target {
    /// Tells whether the result is one of several.
    pub(super) fn is_many(&self) -> bool {
        matches!(self, Self::Many(_))
    }

    /// Returns the numbers that are meant; words are looked for, and the person is asked where
    /// several tasks have them.
    pub(super) async fn numbers(
        &self,
        call: &Call<'_>,
        among: Among,
    ) -> Result<Vec<TaskNumber>, ToolError> {
        match self {
            Self::One(number) => Ok(vec![*number]),
            Self::Many(numbers) => Ok(numbers.clone()),
            Self::Words(words) => Ok(vec![find::one(call, words, among).await?]),
        }
    }
}

/// Names, where the one task of a call was not found, those that may have been meant.
pub(super) async fn or_nearest(
    call: &Call<'_>,
    target: &Target,
    applied: Applied,
) -> Result<Applied, ToolError> {
    match (target, applied.items.as_slice()) {
        (Target::One(number), [Item::Err(refused)]) if refused.reason == Refusal::NotFound => {
            Err(not_found(call, *number).await?)
        }
        _ => Ok(applied),
    }
}

/// The error that says that there is no such task, and which there are.
pub(super) async fn not_found(call: &Call<'_>, number: TaskNumber) -> Result<ToolError, ToolError> {
    let user = &call.caller.user;
    let tasks = call.tasks.pending_titles(user, LOOKED_AT).await?;
    let near = nearest_numbers(number.get(), tasks);
    Ok(ToolError::NotFound(Candidates(near)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        task_id: Option<i64>,
        task_ids: Option<Vec<i64>>,
        find: Option<&str>,
    ) -> Option<Target> {
        let find = find.map(str::to_owned);
        let input = TargetInput {
            task_id,
            task_ids,
            find,
        };
        input.read().ok()
    }

    #[test]
    fn exactly_one_way_names_the_tasks() {
        let number = TaskNumber::new;
        assert_eq!(read(Some(3), None, None), Some(Target::One(number(3))));
        let many = Target::Many(vec![number(3), number(1)]);
        assert_eq!(read(None, Some(vec![3, 1, 3]), Some("")), Some(many));
        assert_eq!(
            read(None, None, Some("milk")),
            Some(Target::Words("milk".into()))
        );
        assert_eq!(read(None, None, None), None);
        assert_eq!(
            read(Some(3), Some(vec![]), Some(" ")),
            Some(Target::One(number(3)))
        );
        assert_eq!(read(Some(3), Some(vec![3]), None), None);
        assert_eq!(read(Some(3), None, Some("milk")), None);
    }

    #[test]
    fn a_hundred_tasks_are_the_most() {
        assert!(read(None, Some((1..=100).collect()), None).is_some());
        assert!(read(None, Some((1..=101).collect()), None).is_none());
    }
}

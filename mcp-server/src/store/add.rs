//! Adding tasks.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use taskflow_shared::{
    clock::Clock,
    database::Transaction,
    ids::{UserId, new_id},
};
use uuid::Uuid;

use super::{
    Applied, Done, Item, MAX_DEPTH, Refusal, Refused, StoreError, What, Write,
    apply::Call,
    counters::{self, Growth},
    entities::{task_lists, tasks},
    record::{self, Added},
    tree::{self, Forest},
};
use crate::domain::{ChangeNumber, NewTask, Task, TaskNumber};

/// Tasks to be added for one call, each with its place.
#[derive(Debug)]
pub(super) struct Addition {
    write: Write,
    tasks: Vec<(NewTask, Result<Option<Uuid>, Refusal>)>,
}

impl Addition {
    /// Tasks that name no parent.
    pub(super) fn at_the_top(write: Write, tasks: Vec<NewTask>) -> Self {
        let tasks = tasks.into_iter().map(|task| (task, Ok(None)));
        Self {
            write,
            tasks: tasks.collect(),
        }
    }

    fn accepted(&self) -> i64 {
        let accepted = self.tasks.iter().filter(|(_, place)| place.is_ok());
        i64::try_from(accepted.count()).unwrap_or(i64::MAX)
    }

    /// Numbers the tasks from those after `last`; returns what came of each, and their rows.
    fn made(self, last: i64, now: DateTime<Utc>) -> (Vec<Item>, Vec<tasks::Model>) {
        let (mut number, mut items, mut rows) = (last, Vec::new(), Vec::new());
        for (task, place) in self.tasks {
            match place {
                Err(reason) => items.push(Err(refused(&task, reason))),
                Ok(parent_id) => {
                    number += 1;
                    let task = Task::new(new_id(now), TaskNumber::new(number), task, now);
                    items.push(Ok(Done::of(&task, What::Created)));
                    rows.push(tasks::Model::of(&self.write.user, task, parent_id, 1));
                }
            }
        }
        (items, rows)
    }
}

/// Tells whether no task names a parent: nothing has to be read to add them.
pub(super) fn are_at_the_top(tasks: &[NewTask]) -> bool {
    tasks.iter().all(|task| task.parent.is_none())
}

/// Adds the tasks that can be.
pub(super) async fn add(call: Call<'_>, tasks: Vec<NewTask>) -> Result<Applied, StoreError> {
    let parents = Parents::read(call, &tasks).await?;
    let placed = tasks.into_iter().map(|task| {
        let place = parents.place(&task);
        (task, place)
    });
    let addition = Addition {
        write: call.write.clone(),
        tasks: placed.collect(),
    };
    let mut applied = add_all(call.transaction, call.clock, vec![addition]).await?;
    Ok(applied.pop().unwrap_or_default())
}

/// Adds the tasks of several calls with as many statements as those of one; returns what came of
/// each call.
pub(super) async fn add_all(
    transaction: &Transaction,
    clock: &Clock,
    additions: Vec<Addition>,
) -> Result<Vec<Applied>, StoreError> {
    let mut last = Last::given_out(transaction, &additions).await?;
    // Others have written for as long as this waited for its numbers.
    let now = clock.now();
    let (mut applied, mut written) = (Vec::new(), Vec::new());
    for addition in additions {
        let tool = addition.write.tool;
        let numbers = last.take(&addition);
        let (number, change) = numbers.unzip();
        let (items, rows) = addition.made(number.unwrap_or_default(), now);
        written.extend(change.map(|change| (tool, change, rows)));
        applied.push(Applied {
            change: change.map(ChangeNumber::new),
            items,
            ..Applied::default()
        });
    }
    let added = written.iter().map(|(tool, change, rows)| Added {
        tool,
        change: *change,
        rows,
    });
    record::added(transaction, &added.collect::<Vec<_>>(), now).await?;
    Ok(applied)
}

/// The last number of a task and of a change that each person has, of those not taken yet.
struct Last(HashMap<String, (i64, i64)>);

impl Last {
    /// Gives out what the additions need, to each person at once.
    async fn given_out(
        transaction: &Transaction,
        additions: &[Addition],
    ) -> Result<Self, StoreError> {
        let mut growths: BTreeMap<&UserId, Growth> = BTreeMap::new();
        for addition in additions {
            let accepted = addition.accepted();
            if accepted > 0 {
                let growth = growths.entry(&addition.write.user).or_default();
                growth.pending += accepted;
                growth.changes += 1;
            }
        }
        if growths.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        let lists = counters::grow(transaction, growths.iter().map(|(user, it)| (*user, *it)));
        let lists = lists
            .await?
            .into_iter()
            .map(|list| (list.user_id.clone(), list));
        let mut lists: HashMap<String, task_lists::Model> = lists.collect();
        let before = growths.into_iter().filter_map(|(user, growth)| {
            let list = lists.remove(user.as_str())?;
            let last = (
                list.last_number - growth.pending,
                list.last_change - growth.changes,
            );
            Some((list.user_id, last))
        });
        Ok(Self(before.collect()))
    }

    /// Returns the number before the first task of the addition, and that of its change; `None`
    /// where nothing of it is accepted.
    fn take(&mut self, addition: &Addition) -> Option<(i64, i64)> {
        let accepted = addition.accepted();
        let (number, change) = self.0.get_mut(addition.write.user.as_str())?;
        if accepted == 0 {
            return None;
        }
        let before = *number;
        *number += accepted;
        *change += 1;
        Some((before, *change))
    }
}

fn refused(task: &NewTask, reason: Refusal) -> Refused {
    Refused {
        number: None,
        title: Some(task.title.as_str().to_owned()),
        reason,
    }
}

/// The tasks that are to have new subtasks, and what is above them.
struct Parents {
    ids: HashMap<TaskNumber, Uuid>,
    forest: Forest,
}

impl Parents {
    async fn read(call: Call<'_>, tasks: &[NewTask]) -> Result<Self, StoreError> {
        let named: Vec<TaskNumber> = tasks.iter().filter_map(|task| task.parent).collect();
        let rows = tree::with_ancestors(call.transaction, &call.write.user, &named).await?;
        let live = rows.iter().filter(|row| row.deleted_at.is_none());
        Ok(Self {
            ids: live
                .map(|row| (TaskNumber::new(row.number), row.id))
                .collect(),
            forest: Forest::new(&rows),
        })
    }

    fn place(&self, task: &NewTask) -> Result<Option<Uuid>, Refusal> {
        let Some(parent) = task.parent else {
            return Ok(None);
        };
        let id = self.ids.get(&parent).ok_or(Refusal::NoParent(parent))?;
        match self.forest.depth(*id) {
            Ok(..MAX_DEPTH) => Ok(Some(*id)),
            _ => Err(Refusal::TooDeep),
        }
    }
}

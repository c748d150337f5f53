//! Adding tasks.

use std::collections::HashMap;

use taskflow_shared::ids::new_id;
use uuid::Uuid;

use super::{
    Applied, Done, Item, MAX_DEPTH, Refusal, Refused, StoreError, What,
    apply::Call,
    counters,
    entities::tasks,
    record,
    tree::{self, Forest},
};
use crate::domain::{ChangeNumber, NewTask, Task, TaskNumber};

/// Adds the tasks that can be.
pub(super) async fn add(call: Call<'_>, tasks: Vec<NewTask>) -> Result<Applied, StoreError> {
    let parents = Parents::read(call, &tasks).await?;
    let places: Vec<Result<Option<Uuid>, Refusal>> =
        tasks.iter().map(|task| parents.place(task)).collect();
    let accepted = places.iter().filter(|place| place.is_ok()).count();
    if accepted == 0 {
        let items = tasks.iter().zip(places).filter_map(|(task, place)| {
            let reason = place.err()?;
            Some(Err(refused(task, reason)))
        });
        return Ok(Applied {
            items: items.collect(),
            ..Applied::default()
        });
    }
    let added = i64::try_from(accepted).unwrap_or(i64::MAX);
    let list = counters::add(call.transaction, &call.write.user, added).await?;
    // Others have written for as long as this waited for its numbers.
    let now = call.now(None);
    let mut number = list.last_number - added;
    let mut rows = Vec::with_capacity(accepted);
    let mut items: Vec<Item> = Vec::with_capacity(tasks.len());
    for (task, place) in tasks.into_iter().zip(places) {
        match place {
            Err(reason) => items.push(Err(refused(&task, reason))),
            Ok(parent_id) => {
                number += 1;
                let task = Task::new(new_id(now), TaskNumber::new(number), task, now);
                items.push(Ok(Done::of(&task, What::Created)));
                rows.push(tasks::Model::of(&call.write.user, task, parent_id, 1));
            }
        }
    }
    record::added(call, list.last_change, rows, now).await?;
    Ok(Applied {
        change: Some(ChangeNumber::new(list.last_change)),
        items,
        ..Applied::default()
    })
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

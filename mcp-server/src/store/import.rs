//! Adding many tasks at once, as they were elsewhere.

use std::{fmt, sync::Arc};

use chrono::{DateTime, SubsecRound as _, Utc};
use taskflow_shared::ids::new_id;

use super::{
    Applied, MAX_DEPTH, StoreError,
    apply::Call,
    counters::{self, Growth},
    entities::tasks,
    record::{self, Added},
};
use crate::domain::{ChangeNumber, NewTask, Task, TaskNumber};

/// The most tasks that one import writes: it is one transaction, in which others wait.
pub(crate) const MAX_IMPORTED: usize = 20_000;

/// Rows written between two signs of progress.
const BATCH: usize = 500;

/// A task as it was elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Imported {
    /// Its `parent` is not looked at.
    pub(crate) task: NewTask,
    /// The place in the import of the task that this one is a part of. The caller has made sure
    /// that there are no circles, and no more levels than there may be.
    pub(crate) parent: Option<usize>,
    /// When it was made; now where that is not known.
    pub(crate) created_at: Option<DateTime<Utc>>,
    /// When it was done, if it is.
    pub(crate) completed_at: Option<DateTime<Utc>>,
}

/// Is told how many tasks have been written.
#[derive(Clone)]
pub(crate) struct Progress(pub(crate) Arc<dyn Fn(usize) + Send + Sync>);

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

/// Adds the tasks, all of them or none, numbered in their order.
pub(super) async fn import(
    call: Call<'_>,
    tasks: Vec<Imported>,
    progress: &Progress,
) -> Result<Applied, StoreError> {
    if tasks.is_empty() {
        return Ok(Applied::default());
    }
    let completed = tasks.iter().filter(|task| task.completed_at.is_some());
    let completed = count(completed.count());
    let added = count(tasks.len());
    let growth = Growth {
        pending: added - completed,
        completed,
        changes: 1,
    };
    let list = counters::grow_one(call.transaction, &call.write.user, growth).await?;
    let now = call.now(None);
    let levels = levels(&tasks);
    let rows = rows(call, tasks, list.last_number - added, now);
    // No row can be written before that of its parent.
    let mut rows: Vec<(usize, tasks::Model)> = levels.into_iter().zip(rows).collect();
    rows.sort_by_key(|(level, _)| *level);
    let rows: Vec<tasks::Model> = rows.into_iter().map(|(_, row)| row).collect();
    let mut written = 0;
    for rows in rows.chunks(BATCH) {
        let added = Added {
            tool: call.write.tool,
            change: list.last_change,
            rows,
        };
        record::added(call.transaction, &[added], now).await?;
        written += rows.len();
        (progress.0)(written);
    }
    Ok(Applied {
        change: Some(ChangeNumber::new(list.last_change)),
        ..Applied::default()
    })
}

/// Returns on which level each task stands; 1 is the top.
fn levels(tasks: &[Imported]) -> Vec<usize> {
    let parent = |place: &usize| tasks.get(*place).and_then(|task| task.parent);
    let level = |place| {
        std::iter::successors(Some(place), parent)
            .take(MAX_DEPTH)
            .count()
    };
    (0..tasks.len()).map(level).collect()
}

fn rows(
    call: Call<'_>,
    imported: Vec<Imported>,
    last_number: i64,
    now: DateTime<Utc>,
) -> Vec<tasks::Model> {
    let places: Vec<(uuid::Uuid, TaskNumber)> = (last_number + 1..)
        .take(imported.len())
        .map(|number| (new_id(now), TaskNumber::new(number)))
        .collect();
    let tasks = imported.into_iter().zip(&places);
    tasks
        .map(|(imported, (id, number))| {
            let parent = imported.parent.and_then(|place| places.get(place));
            let mut task = Task::new(*id, *number, imported.task, now);
            // What is said to have happened later has not happened yet, and microseconds are kept.
            let past = |time: DateTime<Utc>| time.trunc_subsecs(6).min(now);
            task.created_at = imported.created_at.map_or(now, past);
            task.completed_at = imported.completed_at.map(past);
            task.parent = parent.map(|(_, number)| *number);
            let parent = parent.map(|(id, _)| *id);
            tasks::Model::of(&call.write.user, task, parent, 1)
        })
        .collect()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

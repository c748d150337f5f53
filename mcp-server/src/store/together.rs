//! Adding tasks for several calls at once.
//!
//! A statement costs more on its way to the database than in it. Calls that only add tasks, and
//! come while others of their kind are being written, wait for these, and are then written
//! together, with as many statements as one of them alone.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use taskflow_shared::{clock::Clock, database::Database};
use tokio::sync::oneshot;

use super::{
    Applied, MAX_TASKS, StoreError, Write,
    add::{self, Addition},
    apply::{self, Operation},
};
use crate::domain::NewTask;

/// Calls that are written together at the most: the first must not wait long for the others.
const MAX_CALLS: usize = 64;

/// The calls that wait to be written; clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Together(Arc<Mutex<Queue>>);

#[derive(Debug, Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Whether somebody writes, who will see to those that wait.
    is_attended: bool,
}

#[derive(Debug)]
struct Waiting {
    write: Write,
    tasks: Vec<NewTask>,
    answer: oneshot::Sender<Result<Applied, StoreError>>,
}

/// Tells whether a call can be written with others: it reads nothing first, and is not to be
/// answered with what an earlier one came to.
pub(super) fn can_wait(write: &Write, tasks: &[NewTask]) -> bool {
    write.request.is_none() && add::are_at_the_top(tasks) && tasks.len() <= MAX_TASKS
}

impl Together {
    /// Adds the tasks of a call that [`can_wait`].
    pub(super) async fn add(
        &self,
        database: &Database,
        clock: &Clock,
        (write, tasks): (Write, Vec<NewTask>),
    ) -> Result<Applied, StoreError> {
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            write,
            tasks,
            answer,
        };
        if self.wait(waiting) {
            let attendant = Attendant(self.clone());
            // Who attends to all must not stop when one caller leaves.
            tokio::spawn(attendant.attend(database.clone(), clock.clone()));
        }
        answered.await.unwrap_or(Err(StoreError::Conflict))
    }

    /// Returns whether nobody attends to those that wait.
    fn wait(&self, waiting: Waiting) -> bool {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.waiting.push(waiting);
        !mem::replace(&mut queue.is_attended, true)
    }

    /// Returns those whose turn it is; where there are none, nobody attends any more.
    fn next(&self) -> Vec<Waiting> {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = queue.waiting.len().min(MAX_CALLS);
        queue.is_attended = turn > 0;
        queue.waiting.drain(..turn).collect()
    }
}

/// Who sees to those that wait.
struct Attendant(Together);

impl Attendant {
    async fn attend(self, database: Database, clock: Clock) {
        loop {
            // Nothing has been promised to those who have left.
            let mut turn = self.0.next();
            if turn.is_empty() {
                return;
            }
            turn.retain(|waiting| !waiting.answer.is_closed());
            write(&database, &clock, turn).await;
        }
    }
}

impl Drop for Attendant {
    /// After a panic those that wait are told, and the next call finds itself unattended.
    fn drop(&mut self) {
        if !thread::panicking() {
            return;
        }
        let mut queue = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.is_attended = false;
        queue.waiting.clear();
    }
}

async fn write(database: &Database, clock: &Clock, turn: Vec<Waiting>) {
    if turn.len() > 1 {
        let additions = turn.iter().map(Waiting::addition).collect();
        match add_all(database, clock, additions).await {
            Ok(applied) => {
                for (waiting, applied) in turn.into_iter().zip(applied) {
                    let _ = waiting.answer.send(Ok(applied));
                }
                return;
            }
            Err(error) => tracing::warn!(%error, "tasks could not be added together"),
        }
    }
    // What fails, fails for the one whose it is.
    for waiting in turn {
        let operation = Operation::Add(waiting.tasks);
        let applied = apply::apply(database, clock, waiting.write, operation).await;
        let _ = waiting.answer.send(applied);
    }
}

impl Waiting {
    fn addition(&self) -> Addition {
        Addition::at_the_top(self.write.clone(), self.tasks.clone())
    }
}

async fn add_all(
    database: &Database,
    clock: &Clock,
    additions: Vec<Addition>,
) -> Result<Vec<Applied>, StoreError> {
    let clock = clock.clone();
    database
        .write(move |transaction| {
            Box::pin(async move { add::add_all(transaction, &clock, additions).await })
        })
        .await
}

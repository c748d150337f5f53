//! One call that writes: one transaction, one number of change, and an answer that is kept.

use chrono::{DateTime, Utc};
use sea_orm::SqlErr;
use taskflow_shared::{clock::Clock, database::Database, database::Transaction};

use super::{
    Applied, Imported, MAX_TASKS, Progress, StoreError, Write, add, counters, edit, import,
    requests, undo,
};
use crate::domain::{ChangeNumber, NewTask, TaskNumber, TaskUpdate};

/// What a call is to do.
#[derive(Debug)]
pub(super) enum Operation {
    Add(Vec<NewTask>),
    Complete(Vec<TaskNumber>),
    Reopen(Vec<TaskNumber>),
    Update(Vec<TaskNumber>, Box<TaskUpdate>),
    Delete(Vec<TaskNumber>),
    Undo(Option<ChangeNumber>),
    Import(Vec<Imported>, Progress),
}

impl Operation {
    /// Returns how many tasks it names.
    fn targets(&self) -> usize {
        match self {
            Self::Add(tasks) => tasks.len(),
            Self::Complete(targets)
            | Self::Reopen(targets)
            | Self::Update(targets, _)
            | Self::Delete(targets) => targets.len(),
            // An import has a limit of its own.
            Self::Undo(_) | Self::Import(..) => 0,
        }
    }

    /// Tells whether it writes without having read: such a call needs no lock of its own, as the
    /// counters, which it writes first, are one.
    fn only_adds(&self) -> bool {
        match self {
            Self::Add(tasks) => add::are_at_the_top(tasks),
            Self::Import(..) => true,
            _ => false,
        }
    }
}

/// A call under way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'t> {
    pub(super) transaction: &'t Transaction,
    pub(super) write: &'t Write,
    pub(super) clock: &'t Clock,
}

impl Call<'_> {
    /// Returns the time, which is never before the last write of what is written: the log stands
    /// in the order in which things happened. To be asked when nobody has to be waited for.
    pub(super) fn now(&self, written: impl IntoIterator<Item = DateTime<Utc>>) -> DateTime<Utc> {
        let now = self.clock.now();
        written.into_iter().fold(now, DateTime::max)
    }
}

/// Carries a call out.
pub(super) async fn apply(
    database: &Database,
    clock: &Clock,
    write: Write,
    operation: Operation,
) -> Result<Applied, StoreError> {
    if operation.targets() > MAX_TASKS {
        return Err(StoreError::TooManyTasks);
    }
    let clock = clock.clone();
    let asked = write.request.is_some().then(|| write.clone());
    let applied = database
        .write(move |transaction| {
            Box::pin(async move {
                let call = Call {
                    transaction,
                    write: &write,
                    clock: &clock,
                };
                once(call, operation).await
            })
        })
        .await;
    match (applied, asked) {
        // The same request came twice at once, and the other call was first.
        (Err(StoreError::Database(error)), Some(write))
            if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) =>
        {
            let first = requests::first(database.reads(), &write).await?;
            first.ok_or(error.into())
        }
        (applied, _) => applied,
    }
}

async fn once(call: Call<'_>, operation: Operation) -> Result<Applied, StoreError> {
    let (transaction, user) = (call.transaction, &call.write.user);
    let is_first = !operation.only_adds() && counters::lock(transaction, user).await?;
    if let Some(first) = requests::first(call.transaction, call.write).await? {
        return Ok(first);
    }
    let applied = match operation {
        Operation::Add(tasks) => add::add(call, tasks).await,
        Operation::Complete(targets) => edit::complete(call, targets).await,
        Operation::Reopen(targets) => edit::reopen(call, targets).await,
        Operation::Update(targets, update) => edit::update(call, targets, &update).await,
        Operation::Delete(targets) => edit::delete(call, targets).await,
        Operation::Undo(change) => undo::undo(call, change).await,
        Operation::Import(tasks, progress) => import::import(call, tasks, &progress).await,
    }?;
    if is_first && applied.change.is_none() {
        counters::forget_unused(transaction, user).await?;
    }
    requests::keep(call, &applied).await?;
    Ok(applied)
}

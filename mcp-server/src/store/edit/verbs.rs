//! What can happen to a task by itself.

use super::{
    each::{each, read},
    moving::Move,
};
use crate::{
    domain::{Completion, TaskNumber, TaskUpdate},
    store::{Applied, Refusal, StoreError, What, apply::Call},
};

/// Marks tasks as done; those that repeat move to their next date.
pub(in super::super) async fn complete(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
) -> Result<Applied, StoreError> {
    let rows = read(call, &targets).await?;
    each(call, targets, rows, |draft, now| {
        let completion = draft.task.complete(now, call.write.zone);
        draft.repeated = completion == Completion::Repeats;
        Ok(match completion {
            Completion::Already => What::AlreadyCompleted,
            Completion::Completed => What::Completed,
            Completion::Repeats => What::Repeated,
        })
    })
    .await
}

/// Takes back that tasks are done.
pub(in super::super) async fn reopen(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
) -> Result<Applied, StoreError> {
    let rows = read(call, &targets).await?;
    each(call, targets, rows, |draft, _| {
        Ok(match draft.task.reopen() {
            true => What::Reopened,
            false => What::AlreadyPending,
        })
    })
    .await
}

/// Changes what `update` names, of each target.
pub(in super::super) async fn update(
    call: Call<'_>,
    targets: Vec<TaskNumber>,
    update: &TaskUpdate,
) -> Result<Applied, StoreError> {
    let mut move_to = Move::read(call, &targets, update.parent).await?;
    let rows = read(call, &targets).await?;
    each(call, targets, rows, |draft, _| {
        let updated = draft.task.update(update);
        updated.map_err(|_| Refusal::TooManyLabels)?;
        move_to.apply(draft)?;
        Ok(What::Updated)
    })
    .await
}

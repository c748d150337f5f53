//! Moving tasks under others.

use uuid::Uuid;

use super::each::Draft;
use crate::{
    domain::{Patch, TaskNumber},
    store::{
        Refusal, StoreError,
        apply::Call,
        tree::{self, Forest, Misplaced, Roots},
    },
};

/// Where an update moves tasks.
pub(super) struct Move {
    to: Patch<TaskNumber>,
    /// The parent, where there is such a task.
    parent: Option<Uuid>,
    forest: Forest,
}

impl Move {
    /// Reads what is above the new parent and under the tasks that move.
    pub(super) async fn read(
        call: Call<'_>,
        targets: &[TaskNumber],
        to: Patch<TaskNumber>,
    ) -> Result<Self, StoreError> {
        let Patch::Set(parent) = to else {
            return Ok(Self {
                to,
                parent: None,
                forest: Forest::default(),
            });
        };
        let above = tree::with_ancestors(call.transaction, &call.write.user, &[parent]).await?;
        let roots = Roots::Numbers(targets);
        let below = tree::with_descendants(call.transaction, &call.write.user, roots).await?;
        let mut live = above.iter().filter(|row| row.deleted_at.is_none());
        let parent = live.find(|row| row.number == parent.get());
        Ok(Self {
            to,
            parent: parent.map(|row| row.id),
            forest: Forest::new(above.iter().chain(&below)),
        })
    }

    /// Moves a task, if it can stand there.
    pub(super) fn apply(&mut self, draft: &mut Draft) -> Result<(), Refusal> {
        let Patch::Set(number) = self.to else {
            if self.to == Patch::Clear {
                (draft.task.parent, draft.parent_id) = (None, None);
            }
            return Ok(());
        };
        let parent = self.parent.ok_or(Refusal::NoParent(number))?;
        if draft.parent_id == Some(parent) {
            return Ok(());
        }
        let placed = self.forest.place(draft.task.id, parent);
        placed.map_err(|misplaced| match misplaced {
            Misplaced::Cycle => Refusal::Cycle,
            Misplaced::ParentGone(number) => Refusal::NoParent(number),
            Misplaced::ParentPurged => Refusal::NoParent(number),
            Misplaced::TooDeep | Misplaced::HasSubtasks => Refusal::TooDeep,
        })?;
        (draft.task.parent, draft.parent_id) = (Some(number), Some(parent));
        Ok(())
    }
}

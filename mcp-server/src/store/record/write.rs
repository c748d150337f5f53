//! All that belongs to a write.

use chrono::{DateTime, Utc};

use super::{
    labels,
    log::{self, States},
    rows,
};
use crate::store::{
    StoreError,
    apply::Call,
    counters::{self, Difference},
    entities::tasks,
};

/// A row that a call changes.
#[derive(Debug, Clone)]
pub(in super::super) struct Edit {
    pub(in super::super) before: tasks::Model,
    pub(in super::super) after: tasks::Model,
    /// Whether it is one turn of a task that repeats.
    pub(in super::super) repeated: bool,
}

/// Writes new rows.
pub(in super::super) async fn added(
    call: Call<'_>,
    change: i64,
    new: Vec<tasks::Model>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    rows::insert(call.transaction, &new).await?;
    labels::insert(call.transaction, &new).await?;
    let entries = new.iter().map(|row| States {
        before: None,
        after: row,
        repeated: false,
    });
    log::write(call, (change, None), entries, now).await
}

/// Writes changed rows, counts them, and returns the number of the change; `undoes` is that of the
/// change which this one takes back.
pub(in super::super) async fn edited(
    call: Call<'_>,
    edits: &[Edit],
    undoes: Option<i64>,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let mut difference = Difference::default();
    for edit in edits {
        difference.move_one(edit.before.status(), edit.after.status());
    }
    let change = counters::change(call.transaction, &call.write.user, difference).await?;
    rows::update(call, edits, now).await?;
    labels::replace(call.transaction, edits).await?;
    let entries = edits.iter().map(|edit| States {
        before: Some(&edit.before),
        after: &edit.after,
        repeated: edit.repeated,
    });
    log::write(call, (change, undoes), entries, now).await?;
    Ok(change)
}

//! All that belongs to a write.

use chrono::{DateTime, Utc};
use taskflow_shared::database::{Batch, Transaction};

use super::{
    labels,
    log::{self, Entry},
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

/// The rows that a call adds.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Added<'r> {
    pub(in super::super) tool: &'r str,
    /// The number of the change.
    pub(in super::super) change: i64,
    pub(in super::super) rows: &'r [tasks::Model],
}

/// Writes new rows.
pub(in super::super) async fn added(
    transaction: &Transaction,
    new: &[Added<'_>],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let rows: Vec<&tasks::Model> = new.iter().flat_map(|added| added.rows).collect();
    let mut entries = Vec::with_capacity(rows.len());
    for added in new {
        entries.extend(added.rows.iter().map(|row| Entry {
            tool: added.tool,
            change: added.change,
            undoes: None,
            before: None,
            after: row,
            repeated: false,
        }));
    }
    let mut batch = Batch::new(transaction);
    rows::insert(&mut batch, &rows);
    labels::insert(&mut batch, rows);
    log::write(&mut batch, &entries, now)?;
    Ok(batch.execute().await?)
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
    let mut batch = Batch::new(call.transaction);
    labels::replace(&mut batch, edits);
    let entries = edits.iter().map(|edit| Entry {
        tool: call.write.tool,
        change,
        undoes,
        before: Some(&edit.before),
        after: &edit.after,
        repeated: edit.repeated,
    });
    log::write(&mut batch, &entries.collect::<Vec<_>>(), now)?;
    batch.execute().await?;
    Ok(change)
}

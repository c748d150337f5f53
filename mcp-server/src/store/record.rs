//! Writing rows, and with them the log of changes.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::NotSet,
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    sea_query::{Expr, ExprTrait as _},
};
use taskflow_shared::ids::new_id;
use uuid::Uuid;

use super::{
    StoreError,
    apply::Call,
    counters::{self, Difference},
    entities::{changes, labels, tasks},
};
use crate::domain::{Name, Task};

/// Rows in one statement: the values of more would be over the limit of a statement.
const ROWS: usize = 500;

/// A row that a call changes.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub(super) before: tasks::Model,
    pub(super) after: tasks::Model,
    /// Whether it is one turn of a task that repeats.
    pub(super) repeated: bool,
}

/// Writes new rows.
pub(super) async fn added(
    call: Call<'_>,
    change: i64,
    rows: Vec<tasks::Model>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let entries = rows
        .iter()
        .map(|row| entry(call, change, None, (None, row, false), now));
    let entries: Vec<changes::ActiveModel> = entries.collect::<Result<_, _>>()?;
    let new_labels: Vec<labels::ActiveModel> = rows.iter().flat_map(labels_of).collect();
    for rows in rows.chunks(ROWS) {
        let rows = rows.iter().cloned();
        let rows = rows.map(|row| tasks::ActiveModel::from(row).reset_all());
        tasks::Entity::insert_many(rows)
            .exec_without_returning(call.transaction)
            .await?;
    }
    insert_labels(call.transaction, new_labels).await?;
    log(call.transaction, entries).await
}

/// Writes changed rows, counts them, and returns the number of the change; `undoes` is that of the
/// change which this one takes back.
pub(super) async fn edited(
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
    write_rows(call, edits, now).await?;
    write_labels(call, edits).await?;
    let entries = edits.iter().map(|edit| {
        let states = (Some(&edit.before), &edit.after, edit.repeated);
        entry(call, change, undoes, states, now)
    });
    let entries = entries.collect::<Result<_, _>>()?;
    log(call.transaction, entries).await?;
    Ok(change)
}

/// Rows whose status alone changes, in the same way, need one statement together.
async fn write_rows(call: Call<'_>, edits: &[Edit], now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut moved: BTreeMap<_, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        if only_status(edit) {
            let status = (edit.after.completed_at, edit.after.deleted_at);
            moved.entry(status).or_default().push(edit);
        } else {
            write_row(call, edit).await?;
        }
    }
    for ((completed_at, deleted_at), edits) in moved {
        for edits in edits.chunks(ROWS) {
            let version = Expr::col(tasks::Column::Version).add(1);
            let same = tasks::Entity::update_many()
                .set(tasks::ActiveModel {
                    completed_at: Set(completed_at),
                    deleted_at: Set(deleted_at),
                    updated_at: Set(now),
                    ..Default::default()
                })
                .col_expr(tasks::Column::Version, version)
                .filter(tasks::Column::UserId.eq(call.write.user.as_str()))
                .filter(tasks::Column::Id.is_in(edits.iter().map(|edit| edit.before.id)));
            let written = as_read(same, edits).exec(call.transaction).await?;
            all_written(written.rows_affected, edits.len())?;
        }
    }
    Ok(())
}

/// Only rows that have the version that was read.
fn as_read(
    update: sea_orm::UpdateMany<tasks::Entity>,
    edits: &[&Edit],
) -> sea_orm::UpdateMany<tasks::Entity> {
    let versions: HashSet<i64> = edits.iter().map(|edit| edit.before.version).collect();
    update.filter(tasks::Column::Version.is_in(versions))
}

fn only_status(edit: &Edit) -> bool {
    let Edit { before, after, .. } = edit;
    tasks::Model {
        completed_at: after.completed_at,
        deleted_at: after.deleted_at,
        updated_at: after.updated_at,
        version: after.version,
        ..before.clone()
    } == *after
}

async fn write_row(call: Call<'_>, edit: &Edit) -> Result<(), StoreError> {
    let columns = tasks::ActiveModel {
        id: NotSet,
        user_id: NotSet,
        number: NotSet,
        created_at: NotSet,
        ..tasks::ActiveModel::from(edit.after.clone()).reset_all()
    };
    let written = tasks::Entity::update_many()
        .set(columns)
        .filter(tasks::Column::UserId.eq(call.write.user.as_str()))
        .filter(tasks::Column::Id.eq(edit.before.id))
        .filter(tasks::Column::Version.eq(edit.before.version))
        .exec(call.transaction)
        .await?;
    all_written(written.rows_affected, 1)
}

fn all_written(rows: u64, expected: usize) -> Result<(), StoreError> {
    if usize::try_from(rows) == Ok(expected) {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

async fn write_labels(call: Call<'_>, edits: &[Edit]) -> Result<(), StoreError> {
    let changed = edits
        .iter()
        .filter(|edit| edit.before.labels != edit.after.labels);
    let changed: Vec<&Edit> = changed.collect();
    let had_some: Vec<Uuid> = changed
        .iter()
        .filter(|edit| edit.before.labels != "[]")
        .map(|edit| edit.before.id)
        .collect();
    for ids in had_some.chunks(ROWS) {
        labels::Entity::delete_many()
            .filter(labels::Column::TaskId.is_in(ids.iter().copied()))
            .exec(call.transaction)
            .await?;
    }
    let now_there = changed.iter().flat_map(|edit| labels_of(&edit.after));
    insert_labels(call.transaction, now_there.collect()).await
}

fn labels_of(row: &tasks::Model) -> Vec<labels::ActiveModel> {
    if row.labels == "[]" {
        return Vec::new();
    }
    let task = Task::from(row.clone());
    let label = |name: &Name| labels::ActiveModel {
        task_id: Set(row.id),
        name: Set(name.folded()),
        user_id: Set(row.user_id.clone()),
        written: Set(name.as_str().to_owned()),
    };
    task.labels.names().iter().map(label).collect()
}

async fn insert_labels(
    transaction: &impl ConnectionTrait,
    rows: Vec<labels::ActiveModel>,
) -> Result<(), StoreError> {
    for rows in rows.chunks(ROWS) {
        labels::Entity::insert_many(rows.iter().cloned())
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

/// What a row was, what it is, and whether that is one turn of a task that repeats.
type States<'r> = (Option<&'r tasks::Model>, &'r tasks::Model, bool);

fn entry(
    call: Call<'_>,
    change: i64,
    undoes: Option<i64>,
    (before, after, repeated): States<'_>,
    now: DateTime<Utc>,
) -> Result<changes::ActiveModel, StoreError> {
    Ok(changes::ActiveModel {
        id: Set(new_id(now)),
        user_id: Set(after.user_id.clone()),
        task_id: Set(after.id),
        tool: Set(call.write.tool.to_owned()),
        before: Set(before.map(as_json).transpose()?),
        after: Set(Some(as_json(after)?)),
        created_at: Set(now),
        undone_at: Set(None),
        number: Set(change),
        undoes: Set(undoes),
        repeated: Set(repeated),
    })
}

async fn log(
    transaction: &impl ConnectionTrait,
    entries: Vec<changes::ActiveModel>,
) -> Result<(), StoreError> {
    for entries in entries.chunks(ROWS) {
        changes::Entity::insert_many(entries.iter().cloned())
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

fn as_json(row: &tasks::Model) -> Result<serde_json::Value, DbErr> {
    serde_json::to_value(row).map_err(|error| DbErr::Json(error.to_string()))
}

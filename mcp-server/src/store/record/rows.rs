//! The rows of tasks.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, Iterable as _, ModelTrait as _, QueryFilter as _,
    UpdateMany,
    sea_query::{Expr, ExprTrait as _},
};
use taskflow_shared::database::Batch;

use super::{Edit, ROWS};
use crate::store::{StoreError, apply::Call, entities::tasks};

/// Writes new rows.
pub(super) fn insert(batch: &mut Batch<'_>, rows: &[&tasks::Model]) {
    for rows in rows.chunks(ROWS) {
        let rows = rows.iter().copied().cloned();
        let rows = rows.map(|row| tasks::ActiveModel::from(row).reset_all());
        batch.add(&tasks::Entity::insert_many(rows));
    }
}

/// Writes changed rows: those whose status alone changes, and in the same way, together.
pub(super) async fn update(
    call: Call<'_>,
    edits: &[Edit],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut moved: BTreeMap<_, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        if only_status(edit) {
            let status = (edit.after.completed_at, edit.after.deleted_at);
            moved.entry(status).or_default().push(edit);
        } else {
            let columns = changed_columns(edit);
            written(call, tasks::Entity::update_many().set(columns), &[edit]).await?;
        }
    }
    for ((completed_at, deleted_at), edits) in moved {
        let columns = tasks::ActiveModel {
            completed_at: Set(completed_at),
            deleted_at: Set(deleted_at),
            updated_at: Set(now),
            ..Default::default()
        };
        let version = Expr::col(tasks::Column::Version).add(1);
        for edits in edits.chunks(ROWS) {
            let same = tasks::Entity::update_many().set(columns.clone());
            let same = same.col_expr(tasks::Column::Version, version.clone());
            written(call, same, edits).await?;
        }
    }
    Ok(())
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

/// No more than what changes, so that no more indexes are written than have to be.
fn changed_columns(edit: &Edit) -> tasks::ActiveModel {
    let mut columns = <tasks::ActiveModel as Default>::default();
    for column in tasks::Column::iter() {
        let value = edit.after.get(column);
        if value != edit.before.get(column) {
            columns.set(column, value);
        }
    }
    columns
}

/// Carries out an update of rows that must be as they were read.
async fn written(
    call: Call<'_>,
    update: UpdateMany<tasks::Entity>,
    edits: &[&Edit],
) -> Result<(), StoreError> {
    let versions: HashSet<i64> = edits.iter().map(|edit| edit.before.version).collect();
    let written = update
        .filter(tasks::Column::UserId.eq(call.write.user.as_str()))
        .filter(tasks::Column::Id.is_in(edits.iter().map(|edit| edit.before.id)))
        .filter(tasks::Column::Version.is_in(versions))
        .exec(call.transaction)
        .await?;
    if usize::try_from(written.rows_affected) == Ok(edits.len()) {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

//! The answers to calls that may be repeated, kept as long as the trash.

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
};

use super::{Applied, StoreError, Tasks, Write, apply::Call, entities::requests};

impl Tasks {
    /// Returns what came of the same call when it was made before, by its request's id.
    pub(crate) async fn answered(&self, write: &Write) -> Result<Option<Applied>, StoreError> {
        first(self.database.reads(), write).await
    }
}

/// Returns what came of the same call before.
pub(super) async fn first(
    connection: &impl ConnectionTrait,
    write: &Write,
) -> Result<Option<Applied>, StoreError> {
    let Some(request) = &write.request else {
        return Ok(None);
    };
    let row = requests::Entity::find()
        .filter(requests::Column::UserId.eq(write.user.as_str()))
        .filter(requests::Column::RequestId.eq(request.id.as_str()))
        .one(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    if row.arguments_hash != request.hash || row.tool != write.tool {
        return Err(StoreError::RequestReused);
    }
    let applied = serde_json::from_value(row.result);
    applied.map(Some).map_err(|error| json(error).into())
}

/// Keeps what came of a call. One of which everything was refused has written nothing and may be
/// tried again with better arguments.
pub(super) async fn keep(call: Call<'_>, applied: &Applied) -> Result<(), StoreError> {
    let Some(request) = &call.write.request else {
        return Ok(());
    };
    if applied.items.iter().all(Result::is_err) {
        return Ok(());
    }
    let row = requests::ActiveModel {
        user_id: Set(call.write.user.to_string()),
        request_id: Set(request.id.clone()),
        tool: Set(call.write.tool.to_owned()),
        arguments_hash: Set(request.hash.to_vec()),
        result: Set(serde_json::to_value(applied).map_err(json)?),
        created_at: Set(call.now(None)),
    };
    requests::Entity::insert(row)
        .exec_without_returning(call.transaction)
        .await?;
    Ok(())
}

fn json(error: serde_json::Error) -> DbErr {
    DbErr::Json(error.to_string())
}

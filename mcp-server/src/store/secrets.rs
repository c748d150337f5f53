//! What only the server knows, for every process that serves the same tasks.

use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, sea_query::OnConflict};
use secrecy::ExposeSecret as _;
use taskflow_shared::auth::random_secret;

use super::{StoreError, Tasks, entities::secrets};

impl Tasks {
    /// Returns the secret of this name, which is made at random where there is none yet.
    pub(crate) async fn secret(&self, name: &'static str) -> Result<String, StoreError> {
        if let Some(value) = find(self.database.reads(), name).await? {
            return Ok(value);
        }
        self.database
            .write(move |transaction| {
                Box::pin(async move {
                    insert(transaction, name).await?;
                    let value = find(transaction, name).await?;
                    Ok(value.ok_or(DbErr::RecordNotInserted)?)
                })
            })
            .await
    }
}

async fn find(connection: &impl ConnectionTrait, name: &str) -> Result<Option<String>, StoreError> {
    let row = secrets::Entity::find_by_id(name).one(connection).await?;
    Ok(row.map(|row| row.value))
}

/// Of two processes that make one at once, the first one's stays.
async fn insert(transaction: &impl ConnectionTrait, name: &str) -> Result<(), StoreError> {
    let row = secrets::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(random_secret().expose_secret().to_owned()),
    };
    let stays = OnConflict::column(secrets::Column::Name)
        .do_nothing()
        .to_owned();
    secrets::Entity::insert(row)
        .on_conflict(stays)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

//! Erasing all tasks of a person, with everything that is kept about them: for those who leave.
//! Nothing of it can be undone.

use sea_orm::{ConnectionTrait, DbErr};
use taskflow_shared::{
    database::Transaction,
    database::owned::{Kept, count, remove},
    ids::UserId,
};

use crate::store::OWNED;

/// Counts what is kept of the person, in the trash and in the log too.
///
/// # Errors
/// Where the database fails.
pub async fn kept(connection: &impl ConnectionTrait, user: &UserId) -> Result<Vec<Kept>, DbErr> {
    count(connection, OWNED, user).await
}

/// Erases what is kept of the person, and returns what that was.
///
/// # Errors
/// Where the database fails.
pub async fn erase(transaction: &Transaction, user: &UserId) -> Result<Vec<Kept>, DbErr> {
    remove(transaction, OWNED, user).await
}

//! Erasing all that is kept of a person: conversations, runs, what they cost, and tasks. The task
//! server erases its own part; whoever keeps tasks elsewhere runs its command there.

use sea_orm::DbErr;
use taskflow_shared::{
    database::{
        Database,
        owned::{Kept, count, remove},
    },
    ids::UserId,
};

use crate::store::{OWNED, audit::forget, conversations, search::forget_deleted};

/// Counts what is kept of the person.
///
/// # Errors
/// Where the database fails.
pub async fn kept(database: &Database, user: &UserId) -> Result<Vec<Kept>, DbErr> {
    let mut kept = count(database.reads(), OWNED, user).await?;
    kept.extend(taskflow_mcp::erase::kept(database.reads(), user).await?);
    Ok(kept)
}

/// Erases what is kept of the person, all or nothing, and returns what that was. To do it again
/// finds nothing. What is being answered for them meanwhile comes to nothing.
///
/// # Errors
/// Where the database fails.
pub async fn erase(database: &Database, user: &UserId) -> Result<Vec<Kept>, DbErr> {
    let user = user.clone();
    database
        .write(move |transaction| {
            Box::pin(async move {
                // Turns under way raise their conversation before they write their run.
                conversations::lock(transaction, &user).await?;
                forget::open(transaction).await?;
                let mut removed = remove(transaction, OWNED, &user).await?;
                forget::close(transaction).await?;
                removed.extend(taskflow_mcp::erase::erase(transaction, &user).await?);
                forget_deleted(transaction).await?;
                Ok(removed)
            })
        })
        .await
}

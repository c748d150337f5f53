//! Erasing a person's tasks.

use sea_orm::DbErr;
use taskflow_mcp::{
    StartError,
    config::StdioConfig,
    erase::{erase, kept},
};
use taskflow_shared::{
    database::{Database, owned::Kept},
    ids::UserId,
    telemetry,
};
use tokio::runtime;

use super::print;
use crate::{Failure, cli::Erase};

/// Nothing was erased.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EraseError {
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    #[error("nothing was erased: add --yes to erase this for good")]
    Unconfirmed,
}

pub(crate) fn erase_tasks(mut arguments: Erase) -> Result<(), Failure> {
    let config = StdioConfig::load(arguments.sources())?;
    telemetry::start(&config.telemetry);
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let opened = Database::open(&config.database).await;
        let database = opened.map_err(StartError::from)?;
        let erased = erased(&database, &arguments).await;
        let _ = database.close().await;
        Ok(erased?)
    })
}

async fn erased(database: &Database, arguments: &Erase) -> Result<(), EraseError> {
    let user = arguments.user.clone();
    let kept = kept(database.reads(), &user).await?;
    if kept.iter().all(|kept| kept.rows == 0) {
        print(format_args!("No tasks are kept of person {user}."));
        return Ok(());
    }
    told(&user, "has", &kept);
    if !arguments.yes {
        return Err(EraseError::Unconfirmed);
    }
    let of = user.clone();
    let erased: Result<Vec<Kept>, DbErr> = database
        .write(move |transaction| Box::pin(async move { erase(transaction, &of).await }))
        .await;
    told(&user, "no longer has", &erased?);
    Ok(())
}

fn told(user: &UserId, verb: &str, kept: &[Kept]) {
    print(format_args!("Person {user} {verb}:"));
    for Kept { what, rows } in kept.iter().filter(|kept| kept.rows > 0) {
        print(format_args!("{rows:>10} {what}"));
    }
}

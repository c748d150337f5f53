//! Runs that nobody drives any more: their program was killed, or their person has not answered.
//!
//! A run's lease says until when it is believed to be under way. On a SQLite file one need not
//! wait for it: a gateway that is alone on the file when it starts knows that every run in it is
//! abandoned. Each gateway shows its presence by a shared lock beside the file, which the
//! operating system lifts however the process ends.

use std::{fs::File, io, path::Path};

use sea_orm::DbErr;
use taskflow_shared::{config::database::DatabaseConfig, private::open_file};

use crate::{
    agent::live::LiveRuns,
    store::{
        Store,
        runs::{Abandoned, LEASE},
    },
};

/// Held for as long as this gateway may drive runs.
#[derive(Debug)]
pub(crate) struct Presence(#[expect(dead_code, reason = "held for its lock")] Option<File>);

/// Why abandoned runs could not be looked for.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// The lock file beside the database cannot be used.
    #[error("the lock beside the database cannot be taken: {0}")]
    Lock(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Marks abandoned runs as interrupted, and closes questions whose time is over, at the start.
pub(crate) async fn recover(
    store: &Store,
    database: &DatabaseConfig,
) -> Result<Presence, RecoveryError> {
    let (lock, alone) = match database {
        DatabaseConfig::Postgres(_) => (None, false),
        DatabaseConfig::Sqlite(path) => {
            let file = lock_file(path)?;
            let alone = file.try_lock().is_ok();
            (Some(file), alone)
        }
    };
    let which = if alone {
        Abandoned::All
    } else {
        Abandoned::LeaseRanOut
    };
    let interrupted = store.interrupt_abandoned(which, Vec::new()).await?;
    if interrupted > 0 {
        tracing::warn!(
            runs = interrupted,
            "runs of a program that was killed are interrupted"
        );
    }
    store.expire_questions().await?;
    if let Some(file) = &lock {
        file.unlock()?;
        file.lock_shared()?;
    }
    Ok(Presence(lock))
}

/// Goes on doing so whenever leases run out, and closes questions whose time is over; to be spawned.
pub(crate) async fn watch(store: Store, live: LiveRuns) {
    let period = LEASE.to_std().unwrap_or_default();
    loop {
        tokio::time::sleep(period).await;
        match store
            .interrupt_abandoned(Abandoned::LeaseRanOut, live.ids())
            .await
        {
            Ok(0) => {}
            Ok(runs) => tracing::warn!(runs, "runs whose lease ran out are interrupted"),
            Err(error) => tracing::error!(%error, "abandoned runs cannot be looked for"),
        }
        match store.expire_questions().await {
            Ok(0) => {}
            Ok(questions) => tracing::info!(questions, "questions were not answered in time"),
            Err(error) => tracing::error!(%error, "old questions cannot be looked for"),
        }
    }
}

fn lock_file(database: &Path) -> io::Result<File> {
    let mut name = database.as_os_str().to_owned();
    name.push(".gateway-lock");
    open_file(Path::new(&name))
}

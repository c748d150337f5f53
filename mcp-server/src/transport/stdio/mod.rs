//! For a host that starts the server and talks to it through its standard streams.

mod glimpse;
mod lines;

use rmcp::{ServiceExt as _, service::ServerInitializeError};
use taskflow_shared::{clock::Clock, database::Database};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;

use self::lines::Lines;
use super::StartError;
use crate::{
    caller::{Caller, Callers},
    config::StdioConfig,
    place::Place,
    server::TaskServer,
    store::{Tasks, trash},
    subscriptions::Watcher,
};

/// Serves the configured person's tasks until `input` ends or `stop` is cancelled; answers what
/// was asked until then. Nothing but the protocol is written to `output`.
///
/// # Errors
/// [`StartError`] where the database cannot be opened.
pub async fn serve<R, W>(
    config: StdioConfig,
    clock: Clock,
    (input, output): (R, W),
    stop: CancellationToken,
) -> Result<(), StartError>
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    let database = Database::open(&config.database).await?;
    let scopes = config.access.scopes();
    let caller = Caller::new(config.user, scopes, Place::of(&config.locale));
    let tasks = Tasks::new(database.clone(), clock);
    let ended = stop.child_token();
    tokio::spawn(trash::keep_empty(
        tasks.clone(),
        trash::AFTER_START,
        ended.clone(),
    ));
    // Subscriptions end with the input, which would otherwise wait for them.
    let watcher = Watcher::new(tasks.clone(), ended.clone());
    let server = TaskServer::new(tasks, Callers::Local(caller), watcher);
    let lines = Lines::new(input, output, ended.clone());
    let served = run(server, lines, stop).await;
    ended.cancel();
    if let Err(error) = database.close().await {
        tracing::warn!(%error, "the database could not be closed properly");
    }
    served
}

async fn run<R, W>(
    server: TaskServer,
    transport: Lines<R, W>,
    stop: CancellationToken,
) -> Result<(), StartError>
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    match server.serve_with_ct(transport, stop).await {
        Ok(session) => {
            if let Err(error) = session.waiting().await {
                tracing::error!(%error, "the session ended abnormally");
            }
            Ok(())
        }
        // The input ended before anything was asked, which is no fault.
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::Cancelled) => {
            Ok(())
        }
        Err(error) => Err(Box::new(error).into()),
    }
}

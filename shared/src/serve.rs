//! Serving HTTP: what `axum::serve` leaves open is closed here.
//!
//! A connection that does not finish its request head in time is dropped, also one that says
//! nothing at all, the number of connections is bounded, small writes leave at once, and stopping
//! has a deadline. HTTP/1.1 only: proxies speak HTTP/2 to clients and this to what is behind them.

use std::{io, sync::Arc, time::Duration};

use axum::Router;
use hyper::{body::Incoming, server::conn::http1::Builder};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::limits::open_files;

/// How long a client may take to send a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);
/// How many connections are open at once, where the system allows as many; further ones wait to be
/// accepted.
const MAX_CONNECTIONS: u64 = 16_384;
/// How long to wait after the system refused to accept a connection (out of file descriptors).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves `router` on `listener` until `stop` is cancelled; then accepts nothing more and lets
/// open requests finish for at most `grace`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
    grace: Duration,
) {
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(max_connections(open_files())));
    let mut builder = Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT);

    loop {
        let (place, stream) = tokio::select! {
            Some(accepted) = accept(&listener, &places) => accepted,
            () = stop.cancelled() => break,
            else => break,
        };
        let service =
            TowerToHyperService::new(router.clone().map_request(
                |request: http::Request<Incoming>| request.map(axum::body::Body::new),
            ));
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended");
            }
            drop(place);
        });
    }

    drop(listener);
    if tokio::time::timeout(grace, open.shutdown()).await.is_err() {
        tracing::warn!("some connections were still open and are closed now");
    }
}

/// A quarter of what may be open is left to files and to connections to others: a client that cannot
/// be accepted waits, a turn that cannot reach its model fails.
fn max_connections(open_files: Option<u64>) -> usize {
    let limit = open_files.map_or(MAX_CONNECTIONS, |limit| limit - limit / 4);
    usize::try_from(limit.min(MAX_CONNECTIONS)).unwrap_or(usize::MAX)
}

/// Waits for a place, then for a connection; `None` if there are no places any more.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(OwnedSemaphorePermit, TcpStream)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Without it, small SSE frames wait for the delayed acknowledgement: 40 ms each.
                let _ = stream.set_nodelay(true);
                return Some((place, stream));
            }
            Err(error) if is_about_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn is_about_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_what_answering_them_takes() {
        assert_eq!(max_connections(None), 16_384);
        assert_eq!(max_connections(Some(1_000_000)), 16_384);
        assert_eq!(max_connections(Some(1_024)), 768);
    }
}

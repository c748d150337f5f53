//! `GET /metrics`, on an address of its own.

use std::{convert::Infallible, io, net::SocketAddr, time::Duration};

use ::http::header;
use axum::{Router, extract::State, response::IntoResponse, routing::get};
use metrics::gauge;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::{catalog, recorder};
use crate::{database::Database, serve::serve};

/// Prometheus's text format.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
/// How often samples are put into their buckets when nobody fetches them.
const UPKEEP: Duration = Duration::from_secs(10);

/// Metrics that are kept, and where they will be served.
#[derive(Debug)]
pub struct Metrics {
    listener: TcpListener,
    handle: &'static PrometheusHandle,
}

/// Serves metrics until it is dropped.
#[derive(Debug)]
pub struct Serving(JoinHandle<()>);

impl Metrics {
    /// Begins to keep metrics, where an address is configured. What is counted before is lost.
    ///
    /// # Errors
    /// Where the address cannot be had.
    pub async fn start(listen: Option<SocketAddr>) -> io::Result<Option<Self>> {
        let Some(listen) = listen else {
            return Ok(None);
        };
        let listener = TcpListener::bind(listen).await?;
        tracing::info!(address = %listener.local_addr()?, "metrics are served at /metrics");
        let handle = recorder::install();
        Ok(Some(Self { listener, handle }))
    }

    /// Serves them, with how it stands with `database`.
    pub fn serve(self, database: Database) -> Serving {
        let Self { listener, handle } = self;
        let router = Router::new()
            .route("/metrics", get(show))
            .with_state((handle, database));
        Serving(tokio::spawn(async move {
            let never = CancellationToken::new();
            tokio::select! {
                () = serve(listener, router, never, Duration::ZERO) => {}
                never = keep_up(handle) => match never {},
            }
        }))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn show(
    State((handle, database)): State<(&'static PrometheusHandle, Database)>,
) -> impl IntoResponse {
    // Asked for when somebody looks, not whenever it changes.
    let load = database.load();
    gauge!(catalog::DATABASE_CONNECTIONS, "state" => "used").set(f64::from(load.used));
    gauge!(catalog::DATABASE_CONNECTIONS, "state" => "idle").set(f64::from(load.idle));
    gauge!(catalog::DATABASE_WAITING_WRITES).set(f64::from(load.waiting_writes));
    ([(header::CONTENT_TYPE, TEXT)], handle.render())
}

async fn keep_up(handle: &PrometheusHandle) -> Infallible {
    loop {
        tokio::time::sleep(UPKEEP).await;
        handle.run_upkeep();
    }
}

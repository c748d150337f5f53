//! The task server with a socket of its own.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware,
    routing::get,
};
use http::StatusCode;
use taskflow_shared::{
    auth::{Keyring, Verifier},
    clock::Clock,
    database::Database,
    problem::{Problem, REQUEST_ID},
    serve::serve,
    telemetry::{
        http::observe,
        metrics::{Metrics, Serving},
    },
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::trace::{DefaultOnResponse, TraceLayer};

use super::{HttpParts, endpoint::described, router::undescribed};
use crate::{config::HttpConfig, transport::StartError};

/// How long open requests may go on when the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// The task server, listening, not yet answering.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    router: Router,
    resource: String,
    database: Database,
    stop: CancellationToken,
    /// Held for as long as metrics are served.
    _metrics: Option<Serving>,
    /// Ends answers that are still being given when they are no longer waited for.
    abandon: CancellationToken,
}

impl Server {
    /// Opens the database and the address.
    ///
    /// # Errors
    /// [`StartError`] where one of them cannot be had, or tokens cannot be verified.
    pub async fn open(
        config: HttpConfig,
        clock: Clock,
        stop: CancellationToken,
    ) -> Result<Self, StartError> {
        let address = config.served.listen;
        let in_use = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(in_use)?;
        let served = listener.local_addr().map_err(in_use)?;
        let resource = format!("{}/mcp", config.served.url(served));
        let audience = Some(resource.clone());
        let mut verifier = Verifier::for_people(&config.auth, audience, clock.clone())?;
        if let Some(secret) = &config.auth.mcp_secret {
            verifier = verifier.and_keys(Keyring::of(secret)?);
        }
        let metrics = metrics(config.telemetry.metrics_listen).await?;
        let database = Database::open(&config.database).await?;
        let metrics = metrics.map(|metrics| metrics.serve(database.clone()));
        let abandon = CancellationToken::new();
        let parts = HttpParts {
            database: database.clone(),
            clock,
            verifier: Arc::new(verifier),
            resource: resource.clone(),
            issuer: config.auth.issuer,
            allowed_origins: config.served.allowed_origins,
            access: config.access,
            locale: config.locale,
            leaving: stop.clone(),
            stop: abandon.clone(),
        };
        // Merging takes one fallback of the two, so what answers for all stands around both.
        let router = described(traced(undescribed(parts).merge(health(database.clone()))));
        let router = router.layer(middleware::from_fn(observe));
        Ok(Self {
            listener,
            router,
            resource,
            database,
            stop,
            _metrics: metrics,
            abandon,
        })
    }

    /// Returns the URL of the server as clients know it, ending in `/mcp`.
    pub fn mcp_url(&self) -> &str {
        &self.resource
    }

    /// Answers until the token given at the start is cancelled, and then lets open requests end.
    pub async fn run(self) {
        serve(self.listener, self.router, self.stop, GRACE).await;
        self.abandon.cancel();
        if let Err(error) = self.database.close().await {
            tracing::warn!(%error, "the database could not be closed properly");
        }
    }
}

async fn metrics(listen: Option<SocketAddr>) -> Result<Option<Metrics>, StartError> {
    let Some(address) = listen else {
        return Ok(None);
    };
    let started = Metrics::start(listen).await;
    started.map_err(|source| StartError::Listen { address, source })
}

/// For those who watch over the process: whether it lives, and whether it can answer.
fn health(database: Database) -> Router {
    Router::new()
        .route("/health/live", get(async || StatusCode::OK))
        .route("/health/ready", get(ready))
        .with_state(database)
}

async fn ready(State(database): State<Database>) -> Result<StatusCode, Problem> {
    database
        .ping()
        .await
        .map(|()| StatusCode::OK)
        .map_err(|error| {
            tracing::warn!(%error, "the database does not answer");
            let detail = "The database does not answer.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", detail)
        })
}

/// One span a request, with where it went but nothing that it said.
fn traced(router: Router) -> Router {
    let span = |request: &Request| {
        let path = request.extensions().get::<MatchedPath>();
        let id = request
            .headers()
            .get(REQUEST_ID)
            .and_then(|id| id.to_str().ok());
        tracing::info_span!(
            "request",
            method = %request.method(),
            path = path.map_or("", |path| path.as_str()),
            id,
        )
    };
    let layer = TraceLayer::new_for_http()
        .make_span_with(span)
        .on_response(DefaultOnResponse::new().level(tracing::Level::DEBUG));
    router.layer(layer)
}

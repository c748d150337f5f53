//! Every route of the gateway, authenticated unless it stands in [`UNAUTHENTICATED_ROUTES`].

mod authenticate;
mod chat;
mod conversations;
pub(crate) mod error;
mod extract;
mod headers;
mod health;
mod rate_limit;
mod runs;
mod usage;
mod welcome;

use std::{any::Any, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::{IntoResponse as _, Response},
    routing::{get, patch, post},
};
use chrono_tz::Tz;
use http::{HeaderName, HeaderValue, Method, Request, header};
use taskflow_shared::{
    auth::Verifier,
    clock::Clock,
    problem,
    request_id::{self, REQUEST_ID},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowOrigin, CorsLayer},
    sensitive_headers::SetSensitiveRequestHeadersLayer,
    trace::TraceLayer,
};

pub(crate) use rate_limit::RateLimiter;

use crate::{agent::run::Agent, store::Store};
use error::ApiError;

/// The largest body that is read: a message of 2,000 characters, escaped, many times over.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Routes that need no token. Every other one answers 401 without, whoever wrote it.
pub(crate) const UNAUTHENTICATED_ROUTES: &[&str] = &["/", "/health/live", "/health/ready"];

/// What the handlers stand on.
#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) store: Store,
    pub(crate) agent: Agent,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) limiter: RateLimiter,
    pub(crate) clock: Clock,
    /// The audience of the task server: a token for it alone does not sign anyone in here.
    pub(crate) mcp_audience: Arc<str>,
    /// The time zone of people whose token and request name none.
    pub(crate) time_zone: Tz,
}

/// Returns the gateway's router, for these web origins.
pub(crate) fn router(state: AppState, allowed_origins: &[String]) -> Router {
    let limited = middleware::from_fn_with_state(state.clone(), rate_limit::limit);
    let chat = Router::new()
        .route("/api/{user_id}/chat", post(chat::complete::handle))
        .route("/api/{user_id}/chat/stream", post(chat::stream::handle))
        .route_layer(limited);
    let routes = Router::new()
        .route("/", get(welcome::handle))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route(
            "/api/{user_id}/conversations",
            get(conversations::list::handle),
        )
        .route(
            "/api/{user_id}/conversations/{id}",
            patch(conversations::rename::handle).delete(conversations::delete::handle),
        )
        .route(
            "/api/{user_id}/conversations/{id}/restore",
            post(conversations::restore::handle),
        )
        .route(
            "/api/{user_id}/conversations/{id}/export",
            get(conversations::export::handle),
        )
        .route(
            "/api/{user_id}/conversations/{id}/messages",
            get(conversations::messages::handle),
        )
        .route("/api/{user_id}/usage", get(usage::handle))
        .route("/api/{user_id}/runs/{run_id}", get(runs::show::handle))
        .route(
            "/api/{user_id}/runs/{run_id}/events",
            get(runs::events::handle),
        )
        .route(
            "/api/{user_id}/runs/{run_id}/cancel",
            post(runs::cancel::handle),
        )
        .merge(chat)
        .fallback(async || ApiError::NoSuchRoute)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(middleware::from_fn_with_state(
            state.clone(),
            authenticate::authenticate,
        ))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(state.clone());
    around(routes, allowed_origins)
}

/// What every request passes through, outermost last.
fn around(routes: Router, allowed_origins: &[String]) -> Router {
    // What failed is logged where it was noticed.
    let trace = TraceLayer::new_for_http()
        .make_span_with(span)
        .on_request(())
        .on_response(answered)
        .on_failure(());
    routes
        .layer(cors(allowed_origins))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(problem::describe))
        .layer(middleware::map_response(headers::protect))
        .layer(trace)
        .layer(middleware::from_fn(request_id::identify))
        .layer(SetSensitiveRequestHeadersLayer::new([
            header::AUTHORIZATION,
        ]))
}

fn cors(allowed_origins: &[String]) -> CorsLayer {
    let origins = allowed_origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok());
    let exposed = [
        "x-request-id",
        "x-run-id",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "retry-after",
        "www-authenticate",
    ];
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            REQUEST_ID,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("last-event-id"),
        ])
        .expose_headers(exposed.map(HeaderName::from_static))
}

fn span<B>(request: &Request<B>) -> tracing::Span {
    let id = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok());
    // The path alone: a query may carry what does not belong in a log.
    tracing::info_span!(
        "request",
        request_id = id,
        method = %request.method(),
        path = request.uri().path(),
    )
}

fn answered<B>(response: &http::Response<B>, latency: std::time::Duration, _: &tracing::Span) {
    let latency_ms = latency.as_millis() as u64;
    tracing::info!(status = response.status().as_u16(), latency_ms, "answered");
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = words, "a request panicked");
    ApiError::Internal.into_response()
}

//! Every route of the gateway, authenticated unless it stands in [`UNAUTHENTICATED_ROUTES`].

mod authenticate;
mod chat;
mod conversations;
pub(crate) mod error;
mod extract;
mod headers;
mod health;
mod openapi;
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
};
use chrono_tz::Tz;
use http::{HeaderName, HeaderValue, Method, Request, header};
use taskflow_shared::{
    auth::Verifier,
    clock::Clock,
    problem,
    request_id::{self, REQUEST_ID},
    telemetry::traces::Parent,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowOrigin, CorsLayer},
    sensitive_headers::SetSensitiveRequestHeadersLayer,
    trace::TraceLayer,
};
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use rate_limit::RateLimiter;

use crate::{agent::run::Agent, store::Store};
use error::ApiError;

/// The largest body that is read: a message of 2,000 characters, escaped, many times over.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Routes that need no token. Every other one answers 401 without, whoever wrote it.
///
/// The description of the service is the same for everybody and in its source anyway.
pub(crate) const UNAUTHENTICATED_ROUTES: &[&str] = &[
    "/",
    "/health/live",
    "/health/ready",
    "/openapi.json",
    "/docs",
    "/docs/{file}",
];

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
    let (routes, _) = routes(|chat| chat.route_layer(limited)).split_for_parts();
    let routes = routes
        .fallback(async || ApiError::NoSuchRoute)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(middleware::from_fn_with_state(
            state.clone(),
            authenticate::authenticate,
        ))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(state);
    around(routes, allowed_origins)
}

/// Returns the OpenAPI document of the routes.
pub(crate) fn document() -> OpenApi {
    openapi::complete(routes(|chat| chat).into_openapi())
}

/// Every route, with what its handler says of itself. Those that may cost a model call pass through
/// `limit`.
fn routes(
    limit: impl FnOnce(OpenApiRouter<AppState>) -> OpenApiRouter<AppState>,
) -> OpenApiRouter<AppState> {
    let chat = OpenApiRouter::default()
        .routes(routes!(chat::complete::handle))
        .routes(routes!(chat::stream::handle))
        .routes(routes!(conversations::regenerate::complete::handle))
        .routes(routes!(conversations::regenerate::stream::handle))
        .routes(routes!(runs::answers::handle));
    OpenApiRouter::default()
        .routes(routes!(welcome::handle))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .routes(routes!(openapi::reference::json))
        .routes(routes!(openapi::reference::page))
        .routes(routes!(openapi::reference::file))
        .routes(routes!(conversations::list::handle))
        .routes(routes!(conversations::search::handle))
        .routes(routes!(
            conversations::rename::handle,
            conversations::delete::handle
        ))
        .routes(routes!(conversations::restore::handle))
        .routes(routes!(conversations::export::handle))
        .routes(routes!(conversations::messages::handle))
        .routes(routes!(conversations::branches::handle))
        .routes(routes!(conversations::switch::handle))
        .routes(routes!(usage::handle))
        .routes(routes!(runs::show::handle))
        .routes(routes!(runs::events::handle))
        .routes(routes!(runs::cancel::handle))
        .merge(limit(chat))
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
            HeaderName::from_static("traceparent"),
            HeaderName::from_static("tracestate"),
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
        trace_id = Parent::current().trace_id(),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// axum has no list of a router's routes but the one that its debug form shows.
    #[test]
    fn every_route_is_in_the_document_and_no_other_path() {
        let (router, _) = routes(|chat| chat).split_for_parts();
        let shown = format!("{router:?}");
        let paths = shown.split('"').filter(|text| text.starts_with('/'));
        let routes = paths.filter(|path| !path.contains("__private__axum_fallback"));
        let routes: BTreeSet<&str> = routes.collect();
        let document = document();
        let described: BTreeSet<&str> = document.paths.paths.keys().map(String::as_str).collect();
        assert!(routes.len() > 10, "{shown}");
        assert_eq!(routes, described);
        let open = UNAUTHENTICATED_ROUTES.iter().copied().collect();
        assert!(described.is_superset(&open));
    }
}

//! The stack around any MCP server.

use std::{io, sync::Arc};

use axum::{
    Router, middleware,
    routing::{MethodRouter, get_service, post_service},
};
use http::{HeaderName, Method, header};
use rmcp::{
    ServerHandler,
    transport::streamable_http_server::{
        SessionManager, StreamableHttpServerConfig, StreamableHttpService,
        session::{local::LocalSessionManager, never::NeverSessionManager},
    },
};
use taskflow_shared::{
    problem,
    request_id::{self, REQUEST_ID},
};
use tokio_util::sync::CancellationToken;
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowOrigin, CorsLayer},
};

use super::{
    Authentication,
    access::{self, Addresses},
    authenticate::{self, Guard},
    message, metadata,
};

/// Where an MCP server is reached, by whom, and until when.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The URL clients use, ending in `/mcp`: the audience of their tokens (RFC 8707).
    pub resource: String,
    /// Web origins that may call from a browser, beside the endpoint's own.
    pub allowed_origins: Vec<String>,
    /// Who may call.
    pub admission: Admission,
    /// Ends at once what is still being answered; to stop gently, wait for answers first.
    pub stop: CancellationToken,
}

/// Who may call an endpoint.
#[derive(Debug, Clone)]
pub enum Admission {
    /// Those who bring a token, each request for itself: sessions of the older protocol are not
    /// bound to a person, so within one a second token could speak in the first one's name.
    Tokens(Authentication),
    /// Everybody.
    Everybody(Sessions),
}

impl Admission {
    /// Returns how callers are recognised; `None` where everybody may call.
    pub(super) fn authentication(&self) -> Option<&Authentication> {
        match self {
            Self::Tokens(authentication) => Some(authentication),
            Self::Everybody(_) => None,
        }
    }
}

/// Whether clients of the older protocol keep a session, without which a server cannot ask them
/// anything over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sessions {
    /// Every request stands alone, as all do since 2026-07-28.
    None,
    /// In this process, answered with event streams.
    InMemory,
}

/// What a request must say in its headers, and what it learns from ours, in a browser.
const REQUEST_HEADERS: [HeaderName; 8] = [
    header::ACCEPT,
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    HeaderName::from_static("last-event-id"),
    HeaderName::from_static("mcp-method"),
    HeaderName::from_static("mcp-name"),
    HeaderName::from_static("mcp-protocol-version"),
    HeaderName::from_static("mcp-session-id"),
];
const RESPONSE_HEADERS: [HeaderName; 3] = [
    HeaderName::from_static("mcp-session-id"),
    header::WWW_AUTHENTICATE,
    REQUEST_ID,
];

/// Returns a router that serves what `factory` makes at `/mcp`, and says at
/// `/.well-known/oauth-protected-resource` (and the same with `/mcp` after it) how to get a token.
///
/// A request without a `Host`, as one made within the process may be, is taken to be addressed to
/// the endpoint itself.
pub fn endpoint<H: ServerHandler>(
    factory: impl Fn() -> io::Result<H> + Send + Sync + 'static,
    endpoint: Endpoint,
) -> Router {
    described(checked(factory, endpoint))
}

/// Does the same, but leaves requests without ids and refusals as they come, for a router that sees
/// to both for more than this.
pub(super) fn checked<H: ServerHandler>(
    factory: impl Fn() -> io::Result<H> + Send + Sync + 'static,
    endpoint: Endpoint,
) -> Router {
    let addresses = Arc::new(Addresses::of(&endpoint.resource, &endpoint.allowed_origins));
    let open = metadata::routes(&endpoint);
    let authentication = endpoint.admission.authentication().cloned();
    let mcp = Router::new()
        .route("/mcp", served(factory, &endpoint.admission, endpoint.stop))
        .route_layer(middleware::from_fn_with_state(
            authentication.as_ref().map(|how| how.required_scope),
            message::check,
        ))
        .route_layer(middleware::from_fn_with_state(
            authentication.map(|how| Guard::new(how, &endpoint.resource)),
            authenticate::authenticate,
        ));
    // From the inside outwards.
    open.merge(mcp)
        .layer(cors(endpoint.allowed_origins))
        .layer(middleware::from_fn_with_state(addresses, access::check))
        .layer(CatchPanicLayer::new())
}

/// Gives every request an id, where it has none, and makes every refusal a problem that names it.
pub(super) fn described(router: Router) -> Router {
    // From the inside outwards.
    router
        .layer(middleware::from_fn(problem::describe))
        .layer(middleware::from_fn(request_id::identify))
}

fn served<H: ServerHandler>(
    factory: impl Fn() -> io::Result<H> + Send + Sync + 'static,
    admission: &Admission,
    stop: CancellationToken,
) -> MethodRouter {
    let config = StreamableHttpServerConfig::default().with_cancellation_token(stop);
    match admission {
        Admission::Everybody(Sessions::InMemory) => {
            // A client of the older protocol also listens (GET) and says when it leaves (DELETE).
            let service = service(factory, LocalSessionManager::default(), config);
            get_service(service.clone())
                .delete_service(service.clone())
                .post_service(service)
        }
        Admission::Everybody(Sessions::None) | Admission::Tokens(_) => {
            let config = config.with_legacy_session_mode(false);
            post_service(service(factory, NeverSessionManager::default(), config))
        }
    }
}

/// Answers in JSON where one message is the whole answer. Hosts and origins were checked before.
fn service<H: ServerHandler, S: SessionManager>(
    factory: impl Fn() -> io::Result<H> + Send + Sync + 'static,
    sessions: S,
    config: StreamableHttpServerConfig,
) -> StreamableHttpService<H, S> {
    let config = config
        .with_json_response(true)
        .with_max_request_body_bytes(message::MAX_BYTES)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    StreamableHttpService::new(factory, Arc::new(sessions), config)
}

fn cors(origins: Vec<String>) -> CorsLayer {
    let origins = origins.iter().filter_map(|origin| origin.parse().ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(REQUEST_HEADERS)
        .expose_headers(RESPONSE_HEADERS)
}

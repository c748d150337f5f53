//! One connection for everyone: requests of all people go through one MCP client, each with a
//! token minted for it. A person's own token is never forwarded.
//!
//! The task server is either behind a URL or in this process; only the last step, sending an
//! HTTP request, differs.

use std::{collections::HashMap, sync::Arc};

use chrono::TimeDelta;
use futures::stream::BoxStream;
use http::{HeaderName, HeaderValue};
use rmcp::{
    RoleClient,
    model::{
        ClientCapabilities, ClientConfig, ClientJsonRpcMessage, ClientRequest,
        ElicitationCapability, FormElicitationCapability, GetExtensions as _, JsonRpcMessage,
        ProtocolVersion,
    },
    service::{
        ClientCacheConfig, ClientInitializeError, ClientLifecycleMode, ClientServiceExt as _, Peer,
        RunningService,
    },
    transport::{
        StreamableHttpClientTransport,
        streamable_http_client::{
            SseError, StreamableHttpClient, StreamableHttpClientTransportConfig,
            StreamableHttpError, StreamableHttpPostResponse, StreamableHttpResponseLimits,
        },
    },
};
use sse_stream::Sse;
use taskflow_shared::{
    auth::{Grant, Issuer, Scope, Scopes},
    ids::UserId,
};
use tokio::sync::Mutex;

use super::embedded::Embedded;
use crate::telemetry::trace_headers;

/// How long a minted token lives: one call, with room for clocks that differ.
const TOKEN_LIFETIME: TimeDelta = TimeDelta::minutes(2);
/// Requests of all people that are under way at once.
const MAX_CONCURRENT_REQUESTS: usize = 256;

/// Mints tokens for the task server.
#[derive(Debug)]
pub(crate) struct Minter {
    issuer: Issuer,
    audience: [String; 1],
    /// For what belongs to no person: asking the server what it is.
    service: String,
}

impl Minter {
    /// A minter for the task server whose audience this is.
    pub(crate) fn new(issuer: Issuer, audience: String) -> Self {
        Self {
            issuer,
            audience: [audience],
            service: "taskflow-gateway".to_owned(),
        }
    }

    /// Returns a token for one person with these scopes, who is in this time zone and locale.
    pub(crate) fn mint(
        &self,
        user: &UserId,
        scopes: &Scopes,
        (time_zone, locale): (Option<&str>, Option<&str>),
    ) -> Result<String, ClientError> {
        let lifetime = TOKEN_LIFETIME;
        let grant = Grant {
            user,
            audience: &self.audience,
            scopes,
            time_zone,
            locale,
            lifetime,
        };
        self.issuer.issue(&grant).map_err(ClientError::Mint)
    }

    fn mint_for_service(&self) -> Result<String, ClientError> {
        let user = self.service.parse().map_err(|_| ClientError::ServiceName)?;
        self.mint(&user, &Scopes::from_iter([Scope::Read]), (None, None))
    }
}

/// The token that goes with a request, in its extensions.
#[derive(Clone)]
pub(crate) struct BearerToken(pub(crate) String);

/// Where the task server is.
#[derive(Clone)]
pub(crate) enum Wire {
    /// Behind a URL.
    Remote(reqwest::Client),
    /// In this process.
    Embedded(Embedded),
}

/// Why a request could not be sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    /// The remote server could not be reached.
    #[error(transparent)]
    Remote(#[from] reqwest::Error),
    /// The remote server's answer could not be used.
    #[error(transparent)]
    Transport(Box<StreamableHttpError<reqwest::Error>>),
    /// The server in this process answered something that is not MCP.
    #[error(transparent)]
    Embedded(#[from] axum::Error),
    /// A token could not be signed.
    #[error("a token could not be minted")]
    Mint(#[source] jsonwebtoken::errors::Error),
    /// The name of this service is not a user id.
    #[error("the service's own name is not valid")]
    ServiceName,
}

/// Sends HTTP requests, each with its own token.
#[derive(Clone)]
struct HttpClient {
    wire: Wire,
    minter: Arc<Minter>,
}

impl HttpClient {
    fn token(&self, message: &ClientJsonRpcMessage) -> Result<String, ClientError> {
        let own = match message {
            JsonRpcMessage::Request(request) => {
                request.request.extensions().get::<BearerToken>().cloned()
            }
            _ => None,
        };
        own.map_or_else(|| self.minter.mint_for_service(), |token| Ok(token.0))
    }
}

impl StreamableHttpClient for HttpClient {
    type Error = ClientError;

    async fn post_message(
        &self,
        uri: Arc<str>,
        message: ClientJsonRpcMessage,
        session_id: Option<Arc<str>>,
        auth_header: Option<String>,
        headers: HashMap<HeaderName, HeaderValue>,
    ) -> Result<StreamableHttpPostResponse, StreamableHttpError<ClientError>> {
        let limits = StreamableHttpResponseLimits::default();
        self.post_message_with_response_limits(
            uri,
            message,
            session_id,
            auth_header,
            headers,
            limits,
        )
        .await
    }

    async fn post_message_with_response_limits(
        &self,
        uri: Arc<str>,
        mut message: ClientJsonRpcMessage,
        session_id: Option<Arc<str>>,
        _auth_header: Option<String>,
        mut headers: HashMap<HeaderName, HeaderValue>,
        limits: StreamableHttpResponseLimits,
    ) -> Result<StreamableHttpPostResponse, StreamableHttpError<ClientError>> {
        ask_nothing_of_older(&mut message);
        let token = self.token(&message).map_err(StreamableHttpError::Client)?;
        headers.extend(trace_headers(&message));
        match &self.wire {
            Wire::Remote(client) => client
                .post_message_with_response_limits(
                    uri,
                    message,
                    session_id,
                    Some(token),
                    headers,
                    limits,
                )
                .await
                .map_err(widen),
            Wire::Embedded(server) => server.post(&message, &token, headers).await,
        }
    }

    async fn delete_session(
        &self,
        uri: Arc<str>,
        session_id: Arc<str>,
        _auth_header: Option<String>,
        headers: HashMap<HeaderName, HeaderValue>,
    ) -> Result<(), StreamableHttpError<ClientError>> {
        let token = self
            .minter
            .mint_for_service()
            .map_err(StreamableHttpError::Client)?;
        match &self.wire {
            Wire::Remote(client) => client
                .delete_session(uri, session_id, Some(token), headers)
                .await
                .map_err(widen),
            Wire::Embedded(_) => Err(StreamableHttpError::ServerDoesNotSupportDeleteSession),
        }
    }

    async fn get_stream(
        &self,
        uri: Arc<str>,
        session_id: Option<Arc<str>>,
        last_event_id: Option<String>,
        _auth_header: Option<String>,
        headers: HashMap<HeaderName, HeaderValue>,
    ) -> Result<BoxStream<'static, Result<Sse, SseError>>, StreamableHttpError<ClientError>> {
        let token = self
            .minter
            .mint_for_service()
            .map_err(StreamableHttpError::Client)?;
        match &self.wire {
            Wire::Remote(client) => client
                .get_stream(uri, session_id, last_event_id, Some(token), headers)
                .await
                .map_err(widen),
            Wire::Embedded(_) => Err(StreamableHttpError::ServerDoesNotSupportSse),
        }
    }
}

/// Servers of earlier revisions ask while the call waits, which a person who thinks it over, or a
/// restart, would outlast: to them this client is one that cannot be asked.
fn ask_nothing_of_older(message: &mut ClientJsonRpcMessage) {
    if let JsonRpcMessage::Request(request) = message
        && let ClientRequest::InitializeRequest(initialize) = &mut request.request
    {
        initialize.params.capabilities.elicitation = None;
    }
}

/// What this client is: one whose people can be asked, by forms.
fn client() -> ClientConfig {
    let form = FormElicitationCapability::new();
    let mut capabilities = ClientCapabilities::default();
    capabilities.elicitation = Some(ElicitationCapability::new().with_form(form));
    let mut config = ClientConfig::default();
    config.capabilities = capabilities;
    config
}

/// The client library's error with our own type inside; those it acts upon stay what they are.
fn widen(error: StreamableHttpError<reqwest::Error>) -> StreamableHttpError<ClientError> {
    use StreamableHttpError as E;
    match error {
        E::Client(error) => E::Client(error.into()),
        E::HttpStatus(error) => E::HttpStatus(error),
        E::AuthRequired(error) => E::AuthRequired(error),
        E::InsufficientScope(error) => E::InsufficientScope(error),
        E::UnexpectedServerResponse(text) => E::UnexpectedServerResponse(text),
        E::UnexpectedContentType(kind) => E::UnexpectedContentType(kind),
        E::ServerDoesNotSupportSse => E::ServerDoesNotSupportSse,
        E::SessionExpired => E::SessionExpired,
        other => E::Client(ClientError::Transport(Box::new(other))),
    }
}

/// The connection, made when it is first needed and again when it was lost.
#[derive(Clone)]
pub(crate) struct Connection {
    http: HttpClient,
    uri: Arc<str>,
    running: Arc<Mutex<Option<RunningService<RoleClient, ClientConfig>>>>,
}

impl Connection {
    /// A connection to the task server at `uri`, not made yet.
    pub(crate) fn new(wire: Wire, minter: Arc<Minter>, uri: &str) -> Self {
        Self {
            http: HttpClient { wire, minter },
            uri: uri.into(),
            running: Arc::default(),
        }
    }

    /// Returns the minter of this server's tokens.
    pub(crate) fn minter(&self) -> &Minter {
        &self.http.minter
    }

    /// Returns the client, connected.
    pub(crate) async fn peer(&self) -> Result<Peer<RoleClient>, ClientInitializeError> {
        let mut running = self.running.lock().await;
        if let Some(service) = running.as_ref().filter(|service| !service.is_closed()) {
            return Ok(service.peer().clone());
        }
        let config = StreamableHttpClientTransportConfig::with_uri(Arc::clone(&self.uri))
            .max_concurrent_requests(MAX_CONCURRENT_REQUESTS);
        let transport = StreamableHttpClientTransport::with_client(self.http.clone(), config);
        let lifecycle = ClientLifecycleMode::Auto {
            preferred_versions: vec![ProtocolVersion::V_2026_07_28],
            legacy_version: None,
        };
        let service = client().serve_with_lifecycle(transport, lifecycle).await?;
        let peer = service.peer().clone();
        // It would serve one person's answers to another, and old ones when there is an error.
        peer.set_response_cache_config(ClientCacheConfig::disabled())
            .await;
        *running = Some(service);
        Ok(peer)
    }
}

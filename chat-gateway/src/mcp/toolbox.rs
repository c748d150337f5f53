//! The tools a person may use, and calling them on the person's behalf.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rmcp::{
    model::{
        CallToolRequest, CallToolRequestParams, CallToolResult, ClientRequest, ListToolsRequest,
        PaginatedRequestParams, ServerResult, Tool,
    },
    service::{ClientInitializeError, PeerRequestOptions, ServiceError},
};
use serde_json::{Value, json};
use taskflow_shared::auth::{Scope, Scopes};
use tokio::time::{Instant, timeout};

use super::client::{BearerToken, ClientError, Connection};
use crate::{
    domain::{CallError, Person, PlannedCall, ToolOutcome},
    llm::ToolSpec,
};

/// How long the connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long one tool call may take.
const TOOL_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a list of tools is used before it is asked for again.
const LIST_AGE: Duration = Duration::from_secs(60);
/// Pages of tools that are read; a server with more has lost its way.
const MAX_PAGES: usize = 20;

/// The tools of the task server.
#[derive(Clone)]
pub(crate) struct Toolbox {
    connection: Connection,
    /// What may be listed depends on the scopes, and on nothing else about a person.
    listed: Arc<Mutex<HashMap<Scopes, Listed>>>,
}

#[derive(Clone)]
struct Listed {
    tools: Arc<[ToolSpec]>,
    at: Instant,
}

/// The task server could not be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ToolboxError {
    /// No connection.
    #[error("no connection to the task server: {0}")]
    Connect(#[source] Box<ClientInitializeError>),
    /// No connection in time.
    #[error("no connection to the task server in time")]
    ConnectTimeout,
    /// No answer.
    #[error("the task server did not answer: {0}")]
    Request(#[from] ServiceError),
    /// No token.
    #[error(transparent)]
    Token(#[from] ClientError),
}

impl Toolbox {
    /// The tools behind `connection`.
    pub(crate) fn new(connection: Connection) -> Self {
        Self {
            connection,
            listed: Arc::default(),
        }
    }

    /// Returns the tools that the person may use.
    pub(crate) async fn tools(&self, person: &Person) -> Result<Arc<[ToolSpec]>, ToolboxError> {
        let now = Instant::now();
        if let Some(listed) = self.listed().get(&person.scopes)
            && now.duration_since(listed.at) < LIST_AGE
        {
            return Ok(Arc::clone(&listed.tools));
        }
        let tools: Arc<[ToolSpec]> = self.list(person).await?.into_iter().map(spec).collect();
        let listed = Listed {
            tools: Arc::clone(&tools),
            at: now,
        };
        self.listed().insert(person.scopes.clone(), listed);
        Ok(tools)
    }

    /// Calls a tool on the person's behalf. Whatever goes wrong is an outcome: a model can act on
    /// it, and so can the person it tells.
    pub(crate) async fn call(&self, person: &Person, call: &PlannedCall) -> ToolOutcome {
        let started = Instant::now();
        let result = self.request(person, call).await;
        let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let outcome = match result {
            Ok(result) => outcome_of(result, duration_ms),
            Err(error) => {
                tracing::warn!(%error, tool = call.tool, "a tool call failed");
                ToolOutcome::failure(words(&error), duration_ms).because(kind(&error))
            }
        };
        tracing::debug!(
            tool = call.tool,
            duration_ms,
            failed = outcome.failed,
            "tool called"
        );
        outcome
    }

    async fn request(
        &self,
        person: &Person,
        call: &PlannedCall,
    ) -> Result<CallToolResult, ToolboxError> {
        // No more than the call needs, and no more than the person has.
        let needed = if call.read_only {
            Scope::Read
        } else {
            Scope::Write
        };
        let scopes = Scopes::from_iter(
            [needed]
                .into_iter()
                .filter(|scope| person.scopes.contains(*scope)),
        );
        let params =
            CallToolRequestParams::new(call.tool.clone()).with_arguments(call.parameters.clone());
        let mut request = CallToolRequest::new(params);
        request.extensions.insert(self.token(person, &scopes)?);
        match self.send(ClientRequest::CallToolRequest(request)).await? {
            ServerResult::CallToolResult(result) => Ok(result),
            _ => Err(ServiceError::UnexpectedResponse.into()),
        }
    }

    async fn list(&self, person: &Person) -> Result<Vec<Tool>, ToolboxError> {
        let mut tools = Vec::new();
        let mut cursor = None;
        for _ in 0..MAX_PAGES {
            let mut request = ListToolsRequest::default();
            let mut page = PaginatedRequestParams::default();
            page.cursor = cursor;
            request.params = Some(page);
            request
                .extensions
                .insert(self.token(person, &person.scopes)?);
            let page = match self.send(ClientRequest::ListToolsRequest(request)).await? {
                ServerResult::ListToolsResult(page) => page,
                _ => return Err(ServiceError::UnexpectedResponse.into()),
            };
            tools.extend(page.tools);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        Ok(tools)
    }

    async fn send(&self, request: ClientRequest) -> Result<ServerResult, ToolboxError> {
        let connecting = timeout(CONNECT_TIMEOUT, self.connection.peer()).await;
        let peer = connecting
            .map_err(|_| ToolboxError::ConnectTimeout)?
            .map_err(|error| ToolboxError::Connect(Box::new(error)))?;
        let options = PeerRequestOptions::with_timeout(TOOL_TIMEOUT);
        let handle = peer.send_cancellable_request(request, options).await?;
        Ok(handle.await_response().await?)
    }

    fn token(&self, person: &Person, scopes: &Scopes) -> Result<BearerToken, ClientError> {
        let minter = self.connection.minter();
        let place = (Some(person.time_zone.name()), person.locale.as_deref());
        minter.mint(&person.user, scopes, place).map(BearerToken)
    }

    fn listed(&self) -> std::sync::MutexGuard<'_, HashMap<Scopes, Listed>> {
        self.listed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn spec(tool: Tool) -> ToolSpec {
    let read_only = tool
        .annotations
        .as_ref()
        .and_then(|hints| hints.read_only_hint);
    ToolSpec {
        name: tool.name.into_owned(),
        description: tool.description.unwrap_or_default().into_owned(),
        input_schema: Value::Object((*tool.input_schema).clone()),
        read_only: read_only.unwrap_or(false),
    }
}

fn outcome_of(result: CallToolResult, duration_ms: u64) -> ToolOutcome {
    let failed = result.is_error.unwrap_or(false);
    let text = || {
        let texts = result.content.iter().filter_map(|block| block.as_text());
        texts
            .map(|text| text.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    if failed {
        return ToolOutcome::failure(text(), duration_ms);
    }
    let result = match result.structured_content {
        Some(structured) => structured,
        // Other servers may answer in text alone, which is often JSON all the same.
        None => serde_json::from_str(&text()).unwrap_or_else(|_| json!({ "text": text() })),
    };
    ToolOutcome {
        result,
        failed,
        duration_ms,
        error: None,
    }
}

/// What goes on record.
fn kind(error: &ToolboxError) -> CallError {
    match error {
        ToolboxError::Request(ServiceError::McpError(_)) => CallError::Rejected,
        ToolboxError::Request(ServiceError::Timeout { .. }) => CallError::TimedOut,
        _ => CallError::Unreachable,
    }
}

/// What a model is told; the details are in the log.
fn words(error: &ToolboxError) -> String {
    match error {
        ToolboxError::Request(ServiceError::McpError(error)) => error.message.to_string(),
        ToolboxError::Request(ServiceError::Timeout { .. }) => {
            "The task server took too long; it may or may not have done this.".to_owned()
        }
        _ => "The task server cannot be reached.".to_owned(),
    }
}

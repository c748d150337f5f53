//! The tools a person may use, and calling them on the person's behalf.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rmcp::{
    model::{
        CallToolRequest, CallToolRequestParams, CallToolResponse, ClientRequest, ErrorCode,
        ListToolsRequest, PaginatedRequestParams, ServerResult, Tool,
    },
    service::{ClientInitializeError, PeerRequestOptions, ServiceError},
};
use serde_json::Value;
use taskflow_shared::auth::{Scope, Scopes};
use tokio::time::{Instant, timeout};

use super::{
    answer::{outcome_of, questions_of},
    client::{BearerToken, ClientError, Connection},
};
use crate::{
    domain::{CallError, Called, Person, PlannedCall, ToolOutcome},
    llm::ToolSpec,
    telemetry::{ToolCall, trace_into},
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
    /// Whether nothing may be changed, whatever people are allowed.
    read_only: bool,
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
    /// The tools behind `connection`; only those that change nothing where it is to be `read_only`.
    pub(crate) fn new(connection: Connection, read_only: bool) -> Self {
        Self {
            connection,
            read_only,
            listed: Arc::default(),
        }
    }

    /// Returns the tools that the person may use.
    pub(crate) async fn tools(&self, person: &Person) -> Result<Arc<[ToolSpec]>, ToolboxError> {
        let now = Instant::now();
        let scopes = self.scopes(person);
        if scopes.is_empty() {
            return Ok(Arc::default());
        }
        if let Some(listed) = self.listed().get(&scopes)
            && now.duration_since(listed.at) < LIST_AGE
        {
            return Ok(Arc::clone(&listed.tools));
        }
        let tools = self.list(person, &scopes).await?;
        let tools: Arc<[ToolSpec]> = tools.into_iter().map(spec).collect();
        let listed = Listed {
            tools: Arc::clone(&tools),
            at: now,
        };
        self.listed().insert(scopes, listed);
        Ok(tools)
    }

    /// What may be done on the person's behalf at the most.
    fn scopes(&self, person: &Person) -> Scopes {
        let scopes = Scope::ALL.into_iter();
        scopes
            .filter(|scope| !self.read_only || *scope == Scope::Read)
            .filter(|scope| person.scopes.contains(*scope))
            .collect()
    }

    /// Calls a tool on the person's behalf. Whatever goes wrong is an outcome: a model can act on
    /// it, and so can the person it tells. A tool that asks back has not done anything yet.
    pub(crate) async fn call(&self, person: &Person, call: &PlannedCall) -> Called {
        let started = Instant::now();
        let observed = ToolCall::begin(call);
        let answer = observed.around(self.request(person, call)).await;
        let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let called = match answer {
            Ok(CallToolResponse::Complete(result)) => Called::Done(outcome_of(result, duration_ms)),
            Ok(CallToolResponse::InputRequired(asked)) => questions_of(asked, duration_ms),
            Ok(_) => {
                let words = "The task server answered something that is not known here.";
                Called::Done(ToolOutcome::failure(words, duration_ms))
            }
            Err(error) => {
                tracing::warn!(%error, tool = call.tool, "a tool call failed");
                let failure = ToolOutcome::failure(words(&error, call), duration_ms);
                Called::Done(failure.because(kind(&error)))
            }
        };
        observed.end(&called, duration_ms);
        tracing::debug!(
            tool = call.tool,
            duration_ms,
            failed = matches!(&called, Called::Done(outcome) if outcome.failed),
            asked = matches!(&called, Called::Asked(_)),
            "tool called"
        );
        called
    }

    async fn request(
        &self,
        person: &Person,
        call: &PlannedCall,
    ) -> Result<CallToolResponse, ToolboxError> {
        // No more than the call needs, and no more than the person has.
        let needed = if call.read_only {
            Scope::Read
        } else {
            Scope::Write
        };
        let scopes = Scopes::from_iter(
            [needed]
                .into_iter()
                .filter(|scope| self.scopes(person).contains(*scope)),
        );
        let mut params =
            CallToolRequestParams::new(call.tool.clone()).with_arguments(call.parameters.clone());
        if let Some(round) = &call.round {
            let responses = round.responses.clone();
            params.input_responses = (!responses.is_empty()).then_some(responses);
            params.request_state = round.state.clone();
        }
        let mut request = CallToolRequest::new(params);
        request.extensions.insert(self.token(person, &scopes)?);
        match self.send(ClientRequest::CallToolRequest(request)).await? {
            ServerResult::CallToolResult(result) => Ok(result.into()),
            ServerResult::InputRequiredResult(asked) => Ok(asked.into()),
            _ => Err(ServiceError::UnexpectedResponse.into()),
        }
    }

    async fn list(&self, person: &Person, scopes: &Scopes) -> Result<Vec<Tool>, ToolboxError> {
        let mut tools = Vec::new();
        let mut cursor = None;
        for _ in 0..MAX_PAGES {
            let mut request = ListToolsRequest::default();
            let mut page = PaginatedRequestParams::default();
            page.cursor = cursor;
            request.params = Some(page);
            request.extensions.insert(self.token(person, scopes)?);
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

    async fn send(&self, mut request: ClientRequest) -> Result<ServerResult, ToolboxError> {
        trace_into(&mut request);
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

/// What goes on record.
fn kind(error: &ToolboxError) -> CallError {
    match error {
        ToolboxError::Request(ServiceError::McpError(_)) => CallError::Rejected,
        ToolboxError::Request(ServiceError::Timeout { .. }) => CallError::TimedOut,
        _ => CallError::Unreachable,
    }
}

/// What a model is told; the details are in the log.
fn words(error: &ToolboxError, call: &PlannedCall) -> String {
    let has_state = call
        .round
        .as_ref()
        .is_some_and(|round| round.state.is_some());
    match error {
        ToolboxError::Request(ServiceError::McpError(error))
            if has_state && error.code == ErrorCode::INVALID_PARAMS =>
        {
            "The question was answered too late, so nothing was done. It has to be asked for anew."
                .to_owned()
        }
        ToolboxError::Request(ServiceError::McpError(error)) => error.message.to_string(),
        ToolboxError::Request(ServiceError::Timeout { .. }) => {
            "The task server took too long; it may or may not have done this.".to_owned()
        }
        _ => "The task server cannot be reached.".to_owned(),
    }
}

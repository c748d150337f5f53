//! The Model Context Protocol server: what it is, and how its tools are listed and called.

use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CacheScope, CallToolRequestParams, CallToolResponse, CustomRequest, CustomResult,
        DiscoverResult, ErrorCode, Implementation, ListToolsResult, PaginatedRequestParams,
        ServerCapabilities, ServerConfig, ServerResult, Tool,
    },
    service::RequestContext,
};
use serde_json::Value;

use crate::{
    caller::{Caller, Callers},
    calls::{Calls, is_of_2026_07_28},
    error::clipped,
    store::Tasks,
    tools::{self, Entry},
};

/// How long a host may keep what it was told of the server and its tools: they change only with
/// the program, and what is listed only with the token.
const FRESH_MS: u64 = 300_000;

/// What this server understands.
const METHODS: [&str; 5] = [
    "initialize",
    "ping",
    "server/discover",
    "tools/list",
    "tools/call",
];

const INSTRUCTIONS: &str = "The user's own task list. A task_id is the id that list_tasks shows; \
     to act on a task known by its words, find it with list_tasks search first.";

/// Serves tasks. Clones serve the same.
#[derive(Debug, Clone)]
pub(crate) struct TaskServer {
    callers: Callers,
    calls: Calls,
}

impl TaskServer {
    /// A server of these tasks to these callers.
    pub(crate) fn new(tasks: Tasks, callers: Callers) -> Self {
        Self {
            callers,
            calls: Calls::new(tasks),
        }
    }

    fn caller(&self, context: &RequestContext<RoleServer>) -> Result<Caller, ErrorData> {
        let caller = self.callers.of(context);
        caller.ok_or_else(|| ErrorData::invalid_request("nobody is signed in", None))
    }

    /// Answers a call beside the library, as it would itself.
    async fn answer(
        &self,
        call: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let is_legacy = !is_of_2026_07_28(&context);
        let mut result = ServerResult::from(self.call_tool(call, context).await?);
        if is_legacy {
            result.strip_result_type_for_legacy_peer();
        }
        serde_json::to_value(result)
            .map(CustomResult)
            .map_err(|error| ErrorData::internal_error(error.to_string(), None))
    }
}

impl ServerHandler for TaskServer {
    fn get_info(&self) -> ServerConfig {
        let name =
            Implementation::new("taskflow", env!("CARGO_PKG_VERSION")).with_title("TaskFlow");
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(name)
            .with_instructions(INSTRUCTIONS)
    }

    async fn discover(
        &self,
        _context: RequestContext<RoleServer>,
    ) -> Result<DiscoverResult, ErrorData> {
        let versions = self.supported_protocol_versions().into_owned();
        let mut result = DiscoverResult::from_server_info(versions, self.get_info());
        result.ttl_ms = FRESH_MS;
        result.cache_scope = CacheScope::Private;
        Ok(result)
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let caller = self.caller(&context)?;
        let cursor = request.and_then(|request| request.cursor);
        if cursor.is_some_and(|cursor| !cursor.is_empty()) {
            let words = "the tools are one page, so no cursor leads to another";
            return Err(ErrorData::invalid_params(words, None));
        }
        let allowed = tools::all().filter(|entry| caller.scopes.contains(entry.scope));
        let mut result = ListToolsResult::with_all_items(
            allowed.map(|entry| entry.definition.clone()).collect(),
        );
        if is_of_2026_07_28(&context) {
            result.ttl_ms = Some(FRESH_MS);
            result.cache_scope = Some(CacheScope::Private);
        }
        Ok(result)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let caller = self.caller(&context)?;
        let entry = allowed(&caller, &request.name)?;
        self.calls.answer(entry, &caller, request, &context).await
    }

    /// The library hands over here what it does not know: a method that does not exist, or one
    /// that does with parameters that it cannot read.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let method = request.method;
        if method == "tools/call"
            && let Some(call) = request.params.and_then(unquoted)
        {
            return self.answer(call, context).await;
        }
        if METHODS.contains(&method.as_str()) {
            let words = format!("the parameters are not what {method} takes");
            return Err(ErrorData::invalid_params(words, None));
        }
        let words = format!("there is no method {}", clipped(&method));
        Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, words, None))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::find(name).map(|entry| entry.definition.clone())
    }
}

/// Takes a call out of parameters in which its arguments are an object written in a string, as
/// some hosts hand on what a model wrote.
fn unquoted(mut parameters: Value) -> Option<CallToolRequestParams> {
    let arguments = parameters.get_mut("arguments")?;
    let text = arguments.as_str()?.trim();
    *arguments = match text {
        "" => Value::Null,
        text => serde_json::from_str(text).ok()?,
    };
    serde_json::from_value(parameters).ok()
}

fn allowed(caller: &Caller, name: &str) -> Result<&'static Entry, ErrorData> {
    let entry = tools::find(name).ok_or_else(|| {
        let words = format!("Unknown tool: {}", clipped(name));
        ErrorData::invalid_params(words, None)
    })?;
    if caller.scopes.contains(entry.scope) {
        return Ok(entry);
    }
    let refusal = format!(
        "{name} needs the scope {}, which is not granted",
        entry.scope
    );
    Err(ErrorData::invalid_params(refusal, None))
}

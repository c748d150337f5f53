//! What the library asks of the server, method by method.

use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult,
        CustomRequest, CustomResult, DiscoverResult, GetPromptRequestParams, GetPromptResponse,
        GetSkillRequestParams, GetSkillResult, InitializeRequestParams, InitializeResult,
        ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListSkillsResult,
        ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse,
        ServerConfig, SubscribeRequestMethod, SubscribeRequestParams, SubscriptionFilter, Tool,
        UnsubscribeRequestMethod, UnsubscribeRequestParams,
    },
    service::{RequestContext, SubscriptionContext},
};

use super::{
    TaskServer, info,
    page::{FRESH_MS, STALE_MS, cursor, hints, only_page},
};
use crate::{
    caller::Caller,
    completions,
    error::clipped,
    prompts, resources, skills, subscriptions,
    telemetry::{observed, observed_call},
    tools::{self, Entry},
};

impl ServerHandler for TaskServer {
    fn get_info(&self) -> ServerConfig {
        info::config()
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        let result = self.negotiate_initialize(&request)?;
        context.peer.set_peer_info(request);
        Ok(info::in_session(result, self.has_session()))
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
        let answer = async {
            let caller = self.caller(&context)?;
            only_page(request)?;
            let allowed = tools::all().filter(|entry| caller.scopes.contains(entry.scope));
            let mut result = ListToolsResult::with_all_items(
                allowed.map(|entry| entry.definition.clone()).collect(),
            );
            (result.ttl_ms, result.cache_scope) = hints(&context, FRESH_MS);
            Ok(result)
        };
        observed("tools/list", &context, answer).await
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tool = request.name.clone();
        let answer = async {
            let caller = self.caller(&context)?;
            let entry = allowed(&caller, &request.name)?;
            self.calls.answer(entry, &caller, request, &context).await
        };
        observed_call(&tool, &context, answer).await
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let answer = async {
            let caller = self.reading_caller(&context)?;
            let mut result = resources::list(self.reader(&caller), cursor(request)).await?;
            (result.ttl_ms, result.cache_scope) = hints(&context, STALE_MS);
            Ok(result)
        };
        observed("resources/list", &context, answer).await
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let answer = async {
            self.caller(&context)?;
            only_page(request)?;
            let mut result = resources::templates();
            (result.ttl_ms, result.cache_scope) = hints(&context, FRESH_MS);
            Ok(result)
        };
        observed("resources/templates/list", &context, answer).await
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let answer = async {
            let caller = self.reading_caller(&context)?;
            let mut result = resources::read(self.reader(&caller), &request.uri).await?;
            let is_fixed = skills::read(&request.uri).is_some();
            let fresh_ms = if is_fixed { FRESH_MS } else { STALE_MS };
            (result.ttl_ms, result.cache_scope) = hints(&context, fresh_ms);
            Ok(result.into())
        };
        observed("resources/read", &context, answer).await
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let answer = async {
            self.caller(&context)?;
            only_page(request)?;
            let mut result = prompts::list();
            (result.ttl_ms, result.cache_scope) = hints(&context, FRESH_MS);
            Ok(result)
        };
        observed("prompts/list", &context, answer).await
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let answer = async {
            let caller = self.reading_caller(&context)?;
            let result = prompts::get(self.reader(&caller), request).await?;
            Ok(result.into())
        };
        observed("prompts/get", &context, answer).await
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let answer = async {
            let caller = self.reading_caller(&context)?;
            completions::complete(self.reader(&caller), request).await
        };
        observed("completion/complete", &context, answer).await
    }

    async fn list_skills(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListSkillsResult, ErrorData> {
        self.caller(&context)?;
        only_page(request)?;
        let mut result = skills::list();
        (result.ttl_ms, result.cache_scope) = hints(&context, FRESH_MS);
        Ok(result)
    }

    async fn get_skill(
        &self,
        request: GetSkillRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetSkillResult, ErrorData> {
        self.caller(&context)?;
        let mut result = skills::get(&request.uri).ok_or_else(|| {
            let words = format!("there is no skill {}", clipped(&request.uri));
            ErrorData::invalid_params(words, None)
        })?;
        (result.ttl_ms, result.cache_scope) = hints(&context, FRESH_MS);
        Ok(result)
    }

    fn accepted_subscription_filter(
        &self,
        requested: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        Some(subscriptions::accepted(requested))
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let caller = self.reading_caller(context.request_context())?;
        subscriptions::listen(&self.watcher, caller, context).await
    }

    async fn subscribe(
        &self,
        request: SubscribeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        if !self.has_session() {
            return Err(ErrorData::method_not_found::<SubscribeRequestMethod>());
        }
        let caller = self.reading_caller(&context)?;
        let resource = resources::existing(self.reader(&caller), &request.uri).await?;
        let resource = (request.uri, resource);
        let subscribed = self.subscribed.clone();
        subscribed
            .add(&self.watcher, caller, resource, context.peer)
            .await
    }

    async fn unsubscribe(
        &self,
        request: UnsubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        if !self.has_session() {
            return Err(ErrorData::method_not_found::<UnsubscribeRequestMethod>());
        }
        self.subscribed.remove(&request.uri);
        Ok(())
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        self.unread(request, context).await
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::find(name).map(|entry| entry.definition.clone())
    }
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

//! What OpenTelemetry calls things: the semantic conventions that spans here keep to, in one place
//! since those of GenAI and MCP are still changing.
//!
//! From semantic-conventions 1.41 (HTTP, errors) and semantic-conventions-genai as of November 2026
//! (GenAI, MCP). The attributes for what people and models say (`gen_ai.input.messages`,
//! `gen_ai.tool.call.arguments` and their like) are left out on purpose: it is never recorded.

/// What went wrong, in one of few words.
pub const ERROR_TYPE: &str = "error.type";
/// The error of a kind that has no better word.
pub const OTHER: &str = "_OTHER";

/// `GET`, `POST` and so on; [`OTHER`] for what HTTP does not know.
pub const HTTP_REQUEST_METHOD: &str = "http.request.method";
/// The number.
pub const HTTP_RESPONSE_STATUS_CODE: &str = "http.response.status_code";
/// The route's template.
pub const HTTP_ROUTE: &str = "http.route";
/// Without the query, which may carry what does not belong here.
pub const URL_PATH: &str = "url.path";
/// `http`: what speaks TLS stands in front.
pub const URL_SCHEME: &str = "url.scheme";

/// `chat`, `execute_tool` or `invoke_agent`.
pub const GEN_AI_OPERATION_NAME: &str = "gen_ai.operation.name";
/// Whose interface the model has.
pub const GEN_AI_PROVIDER_NAME: &str = "gen_ai.provider.name";
/// The model that was asked for.
pub const GEN_AI_REQUEST_MODEL: &str = "gen_ai.request.model";
/// Whether the answer comes piece by piece.
pub const GEN_AI_REQUEST_STREAM: &str = "gen_ai.request.stream";
/// Why the model stopped, one a choice.
pub const GEN_AI_RESPONSE_FINISH_REASONS: &str = "gen_ai.response.finish_reasons";
/// The model that answers: another one than was asked for, where that did not.
pub const GEN_AI_RESPONSE_MODEL: &str = "gen_ai.response.model";
/// Seconds until the first piece.
pub const GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK: &str = "gen_ai.response.time_to_first_chunk";
/// Tokens read, cached ones included.
pub const GEN_AI_USAGE_INPUT_TOKENS: &str = "gen_ai.usage.input_tokens";
/// Tokens read from the provider's cache.
pub const GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS: &str = "gen_ai.usage.cache_read.input_tokens";
/// Tokens written.
pub const GEN_AI_USAGE_OUTPUT_TOKENS: &str = "gen_ai.usage.output_tokens";
/// The agent's name.
pub const GEN_AI_AGENT_NAME: &str = "gen_ai.agent.name";
/// The conversation's id.
pub const GEN_AI_CONVERSATION_ID: &str = "gen_ai.conversation.id";
/// The tool's name.
pub const GEN_AI_TOOL_NAME: &str = "gen_ai.tool.name";
/// The call's id, as the model gave it.
pub const GEN_AI_TOOL_CALL_ID: &str = "gen_ai.tool.call.id";
/// `function`, `extension` or `datastore`.
pub const GEN_AI_TOOL_TYPE: &str = "gen_ai.tool.type";

/// The request's method, such as `tools/call`.
pub const MCP_METHOD_NAME: &str = "mcp.method.name";
/// The revision of the protocol.
pub const MCP_PROTOCOL_VERSION: &str = "mcp.protocol.version";
/// The request's id.
pub const JSONRPC_REQUEST_ID: &str = "jsonrpc.request.id";
/// The error's code, where the answer is one of the protocol.
pub const RPC_RESPONSE_STATUS_CODE: &str = "rpc.response.status_code";
/// `tcp` under HTTP, `pipe` on stdio.
pub const NETWORK_TRANSPORT: &str = "network.transport";
/// The [`ERROR_TYPE`] of a tool's own error.
pub const TOOL_ERROR: &str = "tool_error";

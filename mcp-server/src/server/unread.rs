//! Requests that the library cannot read.

use rmcp::{
    ErrorData, RoleServer, ServerHandler as _,
    model::{CallToolRequestParams, CustomRequest, CustomResult, ErrorCode, ServerResult},
    service::RequestContext,
};
use serde_json::Value;

use super::TaskServer;
use crate::{calls::is_of_2026_07_28, error::clipped};

/// What this server understands.
const METHODS: [&str; 16] = [
    "initialize",
    "ping",
    "server/discover",
    "tools/list",
    "tools/call",
    "resources/list",
    "resources/templates/list",
    "resources/read",
    "resources/subscribe",
    "resources/unsubscribe",
    "subscriptions/listen",
    "prompts/list",
    "prompts/get",
    "completion/complete",
    "skills/list",
    "skills/get",
];

/// Of those, what 2026-07-28 gave up: in it they are methods that do not exist.
const GIVEN_UP: [&str; 4] = [
    "initialize",
    "ping",
    "resources/subscribe",
    "resources/unsubscribe",
];

impl TaskServer {
    /// Answers what the library does not know: a method that does not exist, or one that does with
    /// parameters that it cannot read.
    pub(super) async fn unread(
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
        let is_gone = GIVEN_UP.contains(&method.as_str()) && is_of_2026_07_28(&context);
        if METHODS.contains(&method.as_str()) && !is_gone {
            let words = format!("the parameters are not what {method} takes");
            return Err(ErrorData::invalid_params(words, None));
        }
        let words = format!("there is no method {}", clipped(&method));
        Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, words, None))
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

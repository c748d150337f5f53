//! From a request to a tool, and from what came of it to the answer.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use rmcp::{
    ErrorData, RoleServer,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ProtocolVersion, RequestStateCodec,
    },
    service::RequestContext,
};
use serde_json::Value;

use crate::{
    caller::Caller,
    elicitation::{Asking, Bound, Key, State, Unanswered, Way},
    error::{self, ToolError},
    store::{Request, Tasks},
    tools::{Call, Entry, Identity},
};

/// Carries calls of tools out.
#[derive(Debug, Clone)]
pub(crate) struct Calls {
    tasks: Tasks,
    key: Key,
}

impl Calls {
    /// Calls of tools on these tasks.
    pub(crate) fn new(tasks: Tasks) -> Self {
        Self {
            tasks,
            key: Key::default(),
        }
    }

    /// Answers a call that the caller may make. The error is one of the protocol; what the tool
    /// refuses is a result.
    pub(crate) async fn answer(
        &self,
        entry: &'static Entry,
        caller: &Caller,
        sent: CallToolRequestParams,
        context: &RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let answer = self.carry_out(entry, caller, sent, context);
        // A panic would leave a host on stdio waiting for ever.
        let answer = AssertUnwindSafe(answer).catch_unwind().await;
        answer.unwrap_or_else(|_| Ok(error::panicked().into()))
    }

    async fn carry_out(
        &self,
        entry: &'static Entry,
        caller: &Caller,
        mut sent: CallToolRequestParams,
        context: &RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = sent.arguments.take().unwrap_or_default();
        let prepared = entry.prepared(arguments, &context.meta);
        let (arguments, identity) = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return Ok(CallToolResult::from(error).into()),
        };
        let way = match &identity {
            None => Way::None,
            Some(Identity { hash: call, .. }) => {
                let user = &caller.user;
                self.way(sent, Bound { user, call }, context).await?
            }
        };
        let request = identity.as_ref().and_then(|identity| {
            let given = identity.request.clone();
            given.or_else(|| once(&way, identity.hash))
        });
        let call = Call {
            tasks: &self.tasks,
            caller,
            here: caller.here(self.tasks.now()),
            request,
            asking: Asking::new(way),
        };
        Ok(response(entry.call(&call, arguments).await))
    }

    /// Finds out how the person can be asked, and takes the answers that came with the call.
    async fn way<'a>(
        &'a self,
        sent: CallToolRequestParams,
        bound: Bound<'a>,
        context: &'a RequestContext<RoleServer>,
    ) -> Result<Way<'a>, ErrorData> {
        if !is_of_2026_07_28(context) {
            return Ok(match can_be_asked(context) && has_session(context) {
                true => Way::Session(context),
                false => Way::None,
            });
        }
        if sent.request_state.is_none() && !can_be_asked(context) {
            return Ok(Way::None);
        }
        let (codec, now) = (self.codec().await?, self.tasks.now());
        let state = sent.request_state;
        let state = state.map(|sealed| State::open(&sealed, codec, bound, now));
        let state = state.transpose();
        Ok(Way::Rounds {
            codec,
            bound,
            now,
            state: state.map_err(|error| ErrorData::invalid_params(error.to_string(), None))?,
            responses: sent.input_responses.unwrap_or_default(),
        })
    }

    async fn codec(&self) -> Result<&RequestStateCodec, ErrorData> {
        self.key.codec(&self.tasks).await.map_err(|error| {
            tracing::error!(%error, "the key of questions cannot be had");
            ErrorData::internal_error("the question cannot be asked now; please try again", None)
        })
    }
}

/// A call that is made again with an answer is carried out once, however often it is made.
fn once(way: &Way<'_>, hash: [u8; 32]) -> Option<Request> {
    let Way::Rounds {
        state: Some(state), ..
    } = way
    else {
        return None;
    };
    Some(Request {
        id: format!("question:{}", state.call),
        hash,
    })
}

fn response(result: Result<Value, ToolError>) -> CallToolResponse {
    match result {
        Ok(value) => CallToolResult::structured(value).into(),
        Err(ToolError::Unanswered(Unanswered::Asked(question))) => (*question).into(),
        Err(error) => CallToolResult::from(error).into(),
    }
}

/// Tells whether the host says that it can show a form; one that names no kind of question can
/// (2025-06-18 knew no other).
fn can_be_asked(context: &RequestContext<RoleServer>) -> bool {
    let capabilities = context.client_capabilities();
    let elicitation = capabilities.and_then(|capabilities| capabilities.elicitation);
    elicitation.is_some_and(|kinds| kinds.form.is_some() || kinds.url.is_none())
}

/// Over HTTP each request of the older revisions stands alone, so nothing can be sent to the host.
fn has_session(context: &RequestContext<RoleServer>) -> bool {
    context.extensions.get::<http::request::Parts>().is_none()
}

/// Hints on caching, types of results and questions as results came with this revision.
pub(crate) fn is_of_2026_07_28(context: &RequestContext<RoleServer>) -> bool {
    let version = context.protocol_version();
    version.is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str())
}

//! An OpenAI-compatible endpoint that follows a script, and refuses a history that no real one
//! would take.

use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    response::{IntoResponse as _, Response},
    routing::post,
};
use futures::{StreamExt as _, stream};
use reqwest::StatusCode;
use serde_json::{Value, json};
use taskflow_gateway::config::ModelConfig;
use tokio::net::TcpListener;

/// What the endpoint does with one request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Streams these tokens, with a pause after each.
    Tokens(Vec<&'static str>, Duration),
    /// Asks for these tools.
    Calls(Vec<Call>),
    /// Asks for a tool, after a pause.
    CallAfter(Duration, Call),
    /// Asks for the same tool again and again, whatever it is told.
    CallsForEver(Call),
    /// Answers with a status, a header and a body.
    Status(u16, Option<(&'static str, &'static str)>, &'static str),
    /// Answers nothing for so long.
    Silence(Duration),
    /// Streams these tokens and then breaks the connection.
    CutAfter(Vec<&'static str>),
}

/// A tool call, with its arguments as raw text.
#[derive(Clone)]
pub(crate) struct Call(pub(crate) &'static str, pub(crate) &'static str);

impl Reply {
    pub(crate) fn text(text: &'static str) -> Self {
        Self::Tokens(vec![text], Duration::ZERO)
    }

    pub(crate) fn call(tool: &'static str, arguments: &'static str) -> Self {
        Self::Calls(vec![Call(tool, arguments)])
    }
}

#[derive(Clone)]
pub(crate) struct ScriptedModel {
    url: String,
    script: Arc<Script>,
}

#[derive(Default)]
struct Script {
    replies: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Value>>,
    violations: Mutex<Vec<String>>,
    last_token_at: Mutex<Option<Instant>>,
    summing_up: Mutex<Option<Reply>>,
}

impl ScriptedModel {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let script = Arc::new(Script::default());
        script.replies.lock().unwrap().extend(replies);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/v1/chat/completions", post(answer))
            .with_state(Arc::clone(&script));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, script }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn config(&self) -> ModelConfig {
        self.named("scripted", 16_000)
    }

    /// As a model of this name, which is given so many tokens at most.
    pub(crate) fn named(&self, model: &str, context_tokens: usize) -> ModelConfig {
        ModelConfig::OpenAi {
            base_url: self.url.clone(),
            api_key: Some("a key that must not appear anywhere".into()),
            model: model.to_owned(),
            context_tokens,
        }
    }

    /// From now on, what is asked without tools, which is to sum a conversation up, is answered
    /// like this.
    pub(crate) fn sum_up_with(&self, reply: Reply) {
        *self.script.summing_up.lock().unwrap() = Some(reply);
    }

    pub(crate) fn then(&self, reply: Reply) {
        self.script.replies.lock().unwrap().push_back(reply);
    }

    /// Replies with this first.
    pub(crate) fn before(&self, reply: Reply) {
        self.script.replies.lock().unwrap().push_front(reply);
    }

    /// The requests so far; each was well-formed.
    pub(crate) fn requests(&self) -> Vec<Value> {
        let violations = self.script.violations.lock().unwrap();
        assert!(violations.is_empty(), "{violations:?}");
        self.script.requests.lock().unwrap().clone()
    }

    /// When the last token of a paced answer left.
    pub(crate) fn last_token_at(&self) -> Instant {
        self.script
            .last_token_at
            .lock()
            .unwrap()
            .expect("an answer was streamed")
    }
}

async fn answer(State(script): State<Arc<Script>>, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap();
    let faults = faults(&request["messages"]);
    let has_tools = request["tools"].is_array();
    script.requests.lock().unwrap().push(request);
    if !faults.is_empty() {
        script.violations.lock().unwrap().extend(faults);
        return (StatusCode::BAD_REQUEST, "the history is not well-formed").into_response();
    }
    let summing_up = script.summing_up.lock().unwrap().clone();
    if let Some(reply) = summing_up.filter(|_| !has_tools) {
        return perform(reply, script).await;
    }
    let reply = {
        let mut replies = script.replies.lock().unwrap();
        match replies.front().cloned() {
            Some(reply @ Reply::CallsForEver(_)) => reply,
            Some(reply) => {
                replies.pop_front();
                reply
            }
            None => Reply::Status(500, None, "the script has ended"),
        }
    };
    perform(reply, script).await
}

async fn perform(reply: Reply, script: Arc<Script>) -> Response {
    match reply {
        Reply::Tokens(tokens, pause) => {
            let count = tokens.len();
            let paced = stream::iter(tokens.into_iter().enumerate()).then(move |(index, token)| {
                let script = Arc::clone(&script);
                async move {
                    if index + 1 == count {
                        *script.last_token_at.lock().unwrap() = Some(Instant::now());
                    }
                    let bytes = chunk(&json!({ "content": token }), None);
                    if index + 1 < count {
                        tokio::time::sleep(pause).await;
                    }
                    bytes
                }
            });
            let end = stream::iter([
                chunk(&json!({}), Some("stop")),
                "data: [DONE]\n\n".to_owned(),
            ]);
            events(paced.chain(end).map(Ok::<_, Infallible>))
        }
        Reply::Calls(calls) => called(calls),
        Reply::CallAfter(pause, call) => {
            tokio::time::sleep(pause).await;
            called(vec![call])
        }
        Reply::CallsForEver(call) => called(vec![call]),
        Reply::Status(status, header, body) => {
            let mut response =
                (StatusCode::from_u16(status).unwrap(), body.to_owned()).into_response();
            if let Some((name, value)) = header {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            response
        }
        Reply::Silence(pause) => {
            tokio::time::sleep(pause).await;
            StatusCode::NO_CONTENT.into_response()
        }
        Reply::CutAfter(tokens) => {
            let tokens = tokens
                .into_iter()
                .map(|token| Ok(chunk(&json!({ "content": token }), None)));
            // Late enough for the tokens to have left.
            let cut = stream::once(async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                Err(std::io::Error::other("cut"))
            });
            events(stream::iter(tokens.collect::<Vec<_>>()).chain(cut))
        }
    }
}

fn called(calls: Vec<Call>) -> Response {
    let calls: Vec<Value> = calls
        .into_iter()
        .enumerate()
        .map(|(index, Call(name, arguments))| {
            json!({
                "index": index,
                "id": format!("call_{index}"),
                "type": "function",
                "function": { "name": name, "arguments": arguments },
            })
        })
        .collect();
    let chunks = [
        chunk(&json!({ "tool_calls": calls }), None),
        chunk(&json!({}), Some("tool_calls")),
        "data: [DONE]\n\n".to_owned(),
    ];
    events(stream::iter(chunks).map(Ok::<_, Infallible>))
}

fn events<E>(chunks: impl futures::Stream<Item = Result<String, E>> + Send + 'static) -> Response
where
    E: Into<axum::BoxError> + 'static,
{
    (
        [("content-type", "text/event-stream")],
        Body::from_stream(chunks),
    )
        .into_response()
}

fn chunk(delta: &Value, finish: Option<&str>) -> String {
    let chunk = json!({
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [{ "index": 0, "delta": delta, "finish_reason": finish }],
    });
    format!("data: {chunk}\n\n")
}

/// What OpenAI answers with 400: a call without its result, or a result without its call.
fn faults(messages: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for message in messages.as_array().unwrap() {
        if message["role"] == "tool" {
            let id = message["tool_call_id"].as_str().unwrap_or_default();
            match open.iter().position(|call| call == id) {
                Some(place) => drop(open.remove(place)),
                None => faults.push(format!("a result for {id}, which was not called")),
            }
            continue;
        }
        if !open.is_empty() {
            faults.push(format!("no result for {open:?}"));
        }
        open.clear();
        for call in message["tool_calls"].as_array().into_iter().flatten() {
            let arguments = call["function"]["arguments"].as_str().unwrap_or_default();
            if !serde_json::from_str::<Value>(arguments).is_ok_and(|value| value.is_object()) {
                faults.push(format!("arguments that are not an object: {arguments}"));
            }
            open.push(call["id"].as_str().unwrap_or_default().to_owned());
        }
    }
    if !open.is_empty() {
        faults.push(format!("no result for {open:?}"));
    }
    faults
}

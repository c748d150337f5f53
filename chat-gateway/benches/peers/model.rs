//! The model endpoint that all are measured against. It answers at once, but where it is asked to
//! count or to wait.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::State,
    response::{IntoResponse as _, Response},
    routing::post,
};
use futures::{Stream, StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch};
use tokio_util::sync::CancellationToken;

/// The pause between the numbers of `count 50`.
const PAUSE: Duration = Duration::from_millis(20);

/// The endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) url: String,
    is_released: watch::Sender<bool>,
}

impl Model {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let model = Self {
            url: format!("http://{address}/v1"),
            is_released: watch::Sender::new(false),
        };
        let router = Router::new()
            .route("/v1/chat/completions", post(answer))
            .with_state(model.clone());
        let stop = CancellationToken::new();
        let serving = taskflow_shared::serve::serve(listener, router, stop, Duration::ZERO);
        tokio::spawn(serving);
        model
    }

    /// Makes the answers to `hold` wait, or go on.
    pub(crate) fn release(&self, is_released: bool) {
        self.is_released.send_replace(is_released);
    }
}

async fn answer(State(model): State<Model>, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap_or_default();
    let messages = request["messages"].as_array();
    let last = messages.and_then(|messages| messages.last());
    let last = last.cloned().unwrap_or_default();
    let asked = last["content"].as_str().unwrap_or_default();
    let delta = match asked.split_once(' ') {
        Some(("add", title)) if last["role"] == "user" => call(title),
        Some(("count", end)) => return counted(end.parse().unwrap_or_default()),
        None if asked == "hold" => return held(&model),
        _ => json!({ "role": "assistant", "content": "Done." }),
    };
    match request["stream"].as_bool() {
        Some(true) => events(stream::iter([chunk(&delta)])),
        _ => whole(&delta),
    }
}

fn call(title: &str) -> Value {
    let arguments = json!({ "title": title }).to_string();
    let function = json!({ "name": "add_task", "arguments": arguments });
    let call = json!({ "index": 0, "id": "call_0", "type": "function", "function": function });
    json!({ "role": "assistant", "content": null, "tool_calls": [call] })
}

fn counted(end: usize) -> Response {
    events(stream::iter(0..end).then(async |number| {
        if number > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        chunk(&json!({ "content": format!("{number} ") }))
    }))
}

fn held(model: &Model) -> Response {
    let mut is_released = model.is_released.subscribe();
    let rest = stream::once(async move {
        // The endpoint holds the other end for as long as it serves.
        let _ = is_released.wait_for(|is_released| *is_released).await;
        chunk(&json!({ "content": "on." }))
    });
    events(stream::iter([chunk(&json!({ "content": "Holding " }))]).chain(rest))
}

fn whole(message: &Value) -> Response {
    let choice = json!({ "index": 0, "message": message, "finish_reason": "stop" });
    let answer = json!({
        "id": "1", "object": "chat.completion", "created": 1, "model": "stub", "choices": [choice],
    });
    Json(answer).into_response()
}

fn events(chunks: impl Stream<Item = String> + Send + 'static) -> Response {
    let end = choice(&json!({}), Some("stop")) + "data: [DONE]\n\n";
    let chunks = chunks.chain(stream::iter([end])).map(Ok::<_, Infallible>);
    let headers = [("content-type", "text/event-stream")];
    (headers, Body::from_stream(chunks)).into_response()
}

fn chunk(delta: &Value) -> String {
    choice(delta, None)
}

fn choice(delta: &Value, finish: Option<&str>) -> String {
    let choice = json!({ "index": 0, "delta": delta, "finish_reason": finish });
    let chunk = json!({
        "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "stub",
        "choices": [choice],
    });
    format!("data: {chunk}\n\n")
}

//! A model endpoint whose answers follow from what it is asked, for any number of chats at once.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::post,
};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch};

use crate::support::{chunk, events, faults};

/// A model endpoint. It understands
///
/// - `add A, B`: calls `add_task` for each, and then says so in a few words;
/// - `count 50`: says the numbers from 0 to below 50, one every 20 ms;
/// - `hold`: says one word, and the next when it is [released](Self::release);
/// - anything else: says `Hello.`
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    inner: Arc<Inner>,
}

struct Inner {
    violations: Mutex<Vec<String>>,
    /// Grows with each request and each word: moments at which something can go wrong.
    moments: watch::Sender<usize>,
    is_released: watch::Sender<bool>,
}

/// The pause between the numbers.
const PAUSE: Duration = Duration::from_millis(20);
/// The pause between words.
const SHORT_PAUSE: Duration = Duration::from_millis(3);

impl Endpoint {
    pub(crate) async fn start() -> Self {
        let inner = Arc::new(Inner {
            violations: Mutex::default(),
            moments: watch::Sender::new(0),
            is_released: watch::Sender::new(false),
        });
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/v1/chat/completions", post(answer))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, inner }
    }

    /// Waits until so many more moments have passed.
    pub(crate) async fn wait_for_moments(&self, moments: usize) {
        let mut passed = self.inner.moments.subscribe();
        let goal = *passed.borrow() + moments;
        passed.wait_for(|passed| *passed >= goal).await.unwrap();
    }

    /// Lets the answers go on that were held.
    pub(crate) fn release(&self) {
        self.inner.is_released.send_replace(true);
    }

    /// No history was one that an endpoint refuses.
    pub(crate) fn was_asked_well(&self) {
        let violations = self.inner.violations.lock().unwrap();
        assert!(violations.is_empty(), "{violations:?}");
    }
}

impl Inner {
    fn passes(&self) {
        self.moments.send_modify(|moments| *moments += 1);
    }
}

async fn answer(State(inner): State<Arc<Inner>>, body: Bytes) -> Response {
    inner.passes();
    let request: Value = serde_json::from_slice(&body).unwrap();
    let faults = faults(&request["messages"]);
    if !faults.is_empty() {
        inner.violations.lock().unwrap().extend(faults);
        return (StatusCode::BAD_REQUEST, "the history is not well-formed").into_response();
    }
    let messages = request["messages"].as_array().unwrap();
    let is_told = messages.last().unwrap()["role"] == "tool";
    let asked = messages.iter().rfind(|message| message["role"] == "user");
    let asked = asked.unwrap()["content"].as_str().unwrap();
    let number = |text: &str| text.parse().unwrap();
    match asked.split_once(' ') {
        Some(("add", titles)) if !is_told => add(titles),
        Some(("add", titles)) => {
            let words = ["I ", "have ", "added ", titles, "."].map(str::to_owned);
            paced(inner, words.into(), SHORT_PAUSE)
        }
        Some(("count", end)) => {
            let numbers = (0..number(end)).map(|number| format!("{number} "));
            paced(inner, numbers.collect(), PAUSE)
        }
        None if asked == "hold" => held(inner),
        _ => paced(inner, vec!["Hello.".to_owned()], Duration::ZERO),
    }
}

fn add(titles: &str) -> Response {
    let call = |(index, title): (usize, &str)| {
        let arguments = json!({ "title": title }).to_string();
        json!({
            "index": index,
            "id": format!("call_{index}"),
            "type": "function",
            "function": { "name": "add_task", "arguments": arguments },
        })
    };
    let calls: Vec<Value> = titles.split(", ").enumerate().map(call).collect();
    let chunks = [
        chunk(&json!({ "tool_calls": calls }), None),
        chunk(&json!({}), Some("tool_calls")),
        "data: [DONE]\n\n".to_owned(),
    ];
    events(stream::iter(chunks).map(Ok::<_, Infallible>))
}

fn paced(inner: Arc<Inner>, words: Vec<String>, pause: Duration) -> Response {
    let words = stream::iter(words.into_iter().enumerate()).then(move |(index, word)| {
        let inner = Arc::clone(&inner);
        async move {
            if index > 0 && !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
            inner.passes();
            said(&word)
        }
    });
    events(words.chain(end()).map(Ok::<_, Infallible>))
}

fn held(inner: Arc<Inner>) -> Response {
    let rest = stream::once(async move {
        let mut is_released = inner.is_released.subscribe();
        let _ = is_released.wait_for(|is_released| *is_released).await;
        said("on.")
    });
    let words = stream::iter([said("Holding ")]).chain(rest);
    events(words.chain(end()).map(Ok::<_, Infallible>))
}

fn said(word: &str) -> String {
    chunk(&json!({ "content": word }), None)
}

fn end() -> impl futures::Stream<Item = String> {
    stream::iter([
        chunk(&json!({}), Some("stop")),
        "data: [DONE]\n\n".to_owned(),
    ])
}

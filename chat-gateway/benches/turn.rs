//! What the gateway adds to its model's own time.
//!
//! `cargo bench -p taskflow-gateway` starts the real gateway on loopback with a model stub that
//! answers at once, asks the stub alone and through the gateway in turns, and prints medians and
//! what lies between them. Absolute numbers are this machine's; the differences and ratios are
//! what counts.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark stops where it cannot measure, and prints what it measured"
)]

use std::{
    convert::Infallible,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    response::{IntoResponse, Response},
    routing::post,
};
use chrono::TimeDelta;
use futures::stream;
use reqwest::Client;
use sea_orm::{ConnectionTrait as _, DbErr};
use serde_json::{Value, json};
use taskflow_gateway::{
    app::App,
    config::{AUDIT_DAYS, Config, ModelConfig},
};
use taskflow_shared::{
    clock::Clock,
    config::{http::HttpConfig, telemetry::TelemetryConfig},
    testing::{TestDatabase, alice, auth_config, token},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const ROUNDS: usize = 300;
const LONG_HISTORY: i64 = 10_000;
const SHORT_HISTORY: i64 = 20;

#[tokio::main]
async fn main() {
    let stub = serve_stub().await;
    let bench = Bench::start(&stub).await;
    bench.turn_with_a_tool_call().await;
    bench.first_token().await;
    bench.history().await;
}

struct Bench {
    client: Client,
    stub: String,
    gateway: String,
    token: String,
    database: TestDatabase,
}

impl Bench {
    async fn start(stub: &str) -> Self {
        let database = TestDatabase::sqlite().await;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let served = listener.local_addr().unwrap();
        let config = Config {
            telemetry: TelemetryConfig::off(),
            database: database.config.clone(),
            http: HttpConfig {
                listen: served,
                public_url: None,
                allowed_origins: Vec::new(),
            },
            auth: auth_config(),
            mcp_url: None,
            read_only: false,
            models: vec![ModelConfig::OpenAi {
                base_url: format!("{stub}/v1"),
                api_key: None,
                model: "stub".into(),
                context_tokens: 16_000,
            }],
            turn_timeout: Duration::from_secs(30),
            rate_limit: "off".parse().unwrap(),
            quotas: Default::default(),
            audit_days: AUDIT_DAYS,
            question_timeout: TimeDelta::hours(24),
            tool_policy: Default::default(),
            locale: Default::default(),
            warnings: Vec::new(),
        };
        let stop = CancellationToken::new();
        let app = App::build(
            &config,
            database.database.clone(),
            Clock::system(),
            served,
            stop,
        );
        tokio::spawn(app.await.unwrap().run(listener));
        let gateway = format!("http://{served}");
        let token = token(&alice(), &gateway);
        let client = Client::builder().tcp_nodelay(true).build().unwrap();
        Self {
            client,
            stub: stub.to_owned(),
            gateway,
            token,
            database,
        }
    }

    /// A turn asks the model twice; so does the stub's own time.
    async fn turn_with_a_tool_call(&self) {
        let (mut stub, mut turn) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            let started = Instant::now();
            self.ask_stub("call", false).await;
            self.ask_stub("call", true).await;
            stub.push(started.elapsed());
            let started = Instant::now();
            let answer = self.chat(&format!("call {round}"), &Value::Null).await;
            turn.push(started.elapsed());
            assert_eq!(answer["tool_calls"][0]["tool"], "add_task", "{answer}");
        }
        let (stub, turn) = (Times::of(stub), Times::of(turn));
        println!(
            "turn with one tool call      p50 {:>8.2?}  p99 {:>8.2?}",
            turn.p50, turn.p99
        );
        println!(
            "  the stub's own two answers p50 {:>8.2?}  p99 {:>8.2?}",
            stub.p50, stub.p99
        );
        println!(
            "  the gateway adds           p50 {:>8.2?}",
            turn.p50.saturating_sub(stub.p50)
        );
    }

    async fn first_token(&self) {
        let (mut stub, mut turn) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let request = self.stub_request("hello", false);
            stub.push(time_to(request, "\"content\":\"Hi\"").await);
            let request = self.chat_request("chat/stream", "hello", &Value::Null);
            turn.push(time_to(request, "\"content\":\"Hi\"").await);
        }
        let (stub, turn) = (Times::of(stub), Times::of(turn));
        println!(
            "streamed first token         p50 {:>8.2?}  p99 {:>8.2?}",
            turn.p50, turn.p99
        );
        println!(
            "  the stub's own             p50 {:>8.2?}  p99 {:>8.2?}",
            stub.p50, stub.p99
        );
        println!(
            "  the gateway adds           p50 {:>8.2?}",
            turn.p50.saturating_sub(stub.p50)
        );
    }

    /// The same turn at the end of a short and of a long conversation.
    async fn history(&self) {
        let short = self.conversation_of(SHORT_HISTORY).await;
        let long = self.conversation_of(LONG_HISTORY).await;
        let (mut at_short, mut at_long) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            for (conversation, times) in [(&short, &mut at_short), (&long, &mut at_long)] {
                let started = Instant::now();
                self.chat("hello", conversation).await;
                times.push(started.elapsed());
            }
        }
        let (short, long) = (Times::of(at_short), Times::of(at_long));
        println!(
            "turn after {SHORT_HISTORY:>6} messages   p50 {:>8.2?}",
            short.p50
        );
        println!(
            "turn after {LONG_HISTORY:>6} messages   p50 {:>8.2?}",
            long.p50
        );
        println!(
            "  ratio                      {:.2}",
            long.p50.as_secs_f64() / short.p50.as_secs_f64()
        );
    }

    /// A conversation that already has so many messages, with the lengths they usually have.
    async fn conversation_of(&self, messages: i64) -> Value {
        let answer = self.chat("hello", &Value::Null).await;
        let id = answer["conversation_id"].as_str().unwrap().replace('-', "");
        let sql = format!(
            "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < {messages}) \
             INSERT INTO messages (id, conversation_id, sequence, role, content, status, created_at) \
             SELECT randomblob(16), x'{id}', i, CASE i % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, \
             'Add a task to buy groceries for the week, number ' || i, 'complete', \
             '2026-01-01T00:00:00+00:00' FROM n"
        );
        let raise =
            format!("UPDATE conversations SET last_sequence = {messages} WHERE id = x'{id}'");
        let written: Result<(), DbErr> = self
            .database
            .database
            .write(move |transaction| {
                Box::pin(async move {
                    transaction.execute_unprepared(&sql).await?;
                    transaction.execute_unprepared(&raise).await.map(drop)
                })
            })
            .await;
        written.unwrap();
        answer["conversation_id"].clone()
    }

    async fn chat(&self, message: &str, conversation: &Value) -> Value {
        let response = self
            .chat_request("chat", message, conversation)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }

    fn chat_request(
        &self,
        path: &str,
        message: &str,
        conversation: &Value,
    ) -> reqwest::RequestBuilder {
        let body = json!({ "message": message, "conversation_id": conversation });
        let url = format!("{}/api/{}/{path}", self.gateway, alice());
        self.client.post(url).bearer_auth(&self.token).json(&body)
    }

    async fn ask_stub(&self, message: &str, called: bool) {
        self.stub_request(message, called)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
    }

    fn stub_request(&self, message: &str, called: bool) -> reqwest::RequestBuilder {
        let mut messages = vec![json!({ "role": "user", "content": message })];
        messages.extend(called.then(|| json!({ "role": "tool", "content": "{}" })));
        let body = json!({ "model": "stub", "stream": true, "messages": messages });
        self.client
            .post(format!("{}/v1/chat/completions", self.stub))
            .json(&body)
    }
}

async fn time_to(request: reqwest::RequestBuilder, text: &str) -> Duration {
    let started = Instant::now();
    let mut response = request.send().await.unwrap();
    let mut seen = String::new();
    let mut time = None;
    while let Some(bytes) = response.chunk().await.unwrap() {
        seen.push_str(std::str::from_utf8(&bytes).unwrap());
        if time.is_none() && seen.contains(text) {
            time = Some(started.elapsed());
        }
    }
    time.unwrap()
}

struct Times {
    p50: Duration,
    p99: Duration,
}

impl Times {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self {
            p50: times[times.len() / 2],
            p99: times[times.len() * 99 / 100],
        }
    }
}

/// An endpoint that answers at once: a message that starts with `call` with a call of `add_task`,
/// and anything else, or the result of that call, with two words.
async fn serve_stub() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/v1/chat/completions", post(stub));
    let stop = CancellationToken::new();
    tokio::spawn(taskflow_shared::serve::serve(
        listener,
        router,
        stop,
        Duration::ZERO,
    ));
    url
}

async fn stub(body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap();
    let last = request["messages"].as_array().unwrap().last().unwrap();
    let content = last["content"].as_str().unwrap_or_default();
    let chunks = if last["role"] == "user" && content.starts_with("call") {
        let arguments = json!({ "title": content }).to_string();
        let function = json!({ "name": "add_task", "arguments": arguments });
        let call = json!({ "index": 0, "id": "call_0", "type": "function", "function": function });
        vec![
            chunk(&json!({ "tool_calls": [call] }), None),
            chunk(&json!({}), Some("tool_calls")),
        ]
    } else {
        vec![
            chunk(&json!({ "content": "Hi" }), None),
            chunk(&json!({ "content": " there." }), None),
            chunk(&json!({}), Some("stop")),
        ]
    };
    let done = "data: [DONE]\n\n".to_owned();
    let chunks = chunks.into_iter().chain([done]).map(Ok::<_, Infallible>);
    let body = Body::from_stream(stream::iter(chunks.collect::<Vec<_>>()));
    ([("content-type", "text/event-stream")], body).into_response()
}

fn chunk(delta: &Value, finish: Option<&str>) -> String {
    let choice = json!({ "index": 0, "delta": delta, "finish_reason": finish });
    format!("data: {}\n\n", json!({ "id": "1", "choices": [choice] }))
}

//! People who call tools, and requests as they go over the wire.

use std::sync::Arc;

use axum::{Router, body::Body};
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use taskflow_mcp::{
    Access,
    config::HttpConfig,
    http::{HttpParts, Server, router},
};
use taskflow_shared::{
    auth::Verifier,
    clock::Clock,
    config::{http::HttpConfig as Address, locale::LocaleConfig, telemetry::TelemetryConfig},
    database::Database,
    ids::UserId,
    testing::{TestDatabase, auth_config, token},
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// The URL under which the router of the tests is known.
pub(crate) const RESOURCE: &str = "http://127.0.0.1:8090/mcp";

/// The server's router over `database`.
pub(crate) fn server(database: &Database) -> Router {
    router(parts(database))
}

/// What the router of the tests is made of, to be changed.
pub(crate) fn parts(database: &Database) -> HttpParts {
    let verifier =
        Verifier::for_people(&auth_config(), Some(RESOURCE.to_owned()), Clock::system()).unwrap();
    HttpParts {
        database: database.clone(),
        clock: Clock::system(),
        verifier: Arc::new(verifier),
        resource: RESOURCE.to_owned(),
        issuer: Some("https://sign-in.example".to_owned()),
        allowed_origins: vec!["https://app.example".to_owned()],
        access: Access::Full,
        locale: LocaleConfig::default(),
        leaving: CancellationToken::new(),
        stop: CancellationToken::new(),
    }
}

/// What the server needs to be served on a free port.
pub(crate) fn config_for(test: &TestDatabase) -> HttpConfig {
    HttpConfig {
        database: test.config.clone(),
        auth: auth_config(),
        served: Address {
            listen: "127.0.0.1:0".parse().unwrap(),
            public_url: None,
            allowed_origins: Vec::new(),
        },
        access: Access::Full,
        locale: LocaleConfig::default(),
        telemetry: TelemetryConfig::off(),
        warnings: Vec::new(),
    }
}

/// A server on a free port, in this process.
pub(crate) struct Served {
    /// Its URL, ending in `/mcp`.
    pub(crate) url: String,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Served {
    /// Serves the tasks of the database.
    pub(crate) async fn start(test: &TestDatabase) -> Self {
        Self::start_with(config_for(test), Clock::system()).await
    }

    pub(crate) async fn start_with(config: HttpConfig, clock: Clock) -> Self {
        let stop = CancellationToken::new();
        let server = Server::open(config, clock, stop.clone()).await.unwrap();
        Self {
            url: server.mcp_url().to_owned(),
            stop,
            running: tokio::spawn(server.run()),
        }
    }

    /// Asks it to leave.
    pub(crate) fn leave(&self) {
        self.stop.cancel();
    }

    /// Asks it to leave, and waits until it has.
    pub(crate) async fn stop(self) {
        self.leave();
        self.running.await.unwrap();
    }
}

/// An HTTP answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

/// Sends a request to a router.
pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8(body.to_vec()).unwrap(),
    }
}

/// A tool's result.
#[derive(Debug)]
pub(crate) struct Called {
    pub(crate) is_error: bool,
    pub(crate) text: String,
    pub(crate) structured: Option<Value>,
}

impl Called {
    /// Reads a result of `tools/call`, in which text and structured content must say the same.
    pub(crate) fn read(result: &Value) -> Self {
        let content = result["content"].as_array().unwrap();
        assert_eq!(content.len(), 1, "{result}");
        assert_eq!(content[0]["type"], "text");
        let text = content[0]["text"].as_str().unwrap().to_owned();
        let structured = result.get("structuredContent").cloned();
        let is_error = result["isError"].as_bool().unwrap();
        match &structured {
            Some(structured) => {
                assert_eq!(*structured, serde_json::from_str::<Value>(&text).unwrap())
            }
            None => assert!(is_error, "{result}"),
        }
        assert!(!is_error || structured.is_none(), "{result}");
        Self {
            is_error,
            text,
            structured,
        }
    }

    /// Returns the result of a call that worked.
    pub(crate) fn value(self) -> Value {
        assert!(!self.is_error, "{}", self.text);
        self.structured.unwrap()
    }

    /// Returns the words of a call that was refused.
    pub(crate) fn refusal(self) -> String {
        assert!(self.is_error, "{}", self.text);
        self.text
    }
}

/// Somebody who calls tools over HTTP.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    router: Router,
    token: String,
}

impl Person {
    pub(crate) fn new(router: &Router, user: &UserId) -> Self {
        Self::with_token(router, token(user, RESOURCE))
    }

    pub(crate) fn with_token(router: &Router, token: String) -> Self {
        Self {
            router: router.clone(),
            token,
        }
    }

    pub(crate) async fn call(&self, tool: &str, arguments: Value) -> Called {
        let params = json!({"name": tool, "arguments": arguments});
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        let request = request(Some(&self.token), &message);
        let answer = send(&self.router, request).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        Called::read(&answer.json()["result"])
    }

    /// Adds a task and returns its id.
    pub(crate) async fn add(&self, title: &str) -> i64 {
        let added = self.call("add_task", json!({"title": title})).await.value();
        added["task_id"].as_i64().unwrap()
    }

    /// Returns the ids of the tasks that a list shows, and how many there are in all.
    pub(crate) async fn list(&self, arguments: Value) -> (Vec<i64>, i64) {
        let list = self.call("list_tasks", arguments).await.value();
        let tasks = list["tasks"].as_array().unwrap();
        let ids = tasks.iter().map(|task| task["id"].as_i64().unwrap());
        (ids.collect(), list["total"].as_i64().unwrap())
    }
}

/// A message to the server as a client of 2025-06-18 sends it.
pub(crate) fn request(token: Option<&str>, message: &Value) -> Request<Body> {
    let mut request = Request::post("/mcp")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json, text/event-stream")
        .header("mcp-protocol-version", "2025-06-18");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    request.body(Body::from(message.to_string())).unwrap()
}

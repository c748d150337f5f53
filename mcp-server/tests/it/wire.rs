//! Requests in each era of the protocol, and the notifications that come of them.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, BodyDataStream},
};
use futures::StreamExt as _;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use taskflow_shared::{ids::UserId, testing::token};
use tower::ServiceExt as _;

use crate::harness::{RESOURCE, send};

/// The last revision with a handshake, and the first without.
pub(crate) const OLDER: &str = "2025-11-25";
pub(crate) const NEWEST: &str = "2026-07-28";
/// Both.
pub(crate) const ERAS: [&str; 2] = [OLDER, NEWEST];

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody's host, over HTTP.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    router: Router,
    token: String,
}

impl Client {
    pub(crate) fn new(router: &Router, user: &UserId) -> Self {
        Self::with_token(router, token(user, RESOURCE))
    }

    pub(crate) fn with_token(router: &Router, token: String) -> Self {
        Self {
            router: router.clone(),
            token,
        }
    }

    /// Returns the result of a request that works.
    pub(crate) async fn result(&self, version: &str, method: &str, params: Value) -> Value {
        let answer = self.ask(version, method, params).await;
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Returns the code and words of a request that is refused.
    pub(crate) async fn error(&self, version: &str, method: &str, params: Value) -> (i64, String) {
        let answer = self.ask(version, method, params).await;
        let error = &answer["error"];
        let code = error["code"].as_i64().unwrap_or_else(|| panic!("{answer}"));
        (code, error["message"].as_str().unwrap().to_owned())
    }

    async fn ask(&self, version: &str, method: &str, params: Value) -> Value {
        let answer = send(&self.router, self.request(version, method, params)).await;
        answer.json()
    }

    /// Opens a subscription and returns what was acknowledged, and what comes after that.
    pub(crate) async fn listen(&self, notifications: Value) -> (Value, Events) {
        let params = json!({"notifications": notifications});
        let request = self.request(NEWEST, "subscriptions/listen", params);
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        let mut events = Events {
            body: response.into_body().into_data_stream(),
            text: String::new(),
        };
        let first = events.next().await.unwrap();
        assert_eq!(first["method"], "notifications/subscriptions/acknowledged");
        (first["params"]["notifications"].clone(), events)
    }

    fn request(&self, version: &str, method: &str, mut params: Value) -> Request<Body> {
        let mut request = Request::post("/mcp")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json, text/event-stream")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header("mcp-protocol-version", version);
        if version == NEWEST {
            request = request.header("mcp-method", method);
            if let Some(name) = params.get("name").or(params.get("uri")) {
                request = request.header("mcp-name", name.as_str().unwrap());
            }
            params["_meta"] = json!({
                "io.modelcontextprotocol/protocolVersion": NEWEST,
                "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
                "io.modelcontextprotocol/clientCapabilities": {},
            });
        }
        let message = json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params});
        request.body(Body::from(message.to_string())).unwrap()
    }
}

/// What a server sends as events.
#[derive(Debug)]
pub(crate) struct Events {
    body: BodyDataStream,
    text: String,
}

impl Events {
    /// Returns the next message; `None` where the stream ends.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data:"));
                let message = data.map(|data| serde_json::from_str(data).unwrap());
                self.text = rest.to_owned();
                if message.is_some() {
                    return message;
                }
                continue;
            }
            let bytes = tokio::time::timeout(PATIENCE, self.body.next()).await;
            let bytes = bytes.expect("an event in time")?;
            self.text += std::str::from_utf8(&bytes.unwrap()).unwrap();
        }
    }

    /// Returns the URI that the next message says was updated.
    pub(crate) async fn updated(&mut self) -> String {
        let message = self.next().await.unwrap();
        assert_eq!(
            message["method"], "notifications/resources/updated",
            "{message}"
        );
        let meta = &message["params"]["_meta"];
        assert_eq!(meta["io.modelcontextprotocol/subscriptionId"], 7);
        message["params"]["uri"].as_str().unwrap().to_owned()
    }
}

//! A gateway on a free port, in this process, put together as the program does it.

use std::{net::SocketAddr, time::Duration};

use chrono::TimeDelta;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use taskflow_gateway::{
    app::App,
    config::{AUDIT_DAYS, Config, ModelConfig, Quotas, RateLimit},
};
use taskflow_shared::{
    clock::Clock,
    config::{
        SecretSource,
        auth::{AuthConfig, PeopleKeys},
        http::HttpConfig,
        telemetry::TelemetryConfig,
    },
    ids::UserId,
    testing::{TestDatabase, alice, auth_config, token},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::ScriptedModel;

/// What a test may want otherwise than usual.
pub(crate) struct Options {
    pub(crate) model: ModelConfig,
    /// Those asked where the first gives no answer.
    pub(crate) fallbacks: Vec<ModelConfig>,
    pub(crate) turn_timeout: Duration,
    pub(crate) rate_limit: &'static str,
    pub(crate) quotas: Quotas,
    pub(crate) tool_policy: &'static str,
    pub(crate) allowed_origins: Vec<String>,
    /// The URL of another gateway's task server.
    pub(crate) mcp_url: Option<String>,
    /// What tokens for it are signed with, where it is not the secret of people's.
    pub(crate) mcp_secret: Option<SecretSource>,
    /// What people's tokens are signed with.
    pub(crate) keys: PeopleKeys,
    pub(crate) read_only: bool,
    /// Where to listen; a free port by default.
    pub(crate) listen: SocketAddr,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            model: ModelConfig::BuiltIn,
            fallbacks: Vec::new(),
            turn_timeout: Duration::from_secs(30),
            rate_limit: "off",
            quotas: Quotas::default(),
            tool_policy: "",
            allowed_origins: Vec::new(),
            mcp_url: None,
            mcp_secret: None,
            keys: auth_config().keys,
            read_only: false,
            listen: ([127, 0, 0, 1], 0).into(),
        }
    }
}

impl Options {
    pub(crate) fn with_model(model: &ScriptedModel) -> Self {
        Self {
            model: model.config(),
            ..Self::default()
        }
    }
}

pub(crate) struct Gateway {
    pub(crate) url: String,
    pub(crate) client: Client,
    pub(crate) test_database: TestDatabase,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Gateway {
    /// A gateway with the built-in model on a new SQLite file.
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    pub(crate) async fn start_with(options: Options) -> Self {
        Self::start_on(TestDatabase::sqlite().await, options).await
    }

    pub(crate) async fn start_on(test_database: TestDatabase, options: Options) -> Self {
        let listener = TcpListener::bind(options.listen).await.unwrap();
        let served = listener.local_addr().unwrap();
        let rate_limit: RateLimit = options.rate_limit.parse().unwrap();
        let config = Config {
            telemetry: TelemetryConfig::off(),
            database: test_database.config.clone(),
            http: HttpConfig {
                listen: served,
                public_url: None,
                allowed_origins: options.allowed_origins,
            },
            auth: AuthConfig {
                keys: options.keys,
                mcp_secret: options.mcp_secret,
                ..auth_config()
            },
            mcp_url: options.mcp_url,
            read_only: options.read_only,
            models: [vec![options.model], options.fallbacks].concat(),
            turn_timeout: options.turn_timeout,
            rate_limit,
            quotas: options.quotas,
            audit_days: AUDIT_DAYS,
            question_timeout: TimeDelta::hours(24),
            tool_policy: options.tool_policy.parse().unwrap(),
            locale: Default::default(),
            warnings: Vec::new(),
        };
        let stop = CancellationToken::new();
        let database = test_database.database.clone();
        let app = App::build(&config, database, Clock::system(), served, stop.clone());
        let running = tokio::spawn(app.await.unwrap().run(listener));
        let client = Client::new();
        Self {
            url: format!("http://{served}"),
            client,
            test_database,
            stop,
            running,
        }
    }

    /// Stops it as a signal would, and waits until it has stopped; the database stays.
    pub(crate) async fn stop(self) -> TestDatabase {
        self.stop.cancel();
        self.running.await.unwrap();
        self.test_database
    }

    pub(crate) fn token(&self, user: &UserId) -> String {
        token(user, &self.url)
    }

    pub(crate) fn post(&self, user: &UserId, path: &str) -> RequestBuilder {
        let url = format!("{}/api/{user}/{path}", self.url);
        self.client.post(url).bearer_auth(self.token(user))
    }

    pub(crate) async fn get(&self, user: &UserId, path: &str) -> Answer {
        let url = format!("{}/api/{user}/{path}", self.url);
        Self::answer(self.client.get(url).bearer_auth(self.token(user))).await
    }

    /// Sends a message as `user`, in a conversation or a new one.
    pub(crate) async fn say(
        &self,
        user: &UserId,
        message: &str,
        conversation: Option<&Value>,
    ) -> Answer {
        let body = json!({ "message": message, "conversation_id": conversation });
        Self::answer(self.post(user, "chat").json(&body)).await
    }

    /// Sends a message as Alice in a new conversation and expects an answer.
    pub(crate) async fn ask(&self, message: &str) -> Value {
        let answer = self.say(&alice(), message, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        answer.body
    }

    /// Calls a tool of the mounted task server as `user`, as an MCP host would.
    pub(crate) async fn call_tool(&self, user: &UserId, tool: &str, arguments: Value) -> Value {
        let request = self
            .client
            .post(format!("{}/mcp", self.url))
            .bearer_auth(token(user, &format!("{}/mcp", self.url)))
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", "2025-06-18")
            .json(&json!({
                "jsonrpc": "2.0",
                "id": 1,
                "method": "tools/call",
                "params": { "name": tool, "arguments": arguments },
            }));
        let answer = Self::answer(request).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        answer.body["result"]["structuredContent"].clone()
    }

    pub(crate) async fn answer(request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer {
            status,
            headers,
            body,
        }
    }
}

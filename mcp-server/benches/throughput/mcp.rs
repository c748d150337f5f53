//! The real server.

use serde_json::{Value, json};
use taskflow_mcp::{Access, config::HttpConfig, http::Server};
use taskflow_shared::{
    clock::Clock,
    config::{http::HttpConfig as Served, telemetry::TelemetryConfig},
    ids::UserId,
    testing::{TestDatabase, auth_config, token},
};
use tokio_util::sync::CancellationToken;

use crate::{load::Load, seed};

/// The server, running.
pub(crate) struct Mcp {
    url: String,
    _database: TestDatabase,
}

/// Starts the server on a new database with the known lists.
pub(crate) async fn start() -> Mcp {
    let database = TestDatabase::sqlite().await;
    seed::fill(&database.database).await;
    let config = HttpConfig {
        database: database.config.clone(),
        auth: auth_config(),
        served: Served {
            listen: "127.0.0.1:0".parse().expect("an address"),
            public_url: None,
            allowed_origins: Vec::new(),
        },
        access: Access::Full,
        locale: Default::default(),
        telemetry: TelemetryConfig::off(),
        warnings: Vec::new(),
    };
    let server = Server::open(config, Clock::system(), CancellationToken::new());
    let server = server.await.expect("the server opens");
    let url = server.mcp_url().to_owned();
    tokio::spawn(server.run());
    Mcp {
        url,
        _database: database,
    }
}

impl Mcp {
    /// Calls `list_tasks` as this person.
    pub(crate) fn list(&self, user: &str) -> Load {
        self.call(user, "list_tasks", &json!({}), "Buy groceries 20")
    }

    /// Calls `add_task` as somebody with an ordinary list.
    pub(crate) fn add(&self) -> Load {
        self.call(
            "adds",
            "add_task",
            &json!({"title": "Buy groceries"}),
            "created",
        )
    }

    fn call(&self, user: &str, tool: &str, arguments: &Value, expected: &'static str) -> Load {
        let user: UserId = user.parse().expect("a user id");
        let params = json!({"name": tool, "arguments": arguments});
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        Load {
            url: self.url.clone(),
            token: token(&user, &self.url),
            body: body.to_string(),
            expected,
        }
    }
}

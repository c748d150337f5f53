//! Each revision of the protocol that hosts speak.

use axum::{Router, body::Body};
use http::{Request, StatusCode, header};
use rmcp::{
    ClientHandler, RoleClient, ServiceExt as _,
    model::{CallToolRequestParams, ProtocolVersion},
    service::{ClientLifecycleMode, ClientServiceExt as _, RunningService},
    transport::{
        StreamableHttpClientTransport, streamable_http_client::StreamableHttpClientTransportConfig,
    },
};
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, token};

use crate::harness::{Called, RESOURCE, Served, send, server};

const NEWEST: &str = "2026-07-28";

fn post(version: Option<&str>, message: &Value) -> Request<Body> {
    let token = token(&alice(), RESOURCE);
    let mut request = Request::post("/mcp")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json, text/event-stream")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    if let Some(version) = version {
        request = request.header("mcp-protocol-version", version);
    }
    if version == Some(NEWEST) {
        request = request.header("mcp-method", message["method"].as_str().unwrap());
        if let Some(name) = message["params"]["name"].as_str() {
            request = request.header("mcp-name", name);
        }
    }
    request.body(Body::from(message.to_string())).unwrap()
}

async fn ask(router: &Router, version: &str, method: &str, params: Value) -> Value {
    let message = json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params});
    let answer = send(router, post(Some(version), &message)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let answer = answer.json();
    assert_eq!(answer["id"], 7);
    answer
}

fn in_newest(mut params: Value) -> Value {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": NEWEST,
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    params
}

#[tokio::test]
async fn the_revisions_with_a_handshake_are_spoken() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let hello = json!({
            "protocolVersion": version,
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        });
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello});
        let answer = send(&router, post(None, &message)).await;
        assert_eq!(answer.header("mcp-session-id"), "", "requests stand alone");
        let result = &answer.json()["result"];
        assert_eq!(result["protocolVersion"], version);
        assert_eq!(result["serverInfo"]["name"], "taskflow");
        let mut capabilities = result["capabilities"].clone();
        let extensions = capabilities.as_object_mut().unwrap().remove("extensions");
        let known = json!({"completions": {}, "prompts": {}, "resources": {}, "tools": {}});
        assert_eq!(capabilities, known);
        let skills = json!({"io.modelcontextprotocol/skills": {}});
        let is_newest = version == "2025-11-25";
        assert_eq!(extensions, is_newest.then_some(skills));
        assert_eq!(result["serverInfo"].get("icons").is_some(), is_newest);

        let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        let answer = send(&router, post(Some(version), &ready)).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);

        let listed = &ask(&router, version, "tools/list", json!({})).await["result"];
        assert_eq!(listed["tools"].as_array().unwrap().len(), 7);
        for newer in ["ttlMs", "cacheScope", "resultType"] {
            assert_eq!(listed.get(newer), None, "{newer} in {version}");
        }
        let call = json!({"name": "add_task", "arguments": {"title": "A"}});
        let called = ask(&router, version, "tools/call", call).await;
        assert_eq!(Called::read(&called["result"]).value()["status"], "created");
        let call = json!({"name": "list_tasks", "arguments": "{\"limit\": 1}"});
        let called = ask(&router, version, "tools/call", call).await;
        assert_eq!(called["result"].get("resultType"), None, "{version}");
        Called::read(&called["result"]).value();
        assert!(ask(&router, version, "ping", json!({})).await["result"].is_object());
    }
}

#[tokio::test]
async fn what_the_stateless_revision_gave_up_is_not_found_in_it() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    for method in [
        "initialize",
        "ping",
        "resources/subscribe",
        "resources/unsubscribe",
    ] {
        let params = in_newest(json!({}));
        let message = json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params});
        let answer = send(&router, post(Some(NEWEST), &message)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method}");
        assert_eq!(answer.json()["error"]["code"], -32601, "{method}");
    }
}

#[tokio::test]
async fn the_stateless_revision_is_spoken() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let discovered = ask(&router, NEWEST, "server/discover", in_newest(json!({}))).await;
    let discovered = &discovered["result"];
    let versions = discovered["supportedVersions"].as_array().unwrap();
    for version in ["2024-11-05", "2025-06-18", "2025-11-25", NEWEST] {
        assert!(versions.contains(&version.into()), "{version}");
    }
    let capabilities = json!({
        "completions": {},
        "extensions": {"io.modelcontextprotocol/skills": {}},
        "prompts": {},
        "resources": {"listChanged": true, "subscribe": true},
        "tools": {},
    });
    assert_eq!(discovered["capabilities"], capabilities);
    assert_eq!(discovered["cacheScope"], "private");

    let first = ask(&router, NEWEST, "tools/list", in_newest(json!({}))).await;
    let listed = &first["result"];
    assert_eq!(listed["resultType"], "complete");
    assert_eq!(listed["cacheScope"], "private");
    assert!(listed["ttlMs"].as_u64().unwrap() > 0);
    let second = ask(&router, NEWEST, "tools/list", in_newest(json!({}))).await;
    assert_eq!(first, second, "lists are the same each time");

    let call = in_newest(json!({"name": "add_task", "arguments": {"title": "A"}}));
    let called = ask(&router, NEWEST, "tools/call", call).await;
    assert_eq!(called["result"]["resultType"], "complete");
    assert_eq!(Called::read(&called["result"]).value()["task_id"], 1);
    let call = in_newest(json!({"name": "list_tasks", "arguments": "{\"limit\": 1}"}));
    let called = ask(&router, NEWEST, "tools/call", call).await;
    assert_eq!(called["result"]["resultType"], "complete");
    Called::read(&called["result"]).value();
}

#[tokio::test]
async fn headers_that_contradict_the_body_are_refused() {
    let test = TestDatabase::sqlite().await;
    let params = in_newest(json!({"name": "delete_task", "arguments": {"task_id": 1}}));
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    let mut request = post(Some(NEWEST), &message);
    request
        .headers_mut()
        .insert("mcp-name", "list_tasks".parse().unwrap());
    let answer = send(&server(&test.database), request).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json()["error"]["code"], -32020);
}

#[tokio::test]
async fn what_does_not_exist_is_an_error_of_the_protocol() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let unknown = json!({"name": "drop_tables", "arguments": {}});
    for (version, params) in [
        ("2025-11-25", unknown.clone()),
        (NEWEST, in_newest(unknown)),
    ] {
        let answer = ask(&router, version, "tools/call", params).await;
        assert_eq!(answer["error"]["code"], -32602, "{version}");
        assert_eq!(answer["error"]["message"], "Unknown tool: drop_tables");
    }
    let answer = ask(&router, "2025-11-25", "tools/call", json!({"name": 5})).await;
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    for method in ["resources/drop", "logging/setLevel", "tasks/drop"] {
        let answer = ask(&router, "2025-11-25", method, json!({})).await;
        assert_eq!(answer["error"]["code"], -32601, "{method}");
    }
}

#[derive(Debug, Clone, Default)]
struct Host;

impl ClientHandler for Host {}

async fn use_it(client: &RunningService<RoleClient, Host>) {
    let tools = client.list_all_tools().await.unwrap();
    assert_eq!(tools.len(), 7);
    let arguments = json!({"title": "From a client"})
        .as_object()
        .unwrap()
        .clone();
    let call = CallToolRequestParams::new("add_task").with_arguments(arguments);
    let result = client.call_tool(call).await.unwrap();
    let result = serde_json::to_value(result).unwrap();
    assert_eq!(Called::read(&result).value()["title"], "From a client");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_of_either_era_works_over_a_socket() {
    let test = TestDatabase::sqlite().await;
    let served = Served::start(&test).await;
    let url = served.url.clone();
    for lifecycle in [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover {
            preferred_versions: vec![ProtocolVersion::V_2026_07_28],
        },
    ] {
        let config = StreamableHttpClientTransportConfig::with_uri(url.clone())
            .auth_header(token(&alice(), &url));
        let transport = StreamableHttpClientTransport::from_config(config);
        let client = Host
            .serve_with_lifecycle(transport, lifecycle)
            .await
            .unwrap();
        use_it(&client).await;
        client.cancel().await.unwrap();
    }
    let base = url.strip_suffix("/mcp").unwrap();
    for path in ["live", "ready"] {
        let answer = reqwest::get(format!("{base}/health/{path}")).await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_of_either_era_works_over_stdio() {
    let test = TestDatabase::sqlite().await;
    for modern in [false, true] {
        let child = crate::stdio::child(&test, &[]);
        let client = if modern {
            let preferred_versions = vec![ProtocolVersion::V_2026_07_28];
            let lifecycle = ClientLifecycleMode::Discover { preferred_versions };
            Host.serve_with_lifecycle(child, lifecycle).await.unwrap()
        } else {
            Host.serve(child).await.unwrap()
        };
        use_it(&client).await;
        client.cancel().await.unwrap();
    }
}

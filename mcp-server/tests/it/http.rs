//! Who gets in over HTTP, and what is said to the others.

use axum::body::Body;
use chrono::TimeDelta;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use taskflow_mcp::http::{HttpParts, router};
use taskflow_shared::{
    auth::{Grant, Issuer, Scope, Scopes},
    clock::Clock,
    config::SecretSource,
    testing::{SECRET, TestDatabase, alice, bob, token, token_for},
};

use crate::harness::{Called, Person, RESOURCE, Served, config_for, parts, request, send, server};

const METADATA: &str = "http://127.0.0.1:8090/.well-known/oauth-protected-resource/mcp";

fn list() -> Value {
    json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
}

fn call(tool: &str, arguments: Value) -> Value {
    let params = json!({"name": tool, "arguments": arguments});
    json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
}

fn reading() -> Scopes {
    [Scope::Read].into_iter().collect()
}

fn signed_with(secret: &str) -> String {
    signed_for(RESOURCE, secret)
}

fn signed_for(audience: &str, secret: &str) -> String {
    let issuer = Issuer::new(&secret.into(), None, Clock::system());
    let grant = Grant {
        user: &alice(),
        audience: &[audience.to_owned()],
        scopes: &Scopes::all(),
        time_zone: None,
        locale: None,
        lifetime: TimeDelta::hours(1),
    };
    issuer.issue(&grant).unwrap()
}

/// The claims of a valid token, under a header that asks for no signature to be checked.
fn unsigned() -> String {
    let claims = signed_with(SECRET).split('.').nth(1).unwrap().to_owned();
    format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.")
}

#[tokio::test]
async fn who_has_no_valid_token_is_told_how_to_get_one() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let all = Scopes::all();
    let cases = [
        (None, "unauthorized", None),
        (
            Some("rubbish".to_owned()),
            "invalid_token",
            Some("not a JSON Web Token"),
        ),
        (
            Some(token_for(&alice(), RESOURCE, &all, TimeDelta::hours(-1))),
            "invalid_token",
            Some("expired"),
        ),
        (Some(unsigned()), "invalid_token", Some("algorithm")),
        (
            Some(signed_with("another secret of thirty-two bytes or more")),
            "invalid_token",
            Some("signature"),
        ),
        (
            Some(token(&alice(), "http://other.example/mcp")),
            "invalid_token",
            Some("audience"),
        ),
    ];
    for (token, code, words) in cases {
        let answer = send(&router, request(token.as_deref(), &list())).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token:?}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["code"], code);
        assert_eq!(problem["request_id"], answer.header("x-request-id"));
        let challenge = answer.header("www-authenticate");
        assert!(challenge.starts_with("Bearer "), "{challenge}");
        assert!(
            challenge.contains(&format!("resource_metadata=\"{METADATA}\"")),
            "{challenge}"
        );
        assert!(
            challenge.contains("scope=\"tasks:read tasks:write\""),
            "{challenge}"
        );
        match words {
            None => assert!(!challenge.contains("error"), "{challenge}"),
            Some(words) => {
                assert!(challenge.contains("error=\"invalid_token\""), "{challenge}");
                assert!(challenge.contains(words), "{challenge}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_to_read_lists_and_calls_only_what_reads() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let reader = token_for(&alice(), RESOURCE, &reading(), TimeDelta::hours(1));
    let answer = send(&router, request(Some(&reader), &list())).await.json();
    let tools = answer["result"]["tools"].as_array().unwrap();
    let names: Vec<&Value> = tools.iter().map(|tool| &tool["name"]).collect();
    assert_eq!(names, ["list_tasks", "overview"]);
    let answer = send(
        &router,
        request(Some(&reader), &call("list_tasks", json!({}))),
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK);

    for tool in [
        "add_task",
        "complete_task",
        "update_task",
        "delete_task",
        "undo",
    ] {
        let mut refused = request(Some(&reader), &call(tool, json!({"title": "A"})));
        // What a header says of the call does not count.
        refused
            .headers_mut()
            .insert("mcp-name", "list_tasks".parse().unwrap());
        let answer = send(&router, refused).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{tool}");
        assert_eq!(answer.json()["code"], "insufficient_scope");
        let challenge = answer.header("www-authenticate");
        assert!(
            challenge.contains("error=\"insufficient_scope\""),
            "{challenge}"
        );
        assert!(
            challenge.contains("scope=\"tasks:read tasks:write\""),
            "{challenge}"
        );
        assert!(challenge.contains(METADATA), "{challenge}");
    }
    assert_eq!(
        Person::new(&router, &alice()).list(json!({})).await,
        (vec![], 0)
    );
}

#[tokio::test]
async fn a_token_to_write_alone_does_not_read() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let writing = [Scope::Write].into_iter().collect();
    let writer = token_for(&alice(), RESOURCE, &writing, TimeDelta::hours(1));
    let answer = send(
        &router,
        request(Some(&writer), &call("list_tasks", json!({}))),
    )
    .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = send(
        &router,
        request(Some(&writer), &call("add_task", json!({"title": "A"}))),
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_to_write_alone_is_told_what_reading_beside_the_tools_needs() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let writing = [Scope::Write].into_iter().collect();
    let writer = token_for(&alice(), RESOURCE, &writing, TimeDelta::hours(1));
    let argument = json!({"name": "number", "value": "1"});
    let template = json!({"type": "ref/resource", "uri": "task://{number}"});
    for (method, params) in [
        ("resources/list", json!({})),
        ("resources/read", json!({"uri": "tasks://today"})),
        ("prompts/get", json!({"name": "plan_my_day"})),
        (
            "completion/complete",
            json!({"ref": template, "argument": argument}),
        ),
        ("subscriptions/listen", json!({"notifications": {}})),
    ] {
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let answer = send(&router, request(Some(&writer), &message)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method}");
        assert_eq!(answer.json()["scope"], "tasks:read tasks:write");
        let challenge = answer.header("www-authenticate");
        assert!(
            challenge.contains("error=\"insufficient_scope\"")
                && challenge.contains("scope=\"tasks:read tasks:write\""),
            "{challenge}"
        );
    }
    for method in ["prompts/list", "resources/templates/list", "tools/list"] {
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": method});
        let answer = send(&router, request(Some(&writer), &message)).await;
        assert_eq!(answer.status, StatusCode::OK, "{method}");
    }
}

#[tokio::test]
async fn a_token_without_any_scope_on_tasks_is_refused_at_once() {
    let test = TestDatabase::sqlite().await;
    let nothing = token_for(&alice(), RESOURCE, &Scopes::default(), TimeDelta::hours(1));
    let answer = send(&server(&test.database), request(Some(&nothing), &list())).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer
            .header("www-authenticate")
            .contains("insufficient_scope")
    );
}

#[tokio::test]
async fn the_person_is_the_tokens_whatever_else_is_said() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    Person::new(&router, &alice()).add("Secret").await;
    let mut list = request(
        Some(&token(&bob(), RESOURCE)),
        &call("list_tasks", json!({})),
    );
    for name in ["x-user-id", "x-forwarded-user", "mcp-session-id"] {
        list.headers_mut().insert(name, "1".parse().unwrap());
    }
    let answer = send(&router, list).await.json();
    assert_eq!(
        answer["result"]["structuredContent"],
        json!({"tasks": [], "total": 0})
    );
}

#[tokio::test]
async fn foreign_hosts_and_origins_are_refused_before_anything_else() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let token = token(&alice(), RESOURCE);
    for (name, value, code) in [
        ("host", "evil.example", Some("foreign_host")),
        ("host", "127.0.0.1.evil.example:8090", Some("foreign_host")),
        ("host", "127.0.0.1:8090", None),
        ("host", "localhost", None),
        ("host", "[::1]:8090", None),
        ("origin", "https://evil.example", Some("foreign_origin")),
        ("origin", "null", Some("foreign_origin")),
        ("origin", "http://localhost:3000", Some("foreign_origin")),
        ("origin", "http://localhost:8090", None),
        ("origin", "http://127.0.0.1:8090", None),
        ("origin", "https://app.example", None),
    ] {
        let mut request = request(Some(&token), &list());
        request.headers_mut().insert(name, value.parse().unwrap());
        let answer = send(&router, request).await;
        match code {
            None => assert_eq!(answer.status, StatusCode::OK, "{name}: {value}"),
            Some(code) => {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
                assert_eq!(answer.json()["code"], code);
            }
        }
    }
    let request = Request::get("/.well-known/oauth-protected-resource/mcp")
        .header(header::ORIGIN, "https://evil.example");
    let answer = send(&router, request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_page_of_an_allowed_origin_may_call() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let preflight = Request::options("/mcp")
        .header(header::ORIGIN, "https://app.example")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(
            header::ACCESS_CONTROL_REQUEST_HEADERS,
            "authorization,mcp-protocol-version",
        );
    let answer = send(&router, preflight.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "https://app.example"
    );
    assert!(
        answer
            .header("access-control-allow-headers")
            .contains("mcp-protocol-version")
    );

    let mut refused = request(None, &list());
    refused
        .headers_mut()
        .insert(header::ORIGIN, "https://app.example".parse().unwrap());
    let answer = send(&router, refused).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let exposed = answer.header("access-control-expose-headers");
    assert!(exposed.contains("www-authenticate") && exposed.contains("mcp-session-id"));
}

#[tokio::test]
async fn the_metadata_says_how_to_get_a_token() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    for path in ["", "/mcp"] {
        let uri = format!("/.well-known/oauth-protected-resource{path}");
        let answer = send(&router, Request::get(uri).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK);
        let expected = json!({
            "resource": RESOURCE,
            "authorization_servers": ["https://sign-in.example"],
            "scopes_supported": ["tasks:read", "tasks:write"],
            "bearer_methods_supported": ["header"],
            "resource_name": "TaskFlow",
        });
        assert_eq!(answer.json(), expected);
    }
}

#[tokio::test]
async fn the_metadata_of_an_endpoint_below_a_path_is_where_its_challenge_says() {
    let test = TestDatabase::sqlite().await;
    let router = router(HttpParts {
        resource: "http://127.0.0.1:8090/below/mcp".to_owned(),
        ..parts(&test.database)
    });
    let path = "/.well-known/oauth-protected-resource/below/mcp";
    let answer = send(&router, request(None, &list())).await;
    let challenge = answer.header("www-authenticate");
    assert!(
        challenge.contains(&format!("\"http://127.0.0.1:8090{path}\"")),
        "{challenge}"
    );
    let answer = send(&router, Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn arguments_within_a_string_need_the_scope_all_the_same() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let reader = token_for(&alice(), RESOURCE, &reading(), TimeDelta::hours(1));
    for (tool, status) in [("list_tasks", 200), ("add_task", 403)] {
        let call = call(tool, json!("{\"title\": \"A\"}"));
        let answer = send(&router, request(Some(&reader), &call)).await;
        assert_eq!(answer.status.as_u16(), status, "{tool}");
        if status == 200 {
            let refusal = Called::read(&answer.json()["result"]).refusal();
            assert!(refusal.contains("Unknown argument"), "{refusal}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_of_the_server_has_an_id_and_every_refusal_is_a_problem() {
    let test = TestDatabase::sqlite().await;
    let served = Served::start(&test).await;
    let url = served.url.clone();
    let base = url.strip_suffix("/mcp").unwrap();
    for (path, status) in [
        ("/nothing", 404),
        ("/mcp", 401),
        ("/health/live", 200),
        ("/health/ready", 200),
        ("/health/nothing", 404),
    ] {
        let answer = reqwest::get(format!("{base}{path}")).await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let id = answer.headers().get("x-request-id").cloned();
        let id = id.unwrap_or_else(|| panic!("{path} without a request id"));
        if status >= 400 {
            let problem: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
            assert_eq!(problem["request_id"], id.to_str().unwrap(), "{path}");
        }
    }
    let posted = reqwest::Client::new().post(format!("{base}/health/live"));
    let answer = posted.send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 405);
    assert!(answer.text().await.unwrap().contains("method_not_allowed"));
    served.stop().await;
}

#[tokio::test]
async fn other_methods_and_paths_are_refused_as_problems() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let token = format!("Bearer {}", token(&alice(), RESOURCE));
    for method in [Method::GET, Method::DELETE, Method::PUT] {
        let request = Request::builder().uri("/mcp").method(&method);
        let anonymous = send(&router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED, "{method}");
        let request = Request::builder().uri("/mcp").method(&method);
        let request = request.header(header::AUTHORIZATION, &token);
        let answer = send(&router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.header("allow"), "POST");
        assert_eq!(answer.json()["code"], "method_not_allowed");
    }
    let answer = send(
        &router,
        Request::get("/nothing").body(Body::empty()).unwrap(),
    )
    .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.json()["code"], "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_the_gateway_mints_are_accepted_beside_peoples() {
    let test = TestDatabase::sqlite().await;
    let gateways = "the secret of the gateway, thirty-two bytes";
    let mut config = config_for(&test);
    config.auth.mcp_secret = Some(SecretSource::Text(gateways.into()));
    let served = Served::start_with(config, Clock::system()).await;
    let url = served.url.clone();
    for (secret, status) in [
        (SECRET, 200),
        (gateways, 200),
        ("the secret of somebody else, thirty-two", 401),
    ] {
        let request = reqwest::Client::new()
            .post(&url)
            .header("content-type", "application/json")
            .bearer_auth(signed_for(&url, secret))
            .body(list().to_string());
        assert_eq!(
            request.send().await.unwrap().status().as_u16(),
            status,
            "{secret}"
        );
    }
    served.stop().await;
}

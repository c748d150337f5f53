//! A server that nobody can change anything through.

use http::{Request, StatusCode};
use serde_json::{Value, json};
use taskflow_mcp::{
    Access,
    http::{HttpParts, router},
};
use taskflow_shared::{
    auth::{Scope, Scopes},
    testing::{TestDatabase, alice, token, token_for},
};

use crate::harness::{Person, RESOURCE, parts, request, send, server};

fn read_only(test: &TestDatabase) -> axum::Router {
    router(HttpParts {
        access: Access::ReadOnly,
        ..parts(&test.database)
    })
}

fn call(tool: &str) -> Value {
    let params = json!({"name": tool, "arguments": {"title": "A", "task_id": 1}});
    json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
}

/// The tools that a server without limits lists, and those that this one does.
async fn names(router: &axum::Router, token: &str) -> Vec<String> {
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let answer = send(router, request(Some(token), &list)).await.json();
    let tools = answer["result"]["tools"].as_array().unwrap();
    tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn no_token_lists_or_calls_what_changes_something() {
    let test = TestDatabase::sqlite().await;
    let (open, closed) = (server(&test.database), read_only(&test));
    Person::new(&open, &alice()).add("Stays").await;
    let all = token(&alice(), RESOURCE);
    let offered = names(&closed, &all).await;
    assert!(offered.contains(&"list_tasks".to_owned()));
    for tool in names(&open, &all).await {
        let answer = send(&closed, request(Some(&all), &call(&tool))).await;
        assert_eq!(answer.status, StatusCode::OK, "{tool}");
        let is_refused = answer.json().get("error").is_some();
        assert_eq!(is_refused, !offered.contains(&tool), "{tool}: {answer:?}");
    }
    let (tasks, total) = Person::new(&closed, &alice()).list(json!({})).await;
    assert_eq!((tasks, total), (vec![1], 1));
}

#[tokio::test]
async fn a_token_for_more_is_not_asked_for_since_it_would_not_help() {
    let test = TestDatabase::sqlite().await;
    let router = read_only(&test);
    let path = "/.well-known/oauth-protected-resource/mcp";
    let metadata = send(
        &router,
        Request::get(path).body(axum::body::Body::empty()).unwrap(),
    )
    .await;
    assert_eq!(metadata.json()["scopes_supported"], json!(["tasks:read"]));
    let challenge = send(&router, request(None, &call("add_task"))).await;
    let challenge = challenge.header("www-authenticate");
    assert!(challenge.ends_with("scope=\"tasks:read\""), "{challenge}");
    let reading: Scopes = [Scope::Read].into_iter().collect();
    let reader = token_for(&alice(), RESOURCE, &reading, chrono::TimeDelta::hours(1));
    let answer = send(&router, request(Some(&reader), &call("add_task"))).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["error"]["code"], -32602);
}

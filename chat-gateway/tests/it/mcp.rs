//! The gateway and its task server: mounted, or somewhere else.

use std::sync::{Arc, Mutex};

use axum::{Router, http::HeaderMap};
use reqwest::StatusCode;
use serde_json::{Value, json};
use taskflow_shared::testing::alice;
use tokio::net::TcpListener;

use crate::support::{Gateway, Options, Reply, ScriptedModel};

#[tokio::test(flavor = "multi_thread")]
async fn a_host_and_the_chat_work_on_the_same_list() {
    let gateway = Gateway::start().await;
    gateway
        .call_tool(&alice(), "add_task", json!({ "title": "From a host" }))
        .await;
    let body = gateway.ask("Show me all my tasks").await;
    assert!(
        body["assistant_message"]
            .as_str()
            .unwrap()
            .contains("From a host"),
        "{body}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remote_task_server_is_used_through_the_same_code() {
    // Any gateway serves MCP; here it is the remote one.
    let remote = Gateway::start().await;
    let options = Options {
        mcp_url: Some(format!("{}/mcp", remote.url)),
        ..Options::default()
    };
    let gateway = Gateway::start_with(options).await;
    gateway.ask("Add a task to buy milk").await;
    let tasks = remote.call_tool(&alice(), "list_tasks", json!({})).await;
    assert_eq!(tasks["tasks"][0]["title"], "Buy milk");
    let not_served = gateway.client.post(format!("{}/mcp", gateway.url));
    let not_served = not_served.bearer_auth(gateway.token(&alice()));
    assert_eq!(
        Gateway::answer(not_served).await.status,
        404,
        "it serves no MCP itself"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_server_that_is_away_is_said_kindly_and_found_again_when_it_is_back() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let listen = listener.local_addr().unwrap();
    drop(listener);
    let mcp_url = Some(format!("http://{listen}/mcp"));
    let gateway = Gateway::start_with(Options {
        mcp_url,
        ..Options::default()
    })
    .await;
    let away = gateway.say(&alice(), "add a task to buy milk", None).await;
    assert_eq!(
        (away.status.as_u16(), &away.body["code"]),
        (503, &json!("tools_unavailable"))
    );
    assert!(
        away.body["detail"]
            .as_str()
            .unwrap()
            .contains("task list cannot be reached")
    );
    let _back = Gateway::start_with(Options {
        listen,
        ..Options::default()
    })
    .await;
    let conversation = &away.body["conversation_id"];
    let back = gateway
        .say(&alice(), "add a task to buy milk", Some(conversation))
        .await;
    assert_eq!(
        back.body["tool_calls"][0]["result"]["title"], "Buy milk",
        "{:?}",
        back.body
    );
}

/// A task server that notes the tokens it is sent, and does nothing else.
async fn eavesdropper() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/mcp", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&heard);
    let router = Router::new().fallback(move |headers: HeaderMap| async move {
        let token = headers["authorization"].to_str().unwrap().to_owned();
        notes.lock().unwrap().push(token);
        StatusCode::INTERNAL_SERVER_ERROR
    });
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (url, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_own_token_reaches_neither_the_task_server_nor_the_model() {
    let (url, heard) = eavesdropper().await;
    let remote = Gateway::start_with(Options {
        mcp_url: Some(url),
        ..Options::default()
    })
    .await;
    let own = remote.token(&alice());
    remote.say(&alice(), "show my tasks", None).await;
    let heard = heard.lock().unwrap().clone();
    assert!(
        !heard.is_empty() && heard.iter().all(|token| !token.contains(&own)),
        "{heard:?}"
    );

    let model = ScriptedModel::start([Reply::call("list_tasks", "{}"), Reply::text("None.")]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let own = gateway.token(&alice());
    gateway.ask("list").await;
    assert!(!Value::from(model.requests()).to_string().contains(&own));
}

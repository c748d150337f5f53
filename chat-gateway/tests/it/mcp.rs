//! The gateway and its task server: mounted, or somewhere else.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice};

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
    let options = Options {
        mcp_url: Some("http://127.0.0.1:9/mcp".to_owned()),
        ..Options::default()
    };
    let gateway = Gateway::start_with(options).await;
    let answer = gateway.say(&alice(), "show my tasks", None).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["code"]),
        (503, &json!("tools_unavailable"))
    );
    assert!(
        answer.body["detail"]
            .as_str()
            .unwrap()
            .contains("task list cannot be reached")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_own_token_never_reaches_the_task_server_or_the_model() {
    let model = ScriptedModel::start([Reply::call("list_tasks", "{}"), Reply::text("None.")]).await;
    let gateway =
        Gateway::start_on(TestDatabase::sqlite().await, Options::with_model(&model)).await;
    let token = gateway.token(&alice());
    gateway.ask("list").await;
    let seen = Value::from(model.requests()).to_string();
    assert!(!seen.contains(&token) && !seen.contains("Bearer"));
}

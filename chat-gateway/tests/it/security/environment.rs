//! Whoever can set a variable of the environment must not get the conversation to see.

use serde_json::json;
use taskflow_shared::testing::SECRET;

use crate::support::{
    Gateway, Options, Reply, ScriptedModel,
    program::{run, start, taskflow},
};

#[tokio::test(flavor = "multi_thread")]
async fn proxies_of_the_environment_are_not_used_for_the_model_or_the_task_server() {
    let model = ScriptedModel::start([Reply::call("list_tasks", "{}"), Reply::text("None.")]).await;
    let remote = Gateway::start_with(Options::default()).await;
    let mcp_url = format!("{}/mcp", remote.url);
    let data = tempfile::tempdir().unwrap();
    // Nobody listens there.
    let proxy = "http://127.0.0.1:9";
    let mut command = taskflow(data.path());
    command
        .env("OPENAI_BASE_URL", model.url())
        .env("TASKFLOW_MCP_URL", &mcp_url)
        .env("TASKFLOW_JWT_SECRET", SECRET);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env(name, proxy).env(name.to_lowercase(), proxy);
    }
    let running = start(command);
    let settings = [
        ("TASKFLOW_JWT_SECRET", SECRET),
        ("TASKFLOW_MCP_URL", mcp_url.as_str()),
        ("TASKFLOW_PUBLIC_URL", running.url.as_str()),
    ];
    let token = run(data.path(), &["token", "--user", "1"], &settings).stdout;
    let request = reqwest::Client::new()
        .post(format!("{}/api/1/chat", running.url))
        .bearer_auth(String::from_utf8(token).unwrap().trim())
        .json(&json!({ "message": "what is there to do?" }));
    let answer = Gateway::answer(request).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    assert_eq!(
        answer.body["tool_calls"][0]["result"]["total"], 0,
        "{:?}",
        answer.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_can_choose_where_the_model_is() {
    let model = ScriptedModel::start([Reply::text("Here.")]).await;
    let elsewhere = ScriptedModel::start([Reply::text("There.")]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let body = json!({
        "message": "hello",
        "base_url": elsewhere.url(),
        "model": elsewhere.url(),
        "api_base": elsewhere.url(),
    });
    let request = gateway
        .post(&taskflow_shared::testing::alice(), "chat")
        .json(&body);
    let request = request.header("openai-base-url", elsewhere.url());
    Gateway::answer(request).await;
    assert!(elsewhere.requests().is_empty());
}

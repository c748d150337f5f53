//! Nothing that people store or models do is without bounds.

use serde_json::json;
use taskflow_shared::testing::alice;

use crate::support::{Gateway, Options, Reply, ScriptedModel};

/// Bytes of one result that a model gets, with room for how it is written.
const MOST: usize = 32_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_result_of_any_length_reaches_the_model_within_bounds() {
    let model = ScriptedModel::start([
        Reply::call("list_tasks", r#"{"limit":100,"detail":true}"#),
        Reply::text("Many."),
    ])
    .await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    for _ in 0..3 {
        let tasks: Vec<_> = (0..25)
            .map(|_| json!({ "title": "x".repeat(200), "description": "y".repeat(2_000) }))
            .collect();
        for task in tasks {
            gateway.call_tool(&alice(), "add_task", task).await;
        }
    }
    let answer = gateway.ask("list").await;
    assert_eq!(answer["tool_calls"][0]["result"]["total"], 75);
    let requests = model.requests();
    let messages = requests.last().unwrap()["messages"].as_array().unwrap();
    let told = messages.last().unwrap()["content"].as_str().unwrap();
    assert!(told.contains("xxx") && told.len() < MOST, "{}", told.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_asks_for_a_thousand_calls_at_once_gets_a_hundred() {
    let calls: Vec<_> = (0..1_000)
        .map(|_| crate::support::Call("add_task", r#"{"title":"again"}"#))
        .collect();
    let model = ScriptedModel::start([Reply::Calls(calls), Reply::text("Done.")]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let answer = gateway.ask("add").await;
    let calls = answer["tool_calls"].as_array().unwrap();
    let made = calls
        .iter()
        .filter(|call| call["result"]["task_id"].is_number());
    assert_eq!(
        (calls.len(), made.count()),
        (1_000, 1),
        "the same write is made once"
    );
    let refused = calls.iter().filter(|call| {
        let error = call["result"]["error"].as_str();
        error.is_some_and(|error| error.starts_with("Only 100 calls"))
    });
    assert_eq!(refused.count(), 900);
}

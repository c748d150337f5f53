//! A turn, shown as it comes about.

use std::time::Duration;

use serde_json::{Value, json};
use taskflow_shared::testing::alice;

use crate::support::{Gateway, Options, Reply, ScriptedModel, naive_events, read_events};

const PAUSE: Duration = Duration::from_millis(50);

async fn stream(gateway: &Gateway, message: &str) -> reqwest::Response {
    let request = gateway
        .post(&alice(), "chat/stream")
        .json(&json!({ "message": message }));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    response
}

#[tokio::test(flavor = "multi_thread")]
async fn words_reach_the_client_before_the_model_has_said_its_last() {
    let words = vec!["one ", "two ", "three ", "four ", "five"];
    let model = ScriptedModel::start([Reply::Tokens(words.clone(), PAUSE)]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let events = read_events(stream(&gateway, "count").await).await;
    let deltas: Vec<_> = events
        .iter()
        .filter(|event| event.data["content"] != "")
        .collect();
    let said: Vec<_> = deltas
        .iter()
        .map(|event| event.data["content"].as_str().unwrap())
        .collect();
    assert_eq!(said, words, "each delta is the model's own");
    assert!(
        deltas[0].at < model.last_token_at(),
        "the first word waited for the last"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tool_calls_and_results_appear_as_they_happen() {
    let model = ScriptedModel::start([
        Reply::call("add_task", r#"{"title":"Milk"}"#),
        Reply::text("Added."),
    ])
    .await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let events = read_events(stream(&gateway, "add milk").await).await;
    let names: Vec<_> = events.iter().map(|event| event.name.as_deref()).collect();
    assert_eq!(
        names,
        [
            Some("run"),
            Some("tool_call"),
            Some("tool_result"),
            None,
            None
        ]
    );
    let ids: Vec<_> = events.iter().filter_map(|event| event.id.clone()).collect();
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    assert_eq!(events[1].data["tool"], "add_task");
    assert_eq!(events[2].data["result"]["status"], "created");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_reads_only_data_lines_is_served_as_before() {
    let gateway = Gateway::start().await;
    let response = stream(&gateway, "Add a task to buy milk").await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["x-accel-buffering"], "no");
    assert!(
        response.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("no-cache")
    );
    let events = naive_events(response).await;
    let (last, before) = events.split_last().unwrap();
    for event in before {
        assert!(event["content"].is_string(), "{event}");
        assert_eq!(event["done"], false, "{event}");
    }
    let text: String = before
        .iter()
        .map(|event| event["content"].as_str().unwrap())
        .collect();
    assert!(text.contains("Buy milk"), "{text}");
    assert_eq!(last["content"], "");
    assert_eq!(last["done"], true);
    assert_eq!(last["tool_calls"][0]["tool"], "add_task");
    for field in ["conversation_id", "message_id", "timestamp"] {
        assert!(last[field].is_string(), "{field} in {last}");
    }
    let stored = messages(&gateway, &last["conversation_id"]).await;
    assert_eq!(
        stored[1]["content"], text,
        "what was shown is what is stored"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_ends_the_stream_with_an_error_and_keeps_what_was_said() {
    let cut = Reply::CutAfter(vec!["I was about", " to"]);
    let model = ScriptedModel::start(vec![cut; 3]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let events = naive_events(stream(&gateway, "hello").await).await;
    let last = events.last().unwrap();
    assert_eq!(last["done"], true);
    assert!(
        last["error"].as_str().unwrap().contains("broke off"),
        "{last}"
    );
    let stored = messages(&gateway, &last["conversation_id"]).await;
    assert!(
        stored[1]["content"]
            .as_str()
            .unwrap()
            .starts_with("I was about to"),
        "{stored:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_leaves_loses_nothing() {
    let model = ScriptedModel::start([Reply::Tokens(vec!["slow ", "and ", "steady"], PAUSE)]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let mut response = stream(&gateway, "go").await;
    response.chunk().await.unwrap();
    drop(response);
    let conversation = loop {
        let list = gateway.get(&alice(), "conversations").await.body;
        let id = list["conversations"][0]["id"].clone();
        if messages(&gateway, &id).await.len() == 2 {
            break id;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let stored = messages(&gateway, &conversation).await;
    assert_eq!(stored[1]["content"], "slow and steady");
}

async fn messages(gateway: &Gateway, conversation: &Value) -> Vec<Value> {
    let id = conversation.as_str().unwrap();
    let answer = gateway
        .get(&alice(), &format!("conversations/{id}/messages"))
        .await;
    answer.body["messages"].as_array().unwrap().clone()
}

//! Several models: who is asked when one gives no answer, and who is left alone.

use std::time::Duration;

use serde_json::json;
use taskflow_gateway::config::ModelConfig;
use taskflow_shared::testing::alice;

use crate::support::{Gateway, Options, Reply, ScriptedModel, naive_events};

/// A gateway that asks `first`, and then `second` as a model that is called that.
async fn gateway(first: ModelConfig, second: &ScriptedModel) -> Gateway {
    Gateway::start_with(Options {
        model: first,
        fallbacks: vec![second.named("second", 16_000)],
        ..Options::default()
    })
    .await
}

async fn two(first: Vec<Reply>, second: Vec<Reply>) -> (ScriptedModel, ScriptedModel, Gateway) {
    let (first, second) = (
        ScriptedModel::start(first).await,
        ScriptedModel::start(second).await,
    );
    let gateway = gateway(first.config(), &second).await;
    (first, second, gateway)
}

/// Asks, expects the second model to answer, and the run to say so.
async fn is_answered_by_the_second(gateway: &Gateway) {
    let body = gateway.ask("hello").await;
    assert_eq!(body["assistant_message"], "I am the second.");
    let run = body["run_id"].as_str().unwrap();
    let run = gateway.get(&alice(), &format!("runs/{run}")).await.body;
    assert_eq!(
        (&run["status"], &run["model"]),
        (&json!("completed"), &json!("second"))
    );
}

fn second() -> Reply {
    Reply::text("I am the second.")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_model_answers_where_the_first_does_not() {
    for first in [
        vec![Reply::Status(401, None, "")],
        vec![Reply::Status(500, None, ""); 3],
        vec![Reply::Status(429, Some(("retry-after", "60")), "")],
        vec![Reply::CutAfter(vec![]); 3],
    ] {
        let (asked, _second, gateway) = two(first.clone(), vec![second()]).await;
        is_answered_by_the_second(&gateway).await;
        assert_eq!(asked.requests().len(), first.len(), "its retries first");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_is_not_there_is_passed_over() {
    let nobody = ModelConfig::OpenAi {
        base_url: "http://127.0.0.1:9/v1".into(),
        api_key: None,
        model: "nobody".into(),
        context_tokens: 16_000,
    };
    let answers = ScriptedModel::start([second()]).await;
    is_answered_by_the_second(&gateway(nobody, &answers).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_not_taken_is_not_taken_elsewhere() {
    let (_first, other, gateway) = two(vec![Reply::Status(422, None, "")], vec![second()]).await;
    let answer = gateway.say(&alice(), "hello", None).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["code"]),
        (502, &json!("model_rejected"))
    );
    assert!(other.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_goes_on_with_an_answer_that_was_shown() {
    let cut = vec![Reply::CutAfter(vec!["I am the fir"]); 3];
    let (first, other, gateway) = two(cut, vec![second()]).await;
    let body = json!({ "message": "hello" });
    let stream = gateway.post(&alice(), "chat/stream").json(&body).send();
    let events = naive_events(stream.await.unwrap()).await;
    let shown: String = events
        .iter()
        .filter_map(|event| event["content"].as_str())
        .collect();
    assert!(
        shown.starts_with("I am the fir") && !shown.contains("second"),
        "{shown}"
    );
    assert!(events.last().unwrap()["error"].is_string(), "{events:?}");
    assert_eq!(first.requests().len(), 3, "the same one is asked again");
    assert!(other.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_broke_off_goes_on_where_it_was() {
    let replies = [
        Reply::CutAfter(vec!["Good ", "mor"]),
        Reply::Tokens(vec!["Good ", "morning", "!"], Duration::ZERO),
    ];
    let model = ScriptedModel::start(replies).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let body = gateway.ask("hello").await;
    assert_eq!(body["assistant_message"], "Good morning!");
    let requests = model.requests();
    assert_eq!(requests[0], requests[1], "a retry asks for the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_asks_for_time_is_left_alone_until_then() {
    let busy = Reply::Status(429, Some(("retry-after", "60")), "");
    let (first, _other, gateway) = two(vec![busy], vec![second(), second()]).await;
    for _ in 0..2 {
        is_answered_by_the_second(&gateway).await;
    }
    assert_eq!(first.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_all_are_left_alone_people_are_told_when_to_come_back() {
    let busy = |seconds| Reply::Status(429, Some(("retry-after", seconds)), "");
    let (first, other, gateway) = two(vec![busy("120")], vec![busy("60")]).await;
    let told = async || {
        let answer = gateway.say(&alice(), "hello", None).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["code"]),
            (503, &json!("model_busy"))
        );
        answer.headers["retry-after"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap()
    };
    let seconds: u64 = told().await;
    assert_eq!(seconds, 120, "what the first one says");
    let seconds: u64 = told().await;
    assert!(
        (50..=60).contains(&seconds),
        "the sooner of both: {seconds}"
    );
    assert_eq!((first.requests().len(), other.requests().len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_built_in_model_can_be_the_last_resort() {
    let model = ScriptedModel::start([Reply::Status(401, None, "")]).await;
    let gateway = Gateway::start_with(Options {
        fallbacks: vec![ModelConfig::BuiltIn],
        ..Options::with_model(&model)
    })
    .await;
    let body = gateway.ask("Add a task to buy milk").await;
    assert_eq!(body["tool_calls"][0]["result"]["title"], "Buy milk");
}

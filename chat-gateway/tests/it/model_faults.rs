//! What a model's endpoint can do wrong: each fault ends in words a person can use and a recorded
//! run, and the next message works.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use taskflow_gateway::config::ModelConfig;
use taskflow_shared::testing::alice;

use crate::support::{Call, Gateway, Options, Reply, ScriptedModel};

/// The newest run: its status and its error's code.
async fn newest_run(gateway: &Gateway) -> (String, Option<String>) {
    let reads = gateway.test_database.database.reads();
    let sql = "SELECT status, error FROM runs ORDER BY created_at DESC, id DESC LIMIT 1";
    let statement = Statement::from_string(reads.get_database_backend(), sql);
    let row = reads.query_one_raw(statement).await.unwrap().unwrap();
    let error: Option<Value> = row.try_get_by_index(1).unwrap();
    let code = error.map(|error| error["code"].as_str().unwrap().to_owned());
    (row.try_get_by_index(0).unwrap(), code)
}

async fn fails(reply: Reply, turn_timeout: Duration, status: u16, code: &str) {
    let repeated = match reply {
        // Asked for again.
        Reply::Status(429 | 500..=599, ..) | Reply::CutAfter(_) => 3,
        _ => 1,
    };
    let model = ScriptedModel::start(vec![reply; repeated]).await;
    let options = Options {
        turn_timeout,
        ..Options::with_model(&model)
    };
    let gateway = Gateway::start_with(options).await;
    let answer = gateway.say(&alice(), "hello", None).await;
    assert_eq!(answer.status.as_u16(), status, "{:?}", answer.body);
    assert_eq!(answer.body["code"], code);
    let detail = answer.body["detail"].as_str().unwrap();
    for internal in [
        "<html",
        "secret words",
        "error sending",
        "127.0.0.1",
        "a key that",
    ] {
        assert!(!answer.body.to_string().contains(internal), "{detail}");
    }
    assert_eq!(
        newest_run(&gateway).await,
        ("failed".into(), Some(code.into()))
    );
    model.then(Reply::text("Here again."));
    let next = gateway
        .say(&alice(), "and now?", Some(&answer.body["conversation_id"]))
        .await;
    assert_eq!(
        next.body["assistant_message"], "Here again.",
        "{:?}",
        next.body
    );
    assert_eq!(newest_run(&gateway).await, ("completed".into(), None));
    model.requests();
}

const LONG: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_is_the_operators_to_mend() {
    fails(
        Reply::Status(401, None, "{\"error\":\"secret words\"}"),
        LONG,
        502,
        "model_key_refused",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_fails_in_html_is_a_bad_gateway() {
    fails(
        Reply::Status(500, None, "<html>secret words</html>"),
        LONG,
        502,
        "model_failed",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_the_endpoint_does_not_take_is_told_as_such() {
    fails(
        Reply::Status(404, None, "secret words"),
        LONG,
        502,
        "model_rejected",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_off_is_a_failure_not_an_answer() {
    fails(
        Reply::CutAfter(vec!["half an ans"]),
        LONG,
        502,
        "model_cut_off",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_endpoint_is_given_up_when_the_turn_is_over() {
    let silence = Reply::Silence(Duration::from_secs(35));
    fails(silence, Duration::from_secs(1), 504, "turn_timeout").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_endpoint_says_when_to_come_back() {
    let busy = Reply::Status(429, Some(("retry-after", "120")), "secret words");
    let model = ScriptedModel::start([busy]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let answer = gateway.say(&alice(), "hello", None).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["code"]),
        (503, &json!("model_busy"))
    );
    assert_eq!(answer.headers["retry-after"], "120");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_is_not_there_is_unavailable() {
    let model = ModelConfig::OpenAi {
        // The discard port, on which nothing listens.
        base_url: "http://127.0.0.1:9/v1".into(),
        api_key: None,
        model: "none".into(),
        context_tokens: 16_000,
    };
    let gateway = Gateway::start_with(Options {
        model,
        ..Options::default()
    })
    .await;
    let answer = gateway.say(&alice(), "hello", None).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["code"]),
        (503, &json!("model_unreachable"))
    );
    assert_eq!(newest_run(&gateway).await.0, "failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_content_filter_withholds_is_answered_in_words() {
    let filtered = r#"{"error":{"code":"content_filter","message":"secret words"}}"#;
    let model = ScriptedModel::start([Reply::Status(400, None, filtered)]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let answer = gateway.ask("hello").await["assistant_message"].clone();
    assert!(
        answer.as_str().unwrap().contains("withheld this answer"),
        "{answer}"
    );
    assert_eq!(newest_run(&gateway).await, ("completed".into(), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_model_thinks_is_neither_shown_nor_told_again() {
    let thought = vec!["<thi", "nk>They greet me.</th", "ink>\n\nHel", "lo."];
    let model = ScriptedModel::start([
        Reply::Tokens(thought, Duration::ZERO),
        Reply::text("Hello again."),
    ])
    .await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let body = gateway.ask("hello").await;
    assert_eq!(body["assistant_message"], "Hello.");
    gateway
        .say(&alice(), "hello", Some(&body["conversation_id"]))
        .await;
    let asked = model.requests()[1].to_string();
    assert!(
        asked.contains("Hello.") && !asked.contains("They greet me"),
        "{asked}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_arguments_and_unknown_tools_are_told_to_the_model() {
    let model = ScriptedModel::start([
        Reply::Calls(vec![
            Call("add_task", "{\"title\": \"Mi"),
            Call("make_coffee", "{}"),
        ]),
        Reply::call("add_task", "{\"title\":\"Milk\"}"),
        Reply::text("Now it worked."),
    ])
    .await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let body = gateway.ask("add milk").await;
    let results: Vec<_> = body["tool_calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| {
            call["result"]["error"]
                .as_str()
                .unwrap_or("done")
                .to_owned()
        })
        .collect();
    assert!(results[0].contains("not a JSON object"), "{results:?}");
    assert!(results[1].contains("no tool make_coffee"), "{results:?}");
    assert_eq!(results[2], "done");
    assert_eq!(model.requests().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_loop_of_calls_is_stopped_and_said() {
    let model = ScriptedModel::start([Reply::CallsForEver(Call(
        "list_tasks",
        "{\"status\":\"all\"}",
    ))])
    .await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let body = gateway.ask("loop").await;
    assert!(
        body["assistant_message"]
            .as_str()
            .unwrap()
            .contains("stopped"),
        "{body}"
    );
    assert!(model.requests().len() <= 8);
    assert_eq!(
        newest_run(&gateway).await,
        ("completed".into(), Some("repeated_call".into()))
    );
}

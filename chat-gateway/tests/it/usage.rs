//! What runs cost, and how much a person may use.

use std::time::Duration;

use serde_json::json;
use taskflow_gateway::config::Quotas;
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::support::{Gateway, Options, Reply, ScriptedModel};

#[tokio::test(flavor = "multi_thread")]
async fn what_an_endpoint_does_not_count_is_estimated_and_marked_so() {
    on_each_database(async |database: &TestDatabase| {
        let model = ScriptedModel::start([Reply::text("Hi."), Reply::text("Hi again.")]).await;
        let options = Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options).await;
        let first = gateway.ask("hello").await;
        let run = first["run_id"].as_str().unwrap();
        let run = gateway.get(&alice(), &format!("runs/{run}")).await.body;
        let (input, output) = (
            &run["usage"]["input_tokens"],
            &run["usage"]["output_tokens"],
        );
        assert_eq!(output, 1);
        let input = input.as_u64().unwrap();
        assert!(
            input > 100,
            "the instructions and the tools are read too: {input}"
        );
        assert_eq!(run["usage"]["estimated_tokens"], input + 1);
        let conversation = first["conversation_id"].clone();
        gateway.say(&alice(), "hello", Some(&conversation)).await;
        let usage = gateway.get(&alice(), "usage").await.body;
        assert_eq!(usage["today"]["runs"], 2, "{usage}");
        assert_eq!(usage["total"], usage["today"]);
        assert_eq!(usage["days"].as_array().unwrap().len(), 1);
        assert_eq!(
            usage["quotas"],
            json!({ "daily_tokens": null, "concurrent_runs": null })
        );
        let list = gateway.get(&alice(), "conversations").await.body;
        let of_conversation = &list["conversations"][0]["usage"]["input_tokens"];
        assert_eq!(*of_conversation, usage["today"]["input_tokens"]);
        assert_eq!(gateway.get(&bob(), "usage").await.body["today"]["runs"], 0);
        for bad in ["usage?days=0", "usage?days=x", "usage?day=1"] {
            assert_eq!(gateway.get(&alice(), bad).await.status, 400, "{bad}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_used_up_the_days_tokens_is_told_when_there_are_new_ones() {
    on_each_database(async |database: &TestDatabase| {
        let model = ScriptedModel::start([Reply::text("Hi."), Reply::text("Hi.")]).await;
        let quotas = Quotas {
            daily_tokens: Some(100),
            concurrent_runs: None,
        };
        let options = Options {
            quotas,
            ..Options::with_model(&model)
        };
        let gateway = Gateway::start_on(database.second().await, options).await;
        gateway.ask("hello").await;
        let refused = gateway.say(&alice(), "hello", None).await;
        assert_eq!(refused.status, 429, "{:?}", refused.body);
        assert_eq!(refused.body["code"], "token_quota");
        let lifts_at = refused.body["lifts_at"].as_str().unwrap();
        assert!(lifts_at.contains("T00:00:00"), "{lifts_at}");
        let retry_after = refused.headers["retry-after"].to_str().unwrap();
        assert!(retry_after.ends_with(" 00:00:00 GMT"), "{retry_after}");
        let stored = gateway.get(&alice(), "conversations").await.body["total"].clone();
        assert_eq!(stored, 1, "what was refused is not stored");
        assert_eq!(gateway.say(&bob(), "hello", None).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_messages_of_a_person_are_answered_at_once_than_may_be() {
    on_each_database(async |database: &TestDatabase| {
        let slow = || Reply::Tokens(vec!["a ", "b ", "c"], Duration::from_millis(250));
        let model = ScriptedModel::start([slow(), slow(), slow()]).await;
        let quotas = Quotas {
            daily_tokens: None,
            concurrent_runs: Some(2),
        };
        let options = Options {
            quotas,
            ..Options::with_model(&model)
        };
        let gateway = Gateway::start_on(database.second().await, options).await;
        let user = alice();
        let answers = futures::future::join_all((0..5).map(|_| gateway.say(&user, "go", None)));
        let answers = answers.await;
        let answered = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(answered, 2);
        for refused in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(
                (refused.status.as_u16(), &refused.body["code"]),
                (429, &json!("run_quota"))
            );
        }
        assert_eq!(gateway.say(&alice(), "go", None).await.status, 200);
    })
    .await;
}

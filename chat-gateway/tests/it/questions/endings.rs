//! Questions that get no answer, or get it later.

use reqwest::StatusCode;
use serde_json::{Value, json};
use taskflow_gateway::config::Quotas;
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use super::{add_tasks, answer, deleting, let_expire, messages, run, say, tasks};
use crate::support::{Gateway, Options, Reply, ScriptedModel};

#[tokio::test(flavor = "multi_thread")]
async fn a_question_survives_a_restart() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, model) = deleting(database, [Reply::text("Gone.")]).await;
        let asked = gateway.ask("delete the party").await;
        gateway.stop().await;
        let options = Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options).await;
        assert_eq!(run(&gateway, &asked).await["question"], asked["question"]);
        let answered = say(&gateway, &asked, "go ahead").await;
        assert_eq!(
            answered.body["assistant_message"], "Gone.",
            "{:?}",
            answered.body
        );
        assert_eq!(tasks(&gateway).await, 0);
        model.requests();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_whose_time_is_over_is_not_answered_any_more() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, model) = deleting(database, [Reply::text("Yes what?")]).await;
        let asked = gateway.ask("delete the party").await;
        let_expire(database).await;
        let late = answer(&gateway, &asked, json!({"action": "accept"})).await;
        assert_eq!(
            (late.status.as_u16(), &late.body["code"]),
            (409, &json!("question_closed"))
        );
        let late = say(&gateway, &asked, "yes").await;
        let words = late.body["assistant_message"].as_str().unwrap();
        assert!(
            words.starts_with("My earlier question was open for too long"),
            "{words}"
        );
        assert!(words.ends_with("\n\nYes what?"), "{words}");
        let over = run(&gateway, &asked).await;
        assert_eq!(
            (&over["status"], &over["error"]["code"]),
            (&json!("failed"), &json!("question_expired"))
        );
        assert_eq!(messages(&gateway, &asked).await[1]["status"], "expired");
        assert_eq!(tasks(&gateway).await, 2);
        // What nobody comes back to is closed by a gateway that looks.
        model.then(Reply::call("delete_task", super::DELETE));
        let forgotten = gateway.ask("delete the party").await;
        let_expire(database).await;
        gateway.stop().await;
        let gateway = Gateway::start_on(database.second().await, Options::default()).await;
        let over = run(&gateway, &forgotten).await;
        assert_eq!(over["error"]["code"], "question_expired", "{over}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_waits_can_be_stopped() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, model) = deleting(database, [Reply::text("Hello.")]).await;
        let asked = gateway.ask("delete the party").await;
        let path = format!("runs/{}/cancel", asked["run_id"].as_str().unwrap());
        let stopped = Gateway::answer(gateway.post(&alice(), &path)).await;
        assert_eq!(stopped.body["status"], "cancelled", "{:?}", stopped.body);
        assert_eq!(messages(&gateway, &asked).await[1]["status"], "cancelled");
        let late = answer(&gateway, &asked, json!({"action": "accept"})).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let next = say(&gateway, &asked, "yes").await;
        assert_eq!(next.body["assistant_message"], "Hello.");
        assert_eq!(tasks(&gateway).await, 2);
        model.requests();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_waits_uses_up_no_quota_and_waits_also_in_a_conversation_put_away() {
    let model = ScriptedModel::start([
        Reply::call("delete_task", super::DELETE),
        Reply::text("Hello."),
        Reply::text("Gone."),
    ])
    .await;
    let quotas = Quotas {
        concurrent_runs: Some(1),
        ..Quotas::default()
    };
    let options = Options {
        quotas,
        ..Options::with_model(&model)
    };
    let gateway = Gateway::start_with(options).await;
    add_tasks(&gateway).await;
    let asked = gateway.ask("delete the party").await;
    assert_eq!(gateway.ask("hello").await["assistant_message"], "Hello.");
    let conversation = asked["conversation_id"].as_str().unwrap();
    let url = format!(
        "{}/api/{}/conversations/{conversation}",
        gateway.url,
        alice()
    );
    let delete = gateway
        .client
        .delete(url)
        .bearer_auth(gateway.token(&alice()));
    assert_eq!(Gateway::answer(delete).await.status, StatusCode::NO_CONTENT);
    let away = answer(&gateway, &asked, json!({"action": "accept"})).await;
    assert_eq!(away.status, StatusCode::NOT_FOUND, "{:?}", away.body);
    let restore = format!("conversations/{conversation}/restore");
    Gateway::answer(gateway.post(&alice(), &restore)).await;
    let answered = answer(&gateway, &asked, json!({"action": "accept"})).await;
    assert_eq!(
        answered.body["assistant_message"], "Gone.",
        "{:?}",
        answered.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_cost_is_counted_once_however_often_it_waits() {
    let database = TestDatabase::sqlite().await;
    let (gateway, _model) = deleting(&database, [Reply::text("Gone.")]).await;
    let asked = gateway.ask("delete the party").await;
    say(&gateway, &asked, "yes").await;
    let usage = run(&gateway, &asked).await["usage"].clone();
    let today = gateway.get(&alice(), "usage").await.body["today"].clone();
    assert_eq!(today["runs"], 1);
    assert!(usage["input_tokens"].as_u64() > Some(0), "{usage}");
    for tokens in ["input_tokens", "output_tokens"] {
        assert_eq!(today[tokens], usage[tokens], "{tokens}");
    }
    let conversations = gateway.get(&alice(), "conversations").await.body;
    let counted: &Value = &conversations["conversations"][0]["usage"];
    assert_eq!(counted["input_tokens"], usage["input_tokens"]);
}

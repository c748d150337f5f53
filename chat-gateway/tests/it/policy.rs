//! A policy that has calls approved by the person, for tools that never ask, or that denies them.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use crate::support::{Call, Gateway, Options, Reply, ScriptedModel};

const MILK: &str = r#"{"title":"Milk"}"#;

async fn start(
    database: &TestDatabase,
    policy: &'static str,
    replies: impl IntoIterator<Item = Reply>,
) -> (Gateway, ScriptedModel) {
    let model = ScriptedModel::start(replies).await;
    let options = Options {
        tool_policy: policy,
        ..Options::with_model(&model)
    };
    (
        Gateway::start_on(database.second().await, options).await,
        model,
    )
}

async fn titles(gateway: &Gateway) -> Vec<Value> {
    let list = gateway.call_tool(&alice(), "list_tasks", json!({})).await;
    let tasks = list["tasks"].as_array().unwrap();
    tasks.iter().map(|task| task["title"].clone()).collect()
}

async fn say(gateway: &Gateway, asked: &Value, message: &str) -> Value {
    let conversation = Some(&asked["conversation_id"]);
    let answer = gateway.say(&alice(), message, conversation).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    answer.body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_asked_is_made_once_the_person_agrees_also_after_a_restart() {
    on_each_database(async |database: &TestDatabase| {
        let replies = [Reply::call("add_task", MILK), Reply::text("Added.")];
        let (gateway, model) = start(database, "add_*=ask", replies).await;
        let asked = gateway.ask("add milk").await;
        assert_eq!(
            asked["response"],
            "Shall I call add_task with title: Milk? (yes or no)"
        );
        assert_eq!(asked["question"]["source"], "policy");
        assert_eq!(asked["question"]["parameters"], json!({"title": "Milk"}));
        assert!(titles(&gateway).await.is_empty());
        gateway.stop().await;
        let options = Options {
            tool_policy: "add_*=ask",
            ..Options::with_model(&model)
        };
        let gateway = Gateway::start_on(database.second().await, options).await;
        let answered = say(&gateway, &asked, "ok").await;
        assert_eq!(answered["assistant_message"], "Added.");
        assert_eq!(answered["tool_calls"][0]["result"]["title"], "Milk");
        assert_eq!(titles(&gateway).await, ["Milk"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_person_refuses_is_not_made_and_the_model_is_told() {
    let database = TestDatabase::sqlite().await;
    let replies = [
        Reply::Calls(vec![Call("add_task", MILK), Call("list_tasks", "{}")]),
        Reply::text("As you like."),
    ];
    let (gateway, model) = start(&database, "add_*=ask", replies).await;
    let asked = gateway.ask("add milk").await;
    let answered = say(&gateway, &asked, "no").await;
    assert_eq!(answered["assistant_message"], "As you like.");
    let error = &answered["tool_calls"][0]["result"]["error"];
    assert!(error.as_str().unwrap().contains("did not agree"), "{error}");
    assert_eq!(
        answered["tool_calls"][1]["result"]["total"], 0,
        "the others are made"
    );
    assert!(titles(&gateway).await.is_empty());
    model.requests();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_denied_is_never_made_and_the_first_rule_that_fits_counts() {
    let database = TestDatabase::sqlite().await;
    let replies = [
        Reply::call("add_task", MILK),
        Reply::text("I may not."),
        Reply::call("undo", "{}"),
        Reply::text("There was nothing to undo."),
    ];
    let (gateway, model) = start(&database, "undo=allow,add_task=deny,*=ask", replies).await;
    let answered = gateway.ask("add milk").await;
    assert_eq!(answered["assistant_message"], "I may not.");
    let error = answered["tool_calls"][0]["result"]["error"]
        .as_str()
        .unwrap();
    assert!(error.contains("not allowed here"), "{error}");
    assert!(titles(&gateway).await.is_empty());
    let answered = say(&gateway, &answered, "undo").await;
    assert!(answered["question"].is_null(), "{answered}");
    model.requests();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_call_whose_tool_asks_too_is_asked_about_twice() {
    let database = TestDatabase::sqlite().await;
    let delete = Reply::call("delete_task", r#"{"task_id":1}"#);
    let (gateway, _model) = start(&database, "delete_*=ask", [delete, Reply::text("Gone.")]).await;
    for task in [
        json!({"title": "Party"}),
        json!({"title": "Cake", "parent_id": 1}),
    ] {
        gateway.call_tool(&alice(), "add_task", task).await;
    }
    let first = gateway.ask("delete the party").await;
    assert_eq!(first["question"]["source"], "policy");
    let second = say(&gateway, &first, "yes").await;
    assert_eq!(second["question"]["source"], "tool");
    assert_ne!(
        second["question"]["question_id"],
        first["question"]["question_id"]
    );
    assert_eq!(titles(&gateway).await.len(), 2);
    let last = say(&gateway, &first, "yes").await;
    assert_eq!(last["assistant_message"], "Gone.");
    assert!(titles(&gateway).await.is_empty());
}

//! Questions back to the person: asked, answered, left, and kept.

mod answers;
mod endings;
mod messages;
mod tools;
mod watching;

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice};

use crate::support::{Answer, Gateway, Options, Reply, ScriptedModel};

/// A task with a subtask: to delete it is asked about.
const DELETE: &str = r#"{"task_id":1}"#;

/// A gateway whose model deletes a task with a subtask, and then says these things.
async fn deleting(
    database: &TestDatabase,
    then: impl IntoIterator<Item = Reply>,
) -> (Gateway, ScriptedModel) {
    let replies = [Reply::call("delete_task", DELETE)];
    let model = ScriptedModel::start(replies.into_iter().chain(then)).await;
    let options = Options::with_model(&model);
    let gateway = Gateway::start_on(database.second().await, options).await;
    add_tasks(&gateway).await;
    (gateway, model)
}

async fn add_tasks(gateway: &Gateway) {
    let party = json!({ "title": "Party" });
    gateway.call_tool(&alice(), "add_task", party).await;
    let cake = json!({ "title": "Bake the cake", "parent_id": 1 });
    gateway.call_tool(&alice(), "add_task", cake).await;
}

/// How many tasks there are.
async fn tasks(gateway: &Gateway) -> u64 {
    let list = gateway.call_tool(&alice(), "list_tasks", json!({})).await;
    list["total"].as_u64().unwrap()
}

async fn run(gateway: &Gateway, answer: &Value) -> Value {
    let path = format!("runs/{}", answer["run_id"].as_str().unwrap());
    gateway.get(&alice(), &path).await.body
}

async fn messages(gateway: &Gateway, answer: &Value) -> Vec<Value> {
    let conversation = answer["conversation_id"].as_str().unwrap();
    let path = format!("conversations/{conversation}/messages");
    let body = gateway.get(&alice(), &path).await.body;
    body["messages"].as_array().unwrap().clone()
}

/// Answers the question of `asked` through its endpoint.
fn answering(gateway: &Gateway, asked: &Value, answer: Value) -> RequestBuilder {
    let mut body = answer;
    body["question_id"] = asked["question"]["question_id"].clone();
    let path = format!("runs/{}/answers", asked["run_id"].as_str().unwrap());
    gateway.post(&alice(), &path).json(&body)
}

async fn answer(gateway: &Gateway, asked: &Value, answer: Value) -> Answer {
    Gateway::answer(answering(gateway, asked, answer)).await
}

async fn say(gateway: &Gateway, asked: &Value, message: &str) -> Answer {
    gateway
        .say(&alice(), message, Some(&asked["conversation_id"]))
        .await
}

/// Lets the time of every open question be over.
async fn let_expire(database: &TestDatabase) {
    use sea_orm::{ConnectionTrait as _, DbErr};
    let written: Result<(), DbErr> = database
        .database
        .write(|transaction| {
            Box::pin(async move {
                let sql = "UPDATE questions SET expires_at = '2020-01-01 00:00:00+00:00' \
                           WHERE status = 'open'";
                transaction.execute_unprepared(sql).await.map(drop)
            })
        })
        .await;
    written.unwrap();
}

//! What the tools weigh in a model's context, counted with a real tokenizer.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice};
use tiktoken_rs::o200k_base;

use crate::{
    definitions::tools,
    harness::{Person, server},
};

fn tokens(text: &str) -> usize {
    o200k_base().unwrap().encode_ordinary(text).len()
}

/// As a model is shown a tool: its name, its description and what it takes.
fn shown(tool: &Value) -> Value {
    json!({
        "name": tool["name"],
        "description": tool["description"],
        "inputSchema": tool["inputSchema"],
    })
}

#[tokio::test]
async fn all_definitions_together_are_at_most_850_tokens() {
    let tools = tools().await;
    let mut total = 0;
    for tool in tools["tools"].as_array().unwrap() {
        let weight = tokens(&shown(tool).to_string());
        println!("{:>5} {}", weight, tool["name"].as_str().unwrap());
        total += weight;
    }
    println!("{total:>5} together");
    assert!(total <= 850, "{total} tokens");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listed_task_is_about_25_tokens() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    for title in [
        "Buy groceries",
        "Call the dentist about Tuesday",
        "Pay rent",
    ] {
        let task = json!({"title": title, "due": "2026-12-01", "project": "Home"});
        alice.call("add_task", task).await.value();
    }
    let list = alice.call("list_tasks", json!({})).await.value();
    let tasks = list["tasks"].as_array().unwrap();
    let sum: usize = tasks.iter().map(|task| tokens(&task.to_string())).sum();
    let each = sum / tasks.len();
    println!("{each} tokens a task: {}", tasks[0]);
    assert!(each <= 40, "{each} tokens a task");
    alice.add("Plain").await;
    let list = alice
        .call("list_tasks", json!({"sort": "title"}))
        .await
        .value();
    let plain = list["tasks"].as_array().unwrap().last().unwrap();
    let plain = list["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|task| task["title"] == "Plain")
        .unwrap_or(plain);
    assert!(tokens(&plain.to_string()) <= 25, "{plain}");
}

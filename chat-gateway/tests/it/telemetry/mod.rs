//! What the program tells those who watch over it.

mod collector;
mod metrics;
mod traces;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::support::program::Running;

/// Words that must stay between the person, the model and the tasks.
const TITLE: &str = "Buy a ring for Zelda";
const ANSWER: &str = "Zelda will never know";
/// The key of the model's endpoint.
const KEY: &str = "a-key-for-nobody-else";

/// A trace that began elsewhere, and its span that calls us.
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";

/// Sends a message as a client that is in [`TRACE`] itself.
async fn say(running: &Running, path: &str, message: &str) -> reqwest::Response {
    let request = Client::new()
        .request(Method::POST, format!("{}/api/1/{path}", running.url))
        .bearer_auth(&running.token)
        .header("traceparent", format!("00-{TRACE}-{CALLER}-01"))
        .header("tracestate", "shop=42")
        .json(&json!({ "message": message }));
    request.send().await.unwrap()
}

async fn answer(running: &Running, message: &str) -> Value {
    let response = say(running, "chat", message).await;
    assert_eq!(response.status(), 200);
    response.json().await.unwrap()
}

//! Many streams at once, each whole.

use std::time::Duration;

use futures::future::join_all;
use reqwest::Client;
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, size, token};
use tokio::time::timeout;

use super::{endpoint::Endpoint, program::Program};

const TOKENS: usize = 50;
/// A stream that says nothing for so long is starved; its words come every 20 ms.
const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_streams_at_once_are_all_whole_and_none_is_starved() {
    let streams = size("TASKFLOW_TORTURE_STREAMS", 100);
    taskflow_shared::limits::raise_open_files();
    let database = TestDatabase::sqlite().await;
    let model = Endpoint::start().await;
    let program = Program::start(&database.url(), &model.url);
    let client = Client::new();
    let texts = join_all((0..streams).map(|number| count(&client, &program, number))).await;
    let expected: String = (0..TOKENS).map(|number| format!("{number} ")).collect();
    for text in texts {
        assert_eq!(text, expected);
    }
    model.was_asked_well();
}

/// Has the model count, and returns what was shown of it.
async fn count(client: &Client, program: &Program, number: usize) -> String {
    let user = format!("person-{number}").parse().unwrap();
    let request = client
        .post(format!("{}/api/{user}/chat/stream", program.url))
        .bearer_auth(token(&user, "anyone"))
        .json(&json!({ "message": format!("count {TOKENS}") }));
    let mut response = timeout(2 * PATIENCE, request.send())
        .await
        .expect("a stream is begun")
        .unwrap();
    assert_eq!(response.status(), 200);
    let mut body = Vec::new();
    let more = async || timeout(PATIENCE, response.chunk()).await.expect("a word");
    let mut more = more;
    while let Some(bytes) = more().await.unwrap() {
        body.extend_from_slice(&bytes);
    }
    let events = std::str::from_utf8(&body).unwrap();
    let events = events
        .lines()
        .filter_map(|line| line.strip_prefix("data: "));
    let events: Vec<Value> = events
        .map(|data| serde_json::from_str(data).unwrap())
        .collect();
    let last = events.last().unwrap();
    assert!(
        last["done"] == true && last["message_id"].is_string(),
        "{last}"
    );
    let content = events
        .iter()
        .map(|event| event["content"].as_str().unwrap());
    content.collect()
}

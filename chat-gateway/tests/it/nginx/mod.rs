//! Runs seen through nginx: with nothing set but where the gateway is, and as `examples/nginx.conf`
//! recommends.

mod breaking;
mod server;

use std::time::Duration;

use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, on_each_database, token};

use crate::{
    durability::{endpoint::Endpoint, program::Program},
    support::{Call, Gateway, Options, Reply, ScriptedModel, SseEvent, read_events},
};
use breaking::breaking_off_after;
use server::Nginx;

const RECOMMENDED: &str = include_str!("../../../../examples/nginx.conf");
const PAUSE: Duration = Duration::from_millis(4);
/// Words of the long turn.
const WORDS: usize = 36;

/// What Debian's package does when it is only told where the gateway is: it buffers.
fn default_site(gateway: &str) -> String {
    format!("server {{ listen 80; location / {{ proxy_pass {gateway}; }} }}")
}

fn recommended(servers: &str) -> String {
    assert!(RECOMMENDED.contains("server 127.0.0.1:8080;"));
    RECOMMENDED.replace("server 127.0.0.1:8080;", servers)
}

/// A turn of some forty events.
fn long_turn() -> [Reply; 2] {
    [
        Reply::Calls(vec![Call("add_task", r#"{"title":"Ünbelievable milk"}"#)]),
        Reply::Tokens(vec!["wörd "; WORDS], PAUSE),
    ]
}

/// Begins the turn through nginx, as a stream.
fn go(gateway: &Gateway, nginx: &Nginx) -> RequestBuilder {
    let url = format!("{}/api/{}/chat/stream", nginx.url, alice());
    let request = gateway
        .client
        .post(url)
        .bearer_auth(gateway.token(&alice()));
    request.json(&json!({ "message": "go" }))
}

async fn events_after(gateway: &Gateway, url: &str, run: &str, after: Option<&str>) -> Response {
    let url = format!("{url}/api/{}/runs/{run}/events", alice());
    let mut request = gateway.client.get(url).bearer_auth(gateway.token(&alice()));
    if let Some(after) = after {
        request = request.header("last-event-id", after);
    }
    request.send().await.unwrap()
}

/// What a stream shows: for each event its id, its name and its data.
fn transcript(events: Vec<SseEvent>) -> Vec<(String, Option<String>, Value)> {
    let event = |event: SseEvent| (event.id.unwrap(), event.name, event.data);
    events.into_iter().map(event).collect()
}

fn run_of(response: &Response) -> String {
    response.headers()["x-run-id"].to_str().unwrap().to_owned()
}

/// Reads a stream until it has shown so many events, and hangs up; returns them.
async fn read_some(mut response: Response, count: usize) -> Vec<SseEvent> {
    let mut text = String::new();
    let whole = |text: &str| text.matches("\n\n").count() >= count;
    while !whole(&text) {
        let Some(bytes) = response.chunk().await.unwrap() else {
            break;
        };
        text.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    let end = text.match_indices("\n\n").nth(count - 1);
    let end = end.map_or(text.len(), |(place, _)| place + 2);
    let body: reqwest::Body = text[..end].to_owned().into();
    read_events(http::Response::new(body).into()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn words_come_through_as_the_model_says_them() {
    for recommends in [false, true] {
        let model = ScriptedModel::start([Reply::Tokens(
            vec!["one ", "two ", "three ", "four"],
            50 * PAUSE,
        )])
        .await;
        let gateway = Gateway::start_with(Options::with_model(&model)).await;
        let site = match recommends {
            true => recommended(&format!("server {};", &gateway.url["http://".len()..])),
            false => default_site(&gateway.url),
        };
        let Some(nginx) = Nginx::start(&site) else {
            return;
        };
        let events = read_events(go(&gateway, &nginx).send().await.unwrap()).await;
        let first = events.iter().find(|event| event.data["content"] == "one ");
        assert!(
            first.unwrap().at < model.last_token_at(),
            "the first word waited for the last: it was buffered"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_cut_off_at_any_event_resumes_exactly_there() {
    let model = ScriptedModel::start([]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let Some(nginx) = Nginx::start(&default_site(&gateway.url)) else {
        return;
    };
    for cut in 1..=40 {
        long_turn().into_iter().for_each(|reply| model.then(reply));
        let response = go(&gateway, &nginx).send().await.unwrap();
        let run = run_of(&response);
        let mut joined = transcript(read_some(response, cut).await);
        assert_eq!(joined.len(), cut);
        let after = joined.last().unwrap().0.clone();
        let rest = events_after(&gateway, &nginx.url, &run, Some(&after)).await;
        if rest.status() != 204 {
            joined.extend(transcript(read_events(rest).await));
        }
        let whole = events_after(&gateway, &gateway.url, &run, None).await;
        let whole = transcript(read_events(whole).await);
        assert_eq!(whole.len(), 40);
        assert_eq!(joined, whole, "cut off after {cut} events");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_nginx_sends_again_to_another_gateway_is_answered_once() {
    on_each_database(async |database: &TestDatabase| {
        let model = ScriptedModel::start(long_turn()).await;
        let options = || Options::with_model(&model);
        let first = Gateway::start_on(database.second().await, options()).await;
        let second = Gateway::start_on(database.second().await, options()).await;
        let broken = breaking_off_after(&first.url).await;
        let servers = format!(
            "server {broken} max_fails=0; server {} backup;",
            &second.url["http://".len()..]
        );
        let Some(nginx) = Nginx::start(&recommended(&servers)) else {
            return;
        };
        let request = go(&first, &nginx).header("idempotency-key", "once");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        let run = run_of(&response);
        let answered = transcript(read_events(response).await);
        let whole = events_after(&first, &first.url, &run, None).await;
        assert_eq!(answered, transcript(read_events(whole).await));
        assert_eq!(answered.len(), 40);
        assert_eq!(model.requests().len(), 2, "the turn was taken once");
        let list = first.call_tool(&alice(), "list_tasks", json!({})).await;
        assert_eq!(list["total"], 1);
        // Without a key nobody could tell a message from the same one said twice.
        let refused = go(&first, &nginx).send().await.unwrap();
        assert_eq!(refused.status(), 502);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_gateway_is_killed_is_told_so_by_another_and_not_answered_twice() {
    let database = TestDatabase::sqlite().await;
    let model = Endpoint::start().await;
    let mut first = Program::start(&database.url(), &model.url);
    let second = Program::start(&database.url(), &model.url);
    let address = |program: &Program| program.url["http://".len()..].to_owned();
    let servers = format!(
        "server {} max_fails=0; server {} backup;",
        address(&first),
        address(&second)
    );
    let Some(nginx) = Nginx::start(&recommended(&servers)) else {
        return;
    };
    let client = reqwest::Client::new();
    let say = async |message: &str, conversation: &Value| {
        let request = client
            .post(format!("{}/api/{}/chat", nginx.url, alice()))
            .bearer_auth(token(&alice(), "anyone"))
            .header("idempotency-key", message)
            .json(&json!({ "message": message, "conversation_id": conversation }));
        let answer = Gateway::answer(request).await;
        (answer.status.as_u16(), answer.body)
    };
    let kill = async {
        model.wait_for_moments(1).await;
        first.kill();
    };
    let ((status, told), ()) = tokio::join!(say("hold", &Value::Null), kill);
    assert_eq!(
        (status, &told["code"]),
        (503, &json!("interrupted")),
        "{told}"
    );
    let (_, again) = say("hold", &Value::Null).await;
    assert_eq!(again["run_id"], told["run_id"]);
    let (status, next) = say("hello there", &told["conversation_id"]).await;
    assert_eq!(
        (status, &next["assistant_message"]),
        (200, &json!("Hello.")),
        "{next}"
    );
    model.was_asked_well();
}

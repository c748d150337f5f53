//! Runs: watched, left, resumed, stopped, and asked for twice.

use std::{collections::BTreeSet, time::Duration};

use futures::future::join_all;
use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::support::{Call, Gateway, Options, Reply, ScriptedModel, SseEvent, read_events};

/// A turn with some forty events: text, two calls at once, text again.
const WORDS: [&str; 17] = [
    "I ", "will ", "look ", "at ", "this ", "and ", "then ", "say ", "what ", "I ", "have ",
    "found ", "in ", "your ", "list ", "of ", "tasks",
];

fn long_turn(pause: Duration) -> [Reply; 3] {
    [
        Reply::Calls(vec![
            Call("add_task", r#"{"title":"Ünbelievable milk"}"#),
            Call("list_tasks", "{}"),
        ]),
        Reply::call("complete_task", r#"{"task_id":1}"#),
        Reply::Tokens([WORDS, WORDS].concat(), pause),
    ]
}

fn chat(gateway: &Gateway, path: &str, body: Value) -> RequestBuilder {
    gateway.post(&alice(), path).json(&body)
}

async fn begin_stream(gateway: &Gateway, message: &str) -> (String, Response) {
    let request = chat(gateway, "chat/stream", json!({ "message": message }));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let run = response.headers()["x-run-id"].to_str().unwrap().to_owned();
    (run, response)
}

async fn resume(gateway: &Gateway, run: &str, after: Option<&str>) -> Response {
    let url = format!("{}/api/{}/runs/{run}/events", gateway.url, alice());
    let mut request = gateway.client.get(url).bearer_auth(gateway.token(&alice()));
    if let Some(after) = after {
        request = request.header("last-event-id", after);
    }
    request.send().await.unwrap()
}

/// What a stream shows: for each event its id, its name and its data.
fn transcript(events: &[SseEvent]) -> Vec<(String, Option<String>, Value)> {
    let event = |event: &SseEvent| {
        let id = event.id.clone().unwrap();
        (id, event.name.clone(), event.data.clone())
    };
    events.iter().map(event).collect()
}

async fn until_ended(gateway: &Gateway, run: &str) -> Value {
    loop {
        let body = gateway.get(&alice(), &format!("runs/{run}")).await.body;
        if body["status"] != "running" {
            return body;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_cut_off_at_any_event_resumes_exactly_there_while_it_runs_and_after_a_restart() {
    on_each_database(async |database: &TestDatabase| {
        let model = ScriptedModel::start(long_turn(Duration::from_millis(5))).await;
        let options = || Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options()).await;
        let (run, whole) = begin_stream(&gateway, "go").await;
        // While it runs: watchers that come at different events.
        let late = join_all((0..40).map(|after| {
            let (gateway, run) = (&gateway, &run);
            async move {
                tokio::time::sleep(Duration::from_millis(after * 4)).await;
                let response = resume(gateway, run, Some(&after.to_string())).await;
                (after, read_events(response).await)
            }
        }));
        let (whole, late) = tokio::join!(read_events(whole), late);
        let whole = transcript(&whole);
        assert!(whole.len() >= 40, "{}", whole.len());
        let ids: Vec<String> = (0..whole.len()).map(|id| id.to_string()).collect();
        assert!(whole.iter().map(|(id, ..)| id).eq(&ids));
        for (after, events) in late {
            let after = usize::try_from(after).unwrap();
            assert_eq!(transcript(&events), whole[after + 1..], "after {after}");
        }
        // After a restart: from storage.
        gateway.stop().await;
        let gateway = Gateway::start_on(database.second().await, options()).await;
        assert_eq!(
            transcript(&read_events(resume(&gateway, &run, None).await).await),
            whole
        );
        for after in 0..whole.len() - 1 {
            let rest = resume(&gateway, &run, Some(&after.to_string())).await;
            assert_eq!(transcript(&read_events(rest).await), whole[after + 1..]);
        }
        let nothing = resume(&gateway, &run, ids.last().map(String::as_str)).await;
        assert_eq!(nothing.status(), 204);
        gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_another_gateway_drives_is_seen_to_its_end() {
    on_each_database(async |database: &TestDatabase| {
        let model = ScriptedModel::start(long_turn(Duration::from_millis(10))).await;
        let options = Options::with_model(&model);
        let driver = Gateway::start_on(database.second().await, options).await;
        let other = Gateway::start_on(database.second().await, Options::default()).await;
        let (run, whole) = begin_stream(&driver, "go").await;
        let elsewhere = resume(&other, &run, None).await;
        let (whole, elsewhere) = tokio::join!(read_events(whole), read_events(elsewhere));
        assert_eq!(transcript(&elsewhere), transcript(&whole));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_tells_how_it_stands_to_its_owner_alone() {
    let gateway = Gateway::start().await;
    let answer = gateway.ask("Add a task to buy milk").await;
    let run = answer["run_id"].as_str().unwrap();
    let body = gateway.get(&alice(), &format!("runs/{run}")).await.body;
    assert_eq!(body["status"], "completed");
    assert_eq!(body["message_id"], answer["message_id"]);
    assert_eq!(body["conversation_id"], answer["conversation_id"]);
    assert!(
        body["duration_ms"].is_u64() && body["error"].is_null(),
        "{body}"
    );
    for path in ["", "/events"] {
        let answer = gateway.get(&bob(), &format!("runs/{run}{path}")).await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.body["code"], "run_not_found");
    }
    let cancel = gateway.post(&bob(), &format!("runs/{run}/cancel"));
    assert_eq!(Gateway::answer(cancel).await.status, 404);
    for bad in ["runs/0", "runs/00000000-0000-0000-0000-000000000000"] {
        assert_eq!(gateway.get(&alice(), bad).await.status, 404, "{bad}");
    }
    let path = format!("runs/{run}/events?after=x");
    assert_eq!(gateway.get(&alice(), &path).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_stopped_keeps_what_it_had_said_and_gives_its_conversation_back() {
    on_each_database(async |database: &TestDatabase| {
        let model = ScriptedModel::start([
            Reply::call("add_task", r#"{"title":"Milk"}"#),
            Reply::Tokens(
                [&["I was "][..], &WORDS].concat(),
                Duration::from_millis(300),
            ),
            Reply::text("Hello again."),
        ])
        .await;
        let options = Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options).await;
        let (run, mut stream) = begin_stream(&gateway, "go").await;
        let mut shown = String::new();
        while !shown.contains("I was ") {
            let bytes = stream.chunk().await.unwrap().unwrap();
            shown.push_str(std::str::from_utf8(&bytes).unwrap());
        }
        let cancel = || gateway.post(&alice(), &format!("runs/{run}/cancel"));
        let stopped = Gateway::answer(cancel()).await;
        assert_eq!(stopped.status, 200, "{:?}", stopped.body);
        assert_eq!(stopped.body["status"], "cancelled");
        assert_eq!(stopped.body["error"]["code"], "cancelled");
        let rest = stream.text().await.unwrap();
        assert!(rest.contains("\"code\":\"cancelled\""), "{rest}");
        let again = Gateway::answer(cancel()).await;
        assert_eq!(again.body, stopped.body, "stopping twice changes nothing");
        let conversation = stopped.body["conversation_id"].clone();
        let path = format!("conversations/{}/messages", conversation.as_str().unwrap());
        let messages = gateway.get(&alice(), &path).await.body;
        let message = &messages["messages"][1];
        assert_eq!(message["status"], "cancelled");
        assert!(message["content"].as_str().unwrap().starts_with("I was "));
        assert_eq!(message["tool_calls"][0]["result"]["title"], "Milk");
        let next = gateway.say(&alice(), "hello", Some(&conversation)).await;
        assert_eq!(next.body["assistant_message"], "Hello again.");
        model.requests();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_another_gateway_drives_can_be_stopped() {
    on_each_database(async |database: &TestDatabase| {
        let silence = Reply::Silence(Duration::from_secs(25));
        let model = ScriptedModel::start([silence]).await;
        let options = Options::with_model(&model);
        let driver = Gateway::start_on(database.second().await, options).await;
        let other = Gateway::start_on(database.second().await, Options::default()).await;
        let (run, stream) = begin_stream(&driver, "go").await;
        let cancel = other.post(&alice(), &format!("runs/{run}/cancel"));
        assert_eq!(Gateway::answer(cancel).await.body["status"], "cancelled");
        assert!(stream.text().await.unwrap().contains("cancelled"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_is_answered_by_one_run_however_often_it_is_sent() {
    on_each_database(async |database: &TestDatabase| {
        let options = || Options {
            rate_limit: "1/hour+2",
            ..Options::default()
        };
        let gateway = Gateway::start_on(database.second().await, options()).await;
        let body = json!({ "message": "Add a task to buy milk" });
        let send = |gateway: &Gateway, path: &str, body: &Value| {
            let request = chat(gateway, path, body.clone()).header("idempotency-key", "key-1");
            Gateway::answer(request)
        };
        let answers = join_all([(); 2].map(|()| send(&gateway, "chat", &body))).await;
        let first = &answers[0];
        assert_eq!(first.status, 200, "{:?}", first.body);
        assert_eq!(answers[1].body, first.body);
        // More often than the limit allows: what was counted is not counted again.
        for _ in 0..5 {
            assert_eq!(send(&gateway, "chat", &body).await.body, first.body);
        }
        let streamed = send(&gateway, "chat/stream", &body).await;
        let text = streamed.body.as_str().unwrap();
        assert!(text.contains(first.body["message_id"].as_str().unwrap()));
        let other = json!({ "message": "Add a task to buy bread" });
        let refused = send(&gateway, "chat", &other).await;
        assert_eq!(refused.status, 422, "{:?}", refused.body);
        assert_eq!(refused.body["code"], "idempotency_key_reused");
        assert_eq!(refused.body["run_id"], first.body["run_id"]);
        // After a restart too; and another person's key is another key.
        gateway.stop().await;
        let gateway = Gateway::start_on(database.second().await, options()).await;
        assert_eq!(send(&gateway, "chat", &body).await.body, first.body);
        let bobs = gateway.post(&bob(), "chat").json(&body);
        let bobs = Gateway::answer(bobs.header("idempotency-key", "key-1")).await;
        assert_eq!(bobs.status, 200);
        assert_ne!(bobs.body["run_id"], first.body["run_id"]);
        let list = gateway.call_tool(&alice(), "list_tasks", json!({})).await;
        assert_eq!(list["total"], 1);
        gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_sent_again_while_it_is_answered_joins_its_run() {
    let model = ScriptedModel::start(long_turn(Duration::from_millis(5))).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let send = || {
        let request = chat(&gateway, "chat/stream", json!({ "message": "go" }));
        let request = request.header("idempotency-key", "again");
        async move { read_events(request.send().await.unwrap()).await }
    };
    let streams = join_all((0..10).map(|_| send())).await;
    for stream in &streams {
        assert_eq!(transcript(stream), transcript(&streams[0]));
    }
    assert_eq!(model.requests().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_cannot_be_one_is_refused() {
    let gateway = Gateway::start().await;
    let long = "x".repeat(256);
    for key in ["", "ä", long.as_str()] {
        let request = chat(&gateway, "chat", json!({ "message": "hello" }));
        let request = request.header("idempotency-key", key.as_bytes());
        let answer = Gateway::answer(request).await;
        assert_eq!(answer.status, 400, "{key}");
        let detail = answer.body["detail"].as_str().unwrap();
        assert!(detail.contains("Idempotency-Key"), "{detail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_messages_at_once_each_gets_what_it_asked_for() {
    on_each_database(async |database: &TestDatabase| {
        let hi = || Reply::text("Hi.");
        let model = ScriptedModel::start((0..60).map(|_| hi())).await;
        let options = Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options).await;
        let conversation = gateway.ask("hello").await["conversation_id"].clone();
        let say = |number: usize, when_busy: &str| {
            let body = json!({
                "message": format!("message {number}"),
                "conversation_id": conversation,
                "when_busy": when_busy,
            });
            Gateway::answer(chat(&gateway, "chat", body))
        };
        let answers = join_all((0..100).map(|number| match number {
            0..16 => say(number, "queue"),
            _ => say(number, "reject"),
        }))
        .await;
        for (number, answer) in answers.iter().enumerate() {
            match (number, answer.status.as_u16()) {
                (_, 200) => {}
                (16.., 409) => assert_eq!(answer.body["code"], "conversation_busy"),
                _ => panic!("message {number}: {answer:?}"),
            }
        }
        let path = format!(
            "conversations/{}/messages?limit=500",
            conversation.as_str().unwrap()
        );
        let stored = gateway.get(&alice(), &path).await.body;
        let answered = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(stored["total"], 2 + 2 * answered);
        let runs: BTreeSet<&str> = answers
            .iter()
            .filter_map(|answer| answer.body["run_id"].as_str())
            .collect();
        assert!(runs.len() >= answered, "each message has its own run");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_interrupts_takes_the_place_of_the_one_before() {
    let model = ScriptedModel::start([
        Reply::Silence(Duration::from_secs(25)),
        Reply::text("Second."),
    ])
    .await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let (first, stream) = begin_stream(&gateway, "first").await;
    while model.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let run = gateway.get(&alice(), &format!("runs/{first}")).await.body;
    let body = json!({
        "message": "second",
        "conversation_id": run["conversation_id"],
        "when_busy": "interrupt",
    });
    let second = Gateway::answer(chat(&gateway, "chat", body)).await;
    assert_eq!(second.body["assistant_message"], "Second.");
    assert_eq!(until_ended(&gateway, &first).await["status"], "cancelled");
    assert!(stream.text().await.unwrap().contains("cancelled"));
    let bad = json!({ "message": "hello", "when_busy": "later" });
    assert_eq!(
        Gateway::answer(chat(&gateway, "chat", bad)).await.status,
        400
    );
}

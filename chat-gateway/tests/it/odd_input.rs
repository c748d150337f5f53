//! Input that no client sends on purpose.

use serde_json::{Value, json};
use taskflow_shared::{
    page::encode_cursor,
    testing::{TestDatabase, alice, on_each_database},
};

use crate::support::{Call, Gateway, Options, Reply, ScriptedModel, read_events};

/// PostgreSQL stores no NUL, neither in text nor in JSON.
#[tokio::test(flavor = "multi_thread")]
async fn a_nul_is_a_space_whoever_wrote_it() {
    on_each_database(async |database: &TestDatabase| {
        let model = ScriptedModel::start([
            Reply::call("list_tasks", r#"{"filter":"search \u0000"}"#),
            Reply::text("All\0 done."),
        ]);
        let options = Options::with_model(&model.await);
        let gateway = Gateway::start_on(database.second().await, options).await;
        let answer = gateway.say(&alice(), "hello\0world", None).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        let conversation = answer.body["conversation_id"].as_str().unwrap();
        let path = format!("conversations/{conversation}/messages");
        let messages = gateway.get(&alice(), &path).await.body;
        let text = |at: usize| messages["messages"][at]["content"].clone();
        assert_eq!([text(0), text(1)], ["hello world", "All  done."]);
        let blank = gateway.say(&alice(), "\0", None).await;
        assert_eq!(blank.status, 400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_beyond_all_others_is_not_waited_for() {
    let model = ScriptedModel::start([Reply::CallAfter(
        std::time::Duration::from_millis(200),
        Call("overview", "{}"),
    )]);
    let gateway = Gateway::start_with(Options::with_model(&model.await)).await;
    let request = gateway.post(&alice(), "chat/stream");
    let mut shown = request
        .json(&json!({ "message": "hello" }))
        .send()
        .await
        .unwrap();
    let run = shown.headers()["x-run-id"].to_str().unwrap().to_owned();
    shown.chunk().await.unwrap();
    for not_a_number in ["", "-1", "1.5", "%00"] {
        let path = format!("runs/{run}/events?after={not_a_number}");
        let answer = gateway.get(&alice(), &path).await;
        assert_eq!(answer.status, 400, "{not_a_number:?}");
    }
    for after in [u64::MAX, u64::from(u32::MAX)] {
        let url = format!("{}/api/1/runs/{run}/events?after={after}", gateway.url);
        let request = gateway.client.get(url).bearer_auth(gateway.token(&alice()));
        let response = request.send().await.unwrap();
        if response.status() != 204 {
            let events = read_events(response).await;
            assert_eq!(events.last().unwrap().data["done"], true);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_was_made_up_is_not_one() {
    on_each_database(async |database: &TestDatabase| {
        let gateway = Gateway::start_on(database.second().await, Options::default()).await;
        let conversation = gateway.ask("hello").await["conversation_id"].clone();
        let id = conversation.as_str().unwrap();
        for year in ["-262000", "+262000"] {
            let cursor = encode_cursor(&json!([format!("{year}-01-01T00:00:00Z"), conversation]));
            let path = format!("conversations?cursor={cursor}");
            let answer = gateway.get(&alice(), &path).await;
            assert!(answer.status.as_u16() < 500, "{year}: {:?}", answer.body);
        }
        for sequence in [i64::MIN, -1, 0, i64::MAX] {
            let cursor = encode_cursor(&sequence);
            let path = format!("conversations/{id}/messages?cursor={cursor}");
            let answer = gateway.get(&alice(), &path).await;
            assert_eq!(answer.status, 200, "{sequence}: {:?}", answer.body);
        }
        let none = Value::Null;
        let path = format!("conversations?cursor={}", encode_cursor(&none));
        assert_eq!(gateway.get(&alice(), &path).await.status, 400);
    })
    .await;
}

//! Conversations: reading them, and keeping them in order.

use std::time::Duration;

use reqwest::Method;
use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use serde_json::{Value, json};
use taskflow_shared::{
    ids::UserId,
    testing::{TestDatabase, alice, bob, on_each_database},
};

use crate::support::{Gateway, Options, Reply, ScriptedModel};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_without_conversations_has_an_empty_list() {
    let gateway = Gateway::start().await;
    let answer = gateway.get(&alice(), "conversations").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, json!({ "conversations": [], "total": 0 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_are_listed_latest_first_in_pages_and_only_to_their_owner() {
    let gateway = Gateway::start().await;
    let mut ids = Vec::new();
    for number in 1..=5 {
        let body = gateway
            .ask(&format!("Add a task to do thing {number}"))
            .await;
        ids.push(body["conversation_id"].clone());
    }
    gateway.say(&alice(), "hello again", Some(&ids[0])).await;
    ids.rotate_left(1);
    ids.reverse();
    let mut seen = Vec::new();
    let mut path = "conversations?limit=2".to_owned();
    loop {
        let page = gateway.get(&alice(), &path).await.body;
        assert_eq!(page["total"], 5);
        let items = page["conversations"].as_array().unwrap();
        assert!(
            items
                .iter()
                .all(|item| item["title"].as_str().unwrap().starts_with("Add a task"))
        );
        seen.extend(items.iter().map(|item| item["id"].clone()));
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("conversations?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ids);
    assert_eq!(gateway.get(&bob(), "conversations").await.body["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_the_newest_oldest_first_and_lead_back_page_by_page() {
    let gateway = Gateway::start().await;
    let mut conversation = Value::Null;
    for number in 1..=3 {
        let message = format!("Add a task to do thing {number}");
        let answer = gateway.say(&alice(), &message, Some(&conversation)).await;
        conversation = answer.body["conversation_id"].clone();
    }
    let base = format!("conversations/{}/messages", conversation.as_str().unwrap());
    let all = gateway.get(&alice(), &base).await.body;
    assert_eq!(
        (all["total"].as_u64(), all["conversation_id"].clone()),
        (Some(6), conversation)
    );
    let messages = all["messages"].as_array().unwrap();
    let roles: Vec<_> = messages
        .iter()
        .map(|message| message["role"].as_str().unwrap())
        .collect();
    assert_eq!(
        roles,
        [
            "user",
            "assistant",
            "user",
            "assistant",
            "user",
            "assistant"
        ]
    );
    assert_eq!(messages[1]["tool_calls"][0]["tool"], "add_task");
    assert_eq!(messages[0]["tool_calls"], json!([]));
    let newest = gateway.get(&alice(), &format!("{base}?limit=4")).await.body;
    assert_eq!(newest["messages"].as_array().unwrap(), &messages[2..]);
    let cursor = newest["next_cursor"].as_str().unwrap();
    let older = gateway
        .get(&alice(), &format!("{base}?limit=4&cursor={cursor}"))
        .await
        .body;
    assert_eq!(older["messages"].as_array().unwrap(), &messages[..2]);
    assert!(older["next_cursor"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn anothers_or_an_unknown_conversation_is_not_found_and_a_bad_query_says_why() {
    let gateway = Gateway::start().await;
    let body = gateway.ask("hello").await;
    let hers = body["conversation_id"].as_str().unwrap();
    for id in [hers, "00000000-0000-0000-0000-000000000000", "42", "%20"] {
        let answer = gateway
            .get(&bob(), &format!("conversations/{id}/messages"))
            .await;
        assert_eq!(answer.status, 404, "{id}");
        assert_eq!(answer.body["code"], "conversation_not_found");
    }
    for query in [
        "limit=0",
        "limit=x",
        "limit=501",
        "cursor=rubbish",
        "colour=red",
    ] {
        let answer = gateway
            .get(&alice(), &format!("conversations/{hers}/messages?{query}"))
            .await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(
            answer.body["detail"].as_str().unwrap().len() > 20,
            "{:?}",
            answer.body
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_renamed_put_away_and_taken_back_by_its_owner_alone() {
    on_each_database(async |database: &TestDatabase| {
        let gateway = Gateway::start_on(database.second().await, Options::default()).await;
        let id = gateway.ask("hello").await["conversation_id"].clone();
        let path = format!("conversations/{}", id.as_str().unwrap());
        let send = |user: &UserId, method: Method, path: &str, body: Value| {
            let url = format!("{}/api/{user}/{path}", gateway.url);
            let request = gateway.client.request(method, url);
            Gateway::answer(request.bearer_auth(gateway.token(user)).json(&body))
        };
        let (restore, title) = (
            format!("{path}/restore"),
            json!({ "title": " Plans\nfor June " }),
        );
        for (method, path) in [
            (Method::PATCH, &path),
            (Method::DELETE, &path),
            (Method::POST, &restore),
        ] {
            let refused = send(&bob(), method, path, title.clone()).await;
            assert_eq!(refused.status, 404, "{path}");
        }
        let renamed = send(&alice(), Method::PATCH, &path, title).await;
        assert_eq!(renamed.body["title"], "Plans for June");
        for bad in [json!({ "title": " " }), json!({ "title": 5 }), json!({})] {
            let refused = send(&alice(), Method::PATCH, &path, bad).await;
            assert_eq!(refused.status, 400, "{:?}", refused.body);
        }
        let deleted = send(&alice(), Method::DELETE, &path, json!(null)).await;
        assert_eq!(deleted.status, 204);
        let again = send(&alice(), Method::DELETE, &path, json!(null)).await;
        assert_eq!(again.status, 404);
        assert_eq!(
            gateway.get(&alice(), "conversations").await.body["total"],
            0
        );
        assert_eq!(gateway.say(&alice(), "hello", Some(&id)).await.status, 404);
        let trash = gateway
            .get(&alice(), "conversations?deleted=true")
            .await
            .body;
        assert_eq!(trash["conversations"][0]["title"], "Plans for June");
        assert!(trash["conversations"][0]["deleted_at"].is_string());
        for _ in 0..2 {
            let restored = send(&alice(), Method::POST, &restore, json!(null)).await;
            assert_eq!(restored.status, 200, "{:?}", restored.body);
            assert!(restored.body.get("deleted_at").is_none());
        }
        let messages = gateway.get(&alice(), &format!("{path}/messages")).await;
        assert_eq!(messages.body["total"], 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_in_a_conversation_that_is_put_away_is_there_when_it_is_taken_back() {
    let words = vec!["slow ", "and ", "steady"];
    let model = ScriptedModel::start([Reply::Tokens(words, Duration::from_millis(200))]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let asking = {
        let request = gateway.post(&alice(), "chat");
        tokio::spawn(Gateway::answer(request.json(&json!({ "message": "go" }))))
    };
    while model.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let list = gateway.get(&alice(), "conversations").await.body;
    let id = list["conversations"][0]["id"].as_str().unwrap().to_owned();
    let url = format!("{}/api/{}/conversations/{id}", gateway.url, alice());
    let delete = gateway
        .client
        .delete(&url)
        .bearer_auth(gateway.token(&alice()));
    assert_eq!(Gateway::answer(delete).await.status, 204);
    assert_eq!(asking.await.unwrap().body["response"], "slow and steady");
    Gateway::answer(gateway.post(&alice(), &format!("conversations/{id}/restore"))).await;
    let messages = gateway
        .get(&alice(), &format!("conversations/{id}/messages"))
        .await;
    assert_eq!(messages.body["messages"][1]["content"], "slow and steady");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_put_away_long_ago_is_purged_with_all_that_is_in_it() {
    on_each_database(async |database: &TestDatabase| {
        let gateway = Gateway::start_on(database.second().await, Options::default()).await;
        for message in ["hello", "good morning"] {
            let id = gateway.ask(message).await["conversation_id"].clone();
            let id = id.as_str().unwrap();
            let url = format!("{}/api/{}/conversations/{id}", gateway.url, alice());
            let delete = gateway
                .client
                .delete(&url)
                .bearer_auth(gateway.token(&alice()));
            assert_eq!(Gateway::answer(delete).await.status, 204);
        }
        gateway.stop().await;
        let written: Result<(), DbErr> = database
            .database
            .write(|transaction| {
                Box::pin(async move {
                    let sql = "UPDATE conversations SET deleted_at = '2026-01-01T00:00:00+00:00' \
                               WHERE title = 'hello'";
                    transaction.execute_unprepared(sql).await.map(drop)
                })
            })
            .await;
        written.unwrap();
        let gateway = Gateway::start_on(database.second().await, Options::default()).await;
        loop {
            let trash = gateway
                .get(&alice(), "conversations?deleted=true")
                .await
                .body;
            if trash["total"] == 1 {
                assert_eq!(trash["conversations"][0]["title"], "good morning");
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for table in ["messages", "runs"] {
            let reads = database.database.reads();
            let sql = format!("SELECT COUNT(*) FROM {table}");
            let statement = Statement::from_string(reads.get_database_backend(), sql);
            let row = reads.query_one_raw(statement).await.unwrap().unwrap();
            let left: i64 = row.try_get_by_index(0).unwrap();
            assert_eq!(left, if table == "messages" { 2 } else { 1 }, "{table}");
        }
        gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_exported_whole_in_either_form() {
    let gateway = Gateway::start().await;
    let mut id = Value::Null;
    for number in 0..3 {
        let message = format!("Add a task to do <b>thing {number}");
        id = gateway.say(&alice(), &message, Some(&id)).await.body["conversation_id"].clone();
    }
    let path = format!("conversations/{}", id.as_str().unwrap());
    let export = gateway.get(&alice(), &format!("{path}/export")).await;
    let list = gateway
        .get(&alice(), &format!("{path}/messages"))
        .await
        .body;
    assert_eq!(export.body["messages"], list["messages"]);
    assert_eq!(export.body["conversation"]["id"], id);
    let disposition = export.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment;"), "{disposition}");
    let form = format!("{path}/export?format=markdown");
    let markdown = gateway.get(&alice(), &form).await.body;
    let text = markdown.as_str().unwrap();
    assert_eq!(text.matches("\n## ").count(), 6, "{text}");
    assert_eq!(text.matches("\n- called `add_task`").count(), 3, "{text}");
    assert!(
        text.contains("\n> Add a task to do &lt;b>thing 0"),
        "{text}"
    );
    assert_eq!(
        gateway.get(&bob(), &format!("{path}/export")).await.status,
        404
    );
    let bad = gateway
        .get(&alice(), &format!("{path}/export?format=pdf"))
        .await;
    assert_eq!(bad.status, 400);
}

//! Reading conversations.

use serde_json::{Value, json};
use taskflow_shared::testing::{alice, bob};

use crate::support::Gateway;

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

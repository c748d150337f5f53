//! Compares what people were told with what is there.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, token};

use super::{
    chatter::{Chatter, Outcome},
    service::{Service, rows, under_way},
};

/// The conversation is what was said in it, each message once and each answer after its message.
pub(super) async fn nothing_is_lost_and_nothing_is_there_twice(
    service: &Service<'_>,
    chatter: &Chatter,
) {
    let mut expected = Vec::new();
    for said in &chatter.said {
        expected.push(("user".to_owned(), said.text.clone()));
        if let Outcome::Answered { message_id } = &said.outcome {
            expected.push(("assistant".to_owned(), message_id.clone()));
        }
    }
    assert_eq!(stored(service, chatter).await, expected, "{}", chatter.user);
}

/// The messages of a conversation, oldest first: a person's by its text, an answer by its id.
async fn stored(service: &Service<'_>, chatter: &Chatter) -> Vec<(String, String)> {
    let path = format!(
        "{}/api/{}/conversations/{}/messages",
        service.url().await,
        chatter.user,
        chatter.conversation.as_str().unwrap()
    );
    let (mut messages, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let request = service.client.get(&path).query(&[("limit", "100")]);
        let request = request.query(&cursor.map(|cursor| [("cursor", cursor)]));
        let request = request.bearer_auth(token(&chatter.user, "anyone"));
        let page: Value = request.send().await.unwrap().json().await.unwrap();
        let page_messages = page["messages"].as_array().expect("messages").iter();
        let mut page_messages: Vec<_> = page_messages.map(told).collect();
        page_messages.append(&mut messages);
        messages = page_messages;
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            return messages;
        }
    }
}

fn told(message: &Value) -> (String, String) {
    let text = |name: &str| message[name].as_str().unwrap().to_owned();
    match text("role").as_str() {
        "user" => ("user".to_owned(), text("content")),
        role => (role.to_owned(), text("id")),
    }
}

/// Every task that an answer tells of is there once, and no task is there twice.
pub(super) async fn tasks_are_as_told(test: &TestDatabase, chatters: &[Chatter]) {
    let found = rows(test, "SELECT user_id, title FROM tasks").await;
    let found: Vec<(String, String)> = found
        .iter()
        .map(|row| {
            let column = |name: &str| row.try_get::<String>("", name).unwrap();
            (column("user_id"), column("title"))
        })
        .collect();
    let mut possible = 0;
    for chatter in chatters {
        for said in &chatter.said {
            for title in &said.titles {
                let task = (chatter.user.to_string(), title.clone());
                let there = found.iter().filter(|found| **found == task).count();
                match said.outcome {
                    Outcome::Answered { .. } => assert_eq!(there, 1, "{task:?}"),
                    // The write may have been made before the program was killed.
                    Outcome::Interrupted => assert!(there <= 1, "{task:?}"),
                }
                possible += there;
            }
        }
    }
    assert_eq!(possible, found.len(), "a task that nobody asked for");
}

/// No run is under way, and none has two answers or shares one.
pub(super) async fn every_run_is_over(test: &TestDatabase) {
    assert_eq!(under_way(test).await, Vec::<String>::new());
    let sql = "SELECT r.status, COUNT(m.id) AS answers FROM runs r \
         LEFT JOIN messages m ON m.id = r.assistant_message_id GROUP BY r.id, r.status";
    for row in rows(test, sql).await {
        let status: String = row.try_get("", "status").unwrap();
        let answers: i64 = row.try_get("", "answers").unwrap();
        let run = json!({ "status": status, "answers": answers });
        assert_eq!(answers == 1, status == "completed", "{run}");
    }
}

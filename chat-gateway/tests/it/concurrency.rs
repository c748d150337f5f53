//! Many at once.

use std::collections::BTreeSet;

use futures::future::join_all;
use serde_json::{Value, json};
use taskflow_shared::{
    ids::UserId,
    testing::{TestDatabase, alice, on_each_database},
};

use crate::support::{Gateway, Options, Reply, ScriptedModel};

async fn task_numbers(gateway: &Gateway, user: &UserId) -> BTreeSet<u64> {
    let list = gateway
        .call_tool(user, "list_tasks", json!({ "limit": 100 }))
        .await;
    let tasks = list["tasks"].as_array().unwrap();
    tasks
        .iter()
        .map(|task| task["id"].as_u64().unwrap())
        .collect()
}

async fn fifty_chats(gateway: &Gateway, user: impl Fn(usize) -> UserId) {
    let chats = (0..50).map(|number| {
        let user = user(number);
        async move {
            gateway
                .say(&user, &format!("Add a task to do thing {number}"), None)
                .await
        }
    });
    for answer in join_all(chats).await {
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        assert_eq!(answer.body["tool_calls"][0]["result"]["status"], "created");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_chats_of_one_person_lose_nothing() {
    let gateway = Gateway::start().await;
    fifty_chats(&gateway, |_| alice()).await;
    assert_eq!(task_numbers(&gateway, &alice()).await, (1..=50).collect());
    assert_eq!(
        gateway.get(&alice(), "conversations").await.body["total"],
        50
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_chats_of_fifty_people_lose_nothing_on_either_database() {
    let sqlite = Gateway::start().await;
    let postgres = match TestDatabase::postgres().await {
        Some(database) => Some(Gateway::start_on(database, Options::default()).await),
        None => None,
    };
    for gateway in [Some(sqlite), postgres].into_iter().flatten() {
        fifty_chats(&gateway, |number| {
            format!("person-{number}").parse().unwrap()
        })
        .await;
        for number in 0..50 {
            let user = format!("person-{number}").parse().unwrap();
            assert_eq!(task_numbers(&gateway, &user).await, BTreeSet::from([1]));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_messages_at_once_in_one_conversation_one_is_answered_and_the_others_told() {
    on_each_database(async |database: &TestDatabase| {
        let words = vec!["one", "two", "three"];
        let model = ScriptedModel::start([
            Reply::text("Hi."),
            Reply::Tokens(words, std::time::Duration::from_millis(150)),
        ])
        .await;
        let options = Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options).await;
        let conversation = gateway.ask("hello").await["conversation_id"].clone();
        let user = alice();
        let messages = (0..20).map(|_| gateway.say(&user, "and?", Some(&conversation)));
        let answers = join_all(messages).await;
        let (answered, told): (Vec<_>, Vec<_>) =
            answers.iter().partition(|answer| answer.status == 200);
        assert_eq!(answered.len(), 1);
        for answer in told {
            assert_eq!(answer.status, 409);
            assert_eq!(answer.body["code"], "conversation_busy");
            assert_eq!(answer.body["run_id"], answered[0].body["run_id"]);
        }
        let path = format!("conversations/{}/messages", conversation.as_str().unwrap());
        let total: Value = gateway.get(&alice(), &path).await.body["total"].clone();
        assert_eq!(total, 4, "a message that was refused is not stored");
    })
    .await;
}

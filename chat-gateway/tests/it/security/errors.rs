//! What is said of a fault of our own.

use sea_orm::{ConnectionTrait as _, DbErr};
use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice};

use crate::support::{Gateway, Options};

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_within_says_nothing_of_the_inside_and_names_the_request() {
    let database = TestDatabase::sqlite().await;
    let gateway = Gateway::start_on(database.second().await, Options::default()).await;
    let first = gateway.ask("hello").await;
    let conversation = first["conversation_id"].as_str().unwrap();
    let broken: Result<(), DbErr> = database
        .database
        .write(|transaction| {
            Box::pin(async move {
                let sql = "ALTER TABLE messages RENAME TO secret_name_of_a_table";
                transaction.execute_unprepared(sql).await.map(drop)
            })
        })
        .await;
    broken.unwrap();
    let messages = format!("conversations/{conversation}/messages");
    let read = gateway.get(&alice(), &messages).await;
    let request = gateway
        .post(&alice(), "chat")
        .json(&json!({ "message": "hello" }));
    let written = Gateway::answer(request).await;
    for answer in [read, written] {
        assert_eq!(answer.status, 500, "{:?}", answer.body);
        assert_eq!(answer.body["code"], "internal_error");
        assert_eq!(
            answer.body["request_id"],
            answer.headers["x-request-id"].to_str().unwrap()
        );
        let whole = answer.body.to_string().to_lowercase();
        for word in ["messages", "table", "sql", "database", "column", ".rs"] {
            assert!(!whole.contains(word), "{word} in {whole}");
        }
    }
}

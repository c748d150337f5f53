//! Calls that are made again.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database, token};

use crate::harness::{Called, Person, RESOURCE, request, send, server};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_again_is_answered_and_not_repeated_even_by_another_process() {
    on_each_database(async |test: &TestDatabase| {
        let first = Person::new(&server(&test.database), &alice());
        let arguments = json!({"title": "A", "request_id": "r-1"});
        let added = first.call("add_task", arguments.clone()).await.value();
        let again = Person::new(&server(&test.open_again().await), &alice());
        let answered = again.call("add_task", arguments).await.value();
        assert_eq!(added, answered);
        assert_eq!(first.list(json!({})).await, (vec![1], 1));
        let other = json!({"title": "B", "request_id": "r-1"});
        let refusal = first.call("add_task", other).await.refusal();
        assert_eq!(
            refusal,
            "This request_id was used before with other arguments"
        );
        let bob = Person::new(&server(&test.database), &bob());
        let own = json!({"title": "B", "request_id": "r-1"});
        assert_eq!(bob.call("add_task", own).await.value()["task_id"], 1);
    })
    .await;
}

async fn call_as(test: &TestDatabase, id: Value, tool: &str, arguments: Value) -> Called {
    let params = json!({
        "name": tool,
        "arguments": arguments,
        "_meta": {"taskflow/requestId": id},
    });
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    let request = request(Some(&token(&alice(), RESOURCE)), &message);
    Called::read(&send(&server(&test.database), request).await.json()["result"])
}

#[tokio::test(flavor = "multi_thread")]
async fn any_tool_that_writes_takes_the_id_from_the_metadata() {
    on_each_database(async |test: &TestDatabase| {
        let person = Person::new(&server(&test.database), &alice());
        person.add("Buy milk").await;
        person.add("Buy bread").await;
        // The words mean nothing any more when the call is repeated.
        let find = json!({"find": "milk"});
        let done = call_as(test, json!("c"), "complete_task", find.clone())
            .await
            .value();
        let again = call_as(test, json!("c"), "complete_task", find)
            .await
            .value();
        assert_eq!(done, again);
        let undone = call_as(test, json!(7), "undo", json!({})).await.value();
        let again = call_as(test, json!("7"), "undo", json!({})).await.value();
        assert_eq!(undone, again);
        assert_eq!(person.list(json!({"status": "pending"})).await.1, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_are_made_at_once_one_is_carried_out() {
    on_each_database(async |test: &TestDatabase| {
        let person = Person::new(&server(&test.database), &alice());
        let calls = (0..10).map(|_| {
            let person = person.clone();
            let arguments = json!({"title": "A", "request_id": "same"});
            tokio::spawn(async move { person.call("add_task", arguments).await.value() })
        });
        let mut answers = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            answers.push(call.await.unwrap());
        }
        assert!(
            answers.iter().all(|answer| *answer == answers[0]),
            "{answers:?}"
        );
        assert_eq!(person.list(json!({})).await, (vec![1], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_too_long_or_no_text_is_refused() {
    let test = TestDatabase::sqlite().await;
    for (id, words) in [
        (
            json!("x".repeat(201)),
            "the request id exceeds 200 characters",
        ),
        (json!([1]), "the request id must be text"),
    ] {
        let refused = call_as(&test, id, "add_task", json!({"title": "A"})).await;
        assert_eq!(refused.refusal(), words);
    }
}

//! `update_task`

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

async fn first_task(person: &Person) -> Value {
    let list = person
        .call("list_tasks", json!({"detail": true}))
        .await
        .value();
    list["tasks"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_named_stays() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let task = json!({"title": "Buy groceries", "description": "milk"});
        alice.call("add_task", task).await.value();
        let title = "Call 'Mom' tonight";
        let updated = alice
            .call("update_task", json!({"task_id": 1, "title": title}))
            .await;
        assert_eq!(
            updated.value(),
            json!({"task_id": 1, "status": "updated", "title": title})
        );
        let arguments = json!({"task_id": 1, "title": null, "description": "bread"});
        alice.call("update_task", arguments).await.value();
        assert_eq!(
            first_task(&alice).await,
            json!({
                "id": 1, "title": title, "completed": false, "description": "bread",
            })
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_description_clears_it() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice
            .call("add_task", json!({"title": "A", "description": "b"}))
            .await
            .value();
        alice
            .call("update_task", json!({"task_id": 1, "description": ""}))
            .await
            .value();
        let expected = json!({"id": 1, "title": "A", "completed": false});
        assert_eq!(first_task(&alice).await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_title_is_found_and_the_old_one_is_not() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("Milk").await;
        alice
            .call("update_task", json!({"task_id": 1, "title": "Crème"}))
            .await
            .value();
        assert_eq!(
            alice.list(json!({"filter": "search creme"})).await,
            (vec![1], 1)
        );
        assert_eq!(
            alice.list(json!({"filter": "search milk"})).await,
            (vec![], 0)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_in_known_words() {
    let test = TestDatabase::sqlite().await;
    let server = server(&test.database);
    let (alice, bob) = (Person::new(&server, &alice()), Person::new(&server, &bob()));
    alice.add("A").await;
    let cases = [
        (json!({"task_id": 1}), "No fields provided to update"),
        (
            json!({"task_id": 1, "title": null}),
            "No fields provided to update",
        ),
        (json!({"task_id": 1, "title": " "}), "Title cannot be empty"),
        (
            json!({"task_id": 1, "title": "x".repeat(201)}),
            "Title exceeds 200 characters",
        ),
        (
            json!({"task_id": 1, "description": "x".repeat(2_001)}),
            "Description exceeds 2000 characters",
        ),
        (json!({"task_id": 2, "title": "B"}), "Task not found"),
        (json!({"title": "B"}), "task_id is required"),
    ];
    for (arguments, words) in cases {
        assert_eq!(alice.call("update_task", arguments).await.refusal(), words);
    }
    let refusal = bob
        .call("update_task", json!({"task_id": 1, "title": "B"}))
        .await
        .refusal();
    assert_eq!(refusal, "Task not found");
    assert_eq!(first_task(&alice).await["title"], "A");
}

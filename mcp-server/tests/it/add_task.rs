//! `add_task`

use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_added_and_answered_with_its_number() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let arguments =
            json!({"title": "  Buy 'oat' milk\nand eggs ", "description": "two\nlitres"});
        let added = alice.call("add_task", arguments).await.value();
        let title = "Buy 'oat' milk and eggs";
        assert_eq!(
            added,
            json!({"task_id": 1, "status": "created", "title": title})
        );
        let list = alice.call("list_tasks", json!({"detail": true}));
        let list = list.await.value();
        let task =
            json!({"id": 1, "title": title, "completed": false, "description": "two\nlitres"});
        assert_eq!(list, json!({"tasks": [task], "total": 1}));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_counts_from_one() {
    on_each_database(async |test: &TestDatabase| {
        let server = server(&test.database);
        let (alice, bob) = (Person::new(&server, &alice()), Person::new(&server, &bob()));
        assert_eq!(alice.add("A").await, 1);
        assert_eq!(alice.add("B").await, 2);
        assert_eq!(bob.add("C").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_task_is_refused_in_known_words() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    let cases = [
        (json!({}), "Title is required"),
        (json!({"title": null}), "Title is required"),
        (json!({"title": " \t\n"}), "Title is required"),
        (
            json!({"title": "é".repeat(201)}),
            "Title exceeds 200 characters",
        ),
        (
            json!({"title": "a", "description": "é".repeat(2_001)}),
            "Description exceeds 2000 characters",
        ),
    ];
    for (arguments, words) in cases {
        assert_eq!(alice.call("add_task", arguments).await.refusal(), words);
    }
    assert_eq!(alice.list(json!({})).await, (vec![], 0));
    let longest = json!({"title": "é".repeat(200), "description": "é".repeat(2_000)});
    alice.call("add_task", longest).await.value();
}

//! `undo`

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

async fn undo(person: &Person, arguments: Value) -> Value {
    person.call("undo", arguments).await.value()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_change_is_taken_back_then_the_one_before() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        alice
            .call("update_task", json!({"task_id": 1, "title": "B"}))
            .await
            .value();
        alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        let first = undo(&alice, json!({})).await;
        assert_eq!(
            first,
            json!({"task_id": 1, "status": "reverted", "title": "B", "change_id": 4, "undone": 3})
        );
        let second = undo(&alice, json!({})).await;
        assert_eq!(
            (&second["title"], &second["undone"]),
            (&"A".into(), &2.into())
        );
        let third = undo(&alice, json!({})).await;
        assert_eq!(
            (&third["status"], &third["undone"]),
            (&"deleted".into(), &1.into())
        );
        assert_eq!(alice.list(json!({})).await, (vec![], 0));
        let refusal = alice.call("undo", json!({})).await.refusal();
        assert_eq!(refusal, "There is nothing to undo");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_large_change_the_answer_shows_the_first_tasks() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("Parent").await;
        let child = json!({"title": "Child", "parent_id": 1});
        for _ in 0..100 {
            alice.call("add_task", child.clone()).await.value();
        }
        alice
            .call("delete_task", json!({"task_id": 1}))
            .await
            .value();
        let undone = undo(&alice, json!({})).await;
        assert_eq!(undone["results"].as_array().unwrap().len(), 10);
        assert_eq!(undone["note"], "and 91 more");
        assert_eq!(undone["undone"], 102);
        assert_eq!(alice.list(json!({})).await.1, 101);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_that_is_undone_is_a_redo() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        alice.add("B").await;
        let both = json!({"task_ids": [1, 2]});
        let deleted = alice.call("delete_task", both).await.value();
        let undone = undo(&alice, json!({"change_id": deleted["change_id"]})).await;
        let results = undone["results"].as_array().unwrap();
        assert!(
            results.iter().all(|item| item["status"] == "restored"),
            "{undone}"
        );
        assert_eq!(alice.list(json!({})).await.1, 2);
        undo(&alice, json!({"change_id": undone["change_id"]})).await;
        assert_eq!(alice.list(json!({})).await.1, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_later_changes_have_overtaken_is_refused_with_the_reason() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        alice
            .call("update_task", json!({"task_id": 1, "title": "B"}))
            .await
            .value();
        alice
            .call("update_task", json!({"task_id": 1, "title": "C"}))
            .await
            .value();
        let refusal = alice.call("undo", json!({"change_id": 2})).await.refusal();
        assert!(
            refusal.contains("\"C\"") && refusal.contains("change 3"),
            "{refusal}"
        );
        let list = alice.call("list_tasks", json!({})).await.value();
        assert_eq!(list["tasks"][0]["title"], "C");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_undoes_somebody_elses_change() {
    on_each_database(async |test: &TestDatabase| {
        let server = server(&test.database);
        let (alice, bob) = (Person::new(&server, &alice()), Person::new(&server, &bob()));
        alice.add("A").await;
        assert_eq!(
            bob.call("undo", json!({})).await.refusal(),
            "There is nothing to undo"
        );
        let refusal = bob.call("undo", json!({"change_id": 1})).await.refusal();
        assert_eq!(refusal, "There is no change 1");
        assert_eq!(alice.list(json!({})).await.1, 1);
    })
    .await;
}

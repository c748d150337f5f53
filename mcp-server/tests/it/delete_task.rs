//! `delete_task`

use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_task_is_gone_for_every_tool() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("Old task").await;
        let deleted = alice
            .call("delete_task", json!({"task_id": 1}))
            .await
            .value();
        assert_eq!(
            deleted,
            json!({"task_id": 1, "status": "deleted", "title": "Old task", "change_id": 2})
        );
        assert_eq!(alice.list(json!({})).await, (vec![], 0));
        for (tool, arguments) in [
            ("delete_task", json!({"task_id": 1})),
            ("complete_task", json!({"task_id": 1})),
            ("update_task", json!({"task_id": 1, "title": "New"})),
        ] {
            assert_eq!(
                alice.call(tool, arguments).await.refusal(),
                "Task not found",
                "{tool}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_a_deleted_task_is_not_given_out_again() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        alice.add("B").await;
        alice
            .call("delete_task", json!({"task_id": 2}))
            .await
            .value();
        assert_eq!(alice.add("C").await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_completed_task_lessens_the_completed_ones() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        alice.add("B").await;
        alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        alice
            .call("delete_task", json!({"task_id": 1}))
            .await
            .value();
        assert_eq!(
            alice.list(json!({"status": "completed"})).await,
            (vec![], 0)
        );
        assert_eq!(alice.list(json!({"status": "pending"})).await, (vec![2], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_deletes_somebody_elses_task() {
    on_each_database(async |test: &TestDatabase| {
        let server = server(&test.database);
        let (alice, bob) = (Person::new(&server, &alice()), Person::new(&server, &bob()));
        alice.add("Old task").await;
        let refusal = bob
            .call("delete_task", json!({"task_id": 1}))
            .await
            .refusal();
        assert_eq!(refusal, "Task not found");
        assert_eq!(alice.list(json!({})).await, (vec![1], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn subtasks_go_with_their_task_and_are_counted() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        for parent in [1, 2] {
            let task = json!({"title": "below", "parent_id": parent});
            alice.call("add_task", task).await.value();
        }
        let deleted = alice
            .call("delete_task", json!({"task_id": 1}))
            .await
            .value();
        assert_eq!(
            deleted,
            json!({
                "task_id": 1,
                "status": "deleted",
                "title": "A",
                "subtasks": 2,
                "change_id": 4,
                "note": "undo brings them back",
            })
        );
        assert_eq!(alice.list(json!({})).await, (vec![], 0));
        alice.call("undo", json!({})).await.value();
        assert_eq!(alice.list(json!({})).await.1, 3);
    })
    .await;
}

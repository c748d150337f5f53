//! `complete_task`

use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

#[tokio::test(flavor = "multi_thread")]
async fn a_completed_task_moves_from_pending_to_completed() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("Call mom").await;
        alice.add("Pay bills").await;
        let done = alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        assert_eq!(
            done,
            json!({"task_id": 1, "status": "completed", "title": "Call mom"})
        );
        assert_eq!(
            alice.list(json!({"status": "completed"})).await,
            (vec![1], 1)
        );
        assert_eq!(alice.list(json!({"status": "pending"})).await, (vec![2], 1));
        assert_eq!(alice.list(json!({"status": "all"})).await, (vec![2, 1], 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn completing_twice_is_no_error_and_counts_once() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("Call mom").await;
        let first = alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        let second = alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        assert_eq!(first, second);
        assert_eq!(
            alice.list(json!({"status": "completed"})).await,
            (vec![1], 1)
        );
        assert_eq!(alice.list(json!({"status": "pending"})).await, (vec![], 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_not_there_or_is_somebody_elses_is_not_found() {
    on_each_database(async |test: &TestDatabase| {
        let server = server(&test.database);
        let (alice, bob) = (Person::new(&server, &alice()), Person::new(&server, &bob()));
        alice.add("Call mom").await;
        for id in [1, 2, 0, -1, i64::MAX] {
            let refusal = bob
                .call("complete_task", json!({"task_id": id}))
                .await
                .refusal();
            assert_eq!(refusal, "Task not found", "{id}");
        }
        assert_eq!(alice.list(json!({"status": "pending"})).await, (vec![1], 1));
    })
    .await;
}

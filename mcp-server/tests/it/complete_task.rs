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
            json!({"task_id": 1, "status": "completed", "title": "Call mom", "change_id": 3})
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
        assert_eq!(first["change_id"], 2);
        let expected = json!({"task_id": 1, "status": "completed", "title": "Call mom"});
        assert_eq!(second, expected);
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

#[tokio::test(flavor = "multi_thread")]
async fn a_completed_task_is_reopened() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("Call mom").await;
        alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        let reopen = json!({"task_id": "1", "done": "false"});
        let reopened = alice.call("complete_task", reopen.clone()).await.value();
        assert_eq!(
            reopened,
            json!({"task_id": 1, "status": "reopened", "title": "Call mom", "change_id": 3})
        );
        assert_eq!(alice.list(json!({"status": "pending"})).await, (vec![1], 1));
        let again = alice.call("complete_task", reopen).await.value();
        assert_eq!(again.get("change_id"), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_several_tasks_has_its_own_result_and_a_bad_one_hides_no_other() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("Call mom").await;
        alice.add("Pay bills").await;
        let several = json!({"task_ids": [2, 9, 1, 2]});
        let done = alice.call("complete_task", several).await.value();
        assert_eq!(
            done,
            json!({
                "results": [
                    {"task_id": 2, "status": "completed", "title": "Pay bills"},
                    {"task_id": 9, "error": "Task not found"},
                    {"task_id": 1, "status": "completed", "title": "Call mom"},
                ],
                "change_id": 3,
            })
        );
        assert_eq!(alice.list(json!({"status": "completed"})).await.1, 2);
        let one = alice.call("complete_task", json!({"task_ids": "1"})).await;
        assert_eq!(one.value()["results"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeating_task_moves_to_its_next_date_and_says_which() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let task = json!({"title": "Water plants", "due": "2999-12-02", "repeat": "every day"});
        alice.call("add_task", task).await.value();
        let done = alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        assert_eq!(
            done,
            json!({
                "task_id": 1,
                "status": "completed",
                "title": "Water plants",
                "next_due": "2999-12-03",
                "change_id": 2,
            })
        );
        assert_eq!(alice.list(json!({"status": "pending"})).await, (vec![1], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_hundred_tasks_are_refused() {
    let test = TestDatabase::sqlite().await;
    let alice = Person::new(&server(&test.database), &alice());
    let ids: Vec<i64> = (1..=101).collect();
    for tool in ["complete_task", "delete_task"] {
        let refusal = alice.call(tool, json!({"task_ids": ids})).await.refusal();
        assert_eq!(
            refusal, "At most 100 tasks can be written in a call",
            "{tool}"
        );
    }
}

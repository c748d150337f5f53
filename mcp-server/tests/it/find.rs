//! Tasks that are named by words of their titles.

use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::harness::{Person, server};

async fn person_with(test: &TestDatabase, titles: &[&str]) -> Person {
    let alice = Person::new(&server(&test.database), &alice());
    for title in titles {
        alice.add(title).await;
    }
    alice
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_mean_one_task_act_on_it_whatever_their_case_accents_and_order() {
    on_each_database(async |test: &TestDatabase| {
        let titles = [
            "Buy milk",
            "Crème brûlée for Éva",
            "Team meeting",
            "50% off_sale",
        ];
        let alice = person_with(test, &titles).await;
        for (words, number) in [
            ("milk", 1),
            ("MILK buy", 1),
            ("eva creme", 2),
            ("meet", 3),
            ("50% sale", 4),
        ] {
            let found = alice.call("update_task", json!({"find": words, "description": words}));
            assert_eq!(found.await.value()["task_id"], number, "{words}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_mean_several_tasks_change_nothing_and_name_them() {
    on_each_database(async |test: &TestDatabase| {
        let alice = person_with(test, &["Buy milk", "Milk the cow", "Pay rent"]).await;
        for tool in ["complete_task", "delete_task"] {
            let refusal = alice.call(tool, json!({"find": "milk"})).await.refusal();
            assert_eq!(
                refusal,
                "Several tasks match \"milk\": 1 Buy milk, 2 Milk the cow. \
                 Nothing was changed; use task_id"
            );
        }
        assert_eq!(alice.list(json!({"status": "pending"})).await.1, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_title_means_its_task_even_where_others_contain_it() {
    on_each_database(async |test: &TestDatabase| {
        let alice = person_with(test, &["Buy milk", "Buy milk and eggs"]).await;
        let done = alice
            .call("complete_task", json!({"find": "buy MILK"}))
            .await;
        assert_eq!(done.value()["task_id"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_mean_none_change_nothing_and_name_the_nearest() {
    on_each_database(async |test: &TestDatabase| {
        let alice = person_with(test, &["Buy milk", "Call the dentist", "Start engine"]).await;
        for (words, refusal) in [
            ("mlik", "No task matches \"mlik\". Nearest: 1 Buy milk"),
            (
                "dentits call",
                "No task matches \"dentits call\". Nearest: 2 Call the dentist",
            ),
            ("zebra", "No task matches \"zebra\""),
        ] {
            let refused = alice.call("complete_task", json!({"find": words})).await;
            assert_eq!(refused.refusal(), refusal);
        }
        // A word within another one is not meant.
        let refused = alice
            .call("delete_task", json!({"find": "art"}))
            .await
            .refusal();
        assert!(refused.starts_with("No task matches \"art\""), "{refused}");
        assert_eq!(alice.list(json!({"status": "pending"})).await.1, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_found_for_reopening_and_where_nothing_else_has_the_words() {
    on_each_database(async |test: &TestDatabase| {
        let alice = person_with(test, &["Buy milk", "Buy bread"]).await;
        alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        let refused = alice.call("complete_task", json!({"find": "milk"})).await;
        assert_eq!(refused.refusal(), "No task matches \"milk\"");
        let reopened = alice.call("complete_task", json!({"find": "milk", "done": false}));
        assert_eq!(reopened.await.value()["status"], "reopened");
        alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .value();
        let refused = alice.call("complete_task", json!({"find": "bread", "done": false}));
        let words = refused.await.refusal();
        assert!(
            words.starts_with("No completed task matches \"bread\""),
            "{words}"
        );
        let deleted = alice.call("delete_task", json!({"find": "milk"})).await;
        assert_eq!(deleted.value()["task_id"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_not_there_is_answered_with_the_nearest() {
    on_each_database(async |test: &TestDatabase| {
        let alice = person_with(test, &["Buy milk", "Pay rent"]).await;
        let bob = Person::new(&server(&test.database), &bob());
        let refusal = alice
            .call("complete_task", json!({"task_id": 3}))
            .await
            .refusal();
        assert_eq!(refusal, "Task not found. Nearest: 2 Pay rent, 1 Buy milk");
        let refusal = bob
            .call("delete_task", json!({"task_id": 1}))
            .await
            .refusal();
        assert_eq!(refusal, "Task not found");
        let refusal = bob
            .call("delete_task", json!({"find": "milk"}))
            .await
            .refusal();
        assert_eq!(refusal, "No task matches \"milk\"");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_named_in_exactly_one_way() {
    let test = TestDatabase::sqlite().await;
    let alice = person_with(&test, &["Buy milk"]).await;
    let words = "Say which tasks with exactly one of task_id, task_ids and find";
    for tool in ["complete_task", "delete_task", "update_task"] {
        for mut arguments in [
            json!({}),
            json!({"find": " ", "task_ids": []}),
            json!({"task_id": 1, "find": "milk"}),
            json!({"task_id": 1, "task_ids": [1]}),
        ] {
            if tool == "update_task" {
                arguments["title"] = "New".into();
            }
            let refusal = alice.call(tool, arguments).await.refusal();
            assert_eq!(refusal, words, "{tool}");
        }
    }
    for (find, words) in [
        ("!?", "find must contain letters or digits of a title"),
        (&*"x".repeat(201), "find exceeds 200 characters"),
    ] {
        let refused = alice.call("complete_task", json!({"find": find})).await;
        assert_eq!(refused.refusal(), words);
    }
}
